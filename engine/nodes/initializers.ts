/** Initializers by Keras's and PyTorch's names, resolved for a weight's shape. */
import type { InitializerValue } from '../core/parameters';
import { type Shape, sizeOf } from '../core/shape';
import type { Initializer } from '../ir/types';
import { KERAS_INITIALIZERS } from './initializers/keras';
import { PYTORCH_INITIALIZERS } from './initializers/pytorch';
import { type Fans, type InitializerRule, Settings } from './initializers/types';

/** All initializers, in the order they are offered. */
export const INITIALIZERS: Readonly<Record<string, InitializerRule>> = {
  ...KERAS_INITIALIZERS,
  ...PYTORCH_INITIALIZERS,
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
export function initializerSettings(value: InitializerValue): {
  name: string;
  settings: Record<string, number | string>;
} {
  const name = typeof value === 'string' ? value : value.name;
  const settings: Record<string, number | string> = {};
  for (const [key, spec] of Object.entries(INITIALIZERS[name]?.settings ?? {})) {
    const given = typeof value === 'string' ? undefined : value[key];
    settings[key] = typeof given === typeof spec.default ? (given as number | string) : spec.default;
  }
  return { name, settings };
}

/** Resolves a checked initializer parameter. `fans` default to those of the shape. */
export function resolveInitializer(value: InitializerValue, shape: Shape, fans: Fans = fansOf(shape)): Initializer {
  const { name, settings } = initializerSettings(value);
  const rule = INITIALIZERS[name];
  if (!rule) throw new Error(`Unknown initializer "${name}".`);
  return rule.resolve(fans, new Settings(settings));
}
