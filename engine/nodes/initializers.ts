/** Initializers by Keras's names, resolved for a weight's shape. */
import type { InitializerValue } from '../core/parameters';
import { type Shape, sizeOf } from '../core/shape';
import type { Initializer } from '../ir/types';

/** A normal distribution cut at two deviations has .87962566 of the deviation; Keras divides by it. */
const TRUNCATION = 0.87962566103423978;

/** Inputs and outputs of a unit of the weight. A kernel is [in, out]; a vector counts on both sides. */
export interface Fans {
  fanIn: number;
  fanOut: number;
}

interface InitializerRule {
  title: string;
  settings?: Readonly<Record<string, { default: number; min?: number }>>;
  resolve(fans: Fans, settings: Readonly<Record<string, number>>): Initializer;
}

const uniform = (limit: number): Initializer => ({ kind: 'uniform', low: -limit, high: limit });
const truncated = (standardDeviation: number): Initializer => ({
  kind: 'normal',
  mean: 0,
  standardDeviation: standardDeviation / TRUNCATION,
  truncated: true,
});

/** All initializers: variance scaling (Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998) and plain draws. */
export const INITIALIZERS: Readonly<Record<string, InitializerRule>> = {
  glorotUniform: {
    title: 'Glorot uniform',
    resolve: ({ fanIn, fanOut }) => uniform(Math.sqrt(6 / (fanIn + fanOut))),
  },
  glorotNormal: {
    title: 'Glorot normal',
    resolve: ({ fanIn, fanOut }) => truncated(Math.sqrt(2 / (fanIn + fanOut))),
  },
  heUniform: { title: 'He uniform', resolve: ({ fanIn }) => uniform(Math.sqrt(6 / fanIn)) },
  heNormal: { title: 'He normal', resolve: ({ fanIn }) => truncated(Math.sqrt(2 / fanIn)) },
  lecunUniform: { title: 'LeCun uniform', resolve: ({ fanIn }) => uniform(Math.sqrt(3 / fanIn)) },
  lecunNormal: { title: 'LeCun normal', resolve: ({ fanIn }) => truncated(Math.sqrt(1 / fanIn)) },
  pytorchUniform: { title: 'PyTorch’s ±1/√in', resolve: ({ fanIn }) => uniform(Math.sqrt(1 / fanIn)) },
  randomNormal: {
    title: 'Normal',
    settings: { mean: { default: 0 }, stddev: { default: 0.05, min: 0 } },
    resolve: (_, { mean = 0, stddev = 0.05 }) => ({
      kind: 'normal',
      mean,
      standardDeviation: stddev,
      truncated: false,
    }),
  },
  randomUniform: {
    title: 'Uniform',
    settings: { minval: { default: -0.05 }, maxval: { default: 0.05 } },
    resolve: (_, { minval = -0.05, maxval = 0.05 }) => ({ kind: 'uniform', low: minval, high: maxval }),
  },
  zeros: { title: 'Zeros', resolve: () => ({ kind: 'constant', value: 0 }) },
  ones: { title: 'Ones', resolve: () => ({ kind: 'constant', value: 1 }) },
  constant: {
    title: 'Constant',
    settings: { value: { default: 0 } },
    resolve: (_, { value = 0 }) => ({ kind: 'constant', value }),
  },
};

/**
 * The fans of a weight of this shape. A kernel is [in, out], that of a convolution [height, width, in, out]: its window
 * counts on both sides. A vector counts its length on both sides.
 */
export function fansOf(shape: Shape): Fans {
  const last = shape.at(-1) ?? 1;
  if (shape.length < 2) return { fanIn: last, fanOut: last };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * last };
}

/** The settings of an initializer with its defaults. */
export function initializerSettings(value: InitializerValue): { name: string; settings: Record<string, number> } {
  const name = typeof value === 'string' ? value : value.name;
  const settings: Record<string, number> = {};
  for (const [key, spec] of Object.entries(INITIALIZERS[name]?.settings ?? {})) {
    const given = typeof value === 'string' ? undefined : value[key];
    settings[key] = typeof given === 'number' ? given : spec.default;
  }
  return { name, settings };
}

/** Resolves a checked initializer parameter. `fans` default to those of the shape. */
export function resolveInitializer(value: InitializerValue, shape: Shape, fans: Fans = fansOf(shape)): Initializer {
  const { name, settings } = initializerSettings(value);
  const rule = INITIALIZERS[name];
  if (!rule) throw new Error(`Unknown initializer "${name}".`);
  return rule.resolve(fans, settings);
}
