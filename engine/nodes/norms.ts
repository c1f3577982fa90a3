/** What the normalizations share: learnt scale and shift of each unit, moving statistics, the check of their input. */

import type { ParameterSpec } from '../core/parameters';
import type { InferContext, LowerContext, TensorType, WeightSpec } from '../graph/types';
import type { ValueId } from '../ir/types';

/** The schema of `center`. */
export const CENTER = {
  kind: 'boolean',
  title: 'Shift (beta)',
  help: 'Adds the learnt beta to each unit.',
  default: true,
} as const satisfies ParameterSpec;

/** The schema of `scale`. */
export const SCALE = {
  kind: 'boolean',
  title: 'Scale (gamma)',
  help: 'Multiplies each unit by the learnt gamma.',
  default: true,
} as const satisfies ParameterSpec;

/** The schema of `epsilon`, with Keras's default. */
export const EPSILON = {
  kind: 'number',
  title: 'Epsilon ε',
  help: 'Added to the variance, so that a constant unit is not divided by zero.',
  unit: 'added to σ²',
  default: 0.001,
  min: 0,
  scale: 'log',
} as const satisfies ParameterSpec;

interface Affine {
  center: boolean;
  scale: boolean;
}

/** One number for each unit: a weight that starts at `value`. */
export const unitWeight = (x: TensorType | undefined, name: string, value: number, trainable = true): WeightSpec => ({
  name,
  shape: (x?.shape ?? []).slice(-1),
  initializer: { kind: 'constant', value },
  trainable,
});

/** `gamma` and `beta`, as far as they are learnt. */
export const affineWeights = (x: TensorType | undefined, { center, scale }: Affine): WeightSpec[] => [
  ...(scale ? [unitWeight(x, 'gamma', 1)] : []),
  ...(center ? [unitWeight(x, 'beta', 0)] : []),
];

/** γ·x + β of a normalized x, as far as they are learnt. */
export function lowerAffine(
  { builder, weight }: Pick<LowerContext, 'builder' | 'weight'>,
  x: ValueId,
  { center, scale }: Affine,
): ValueId {
  const scaled = scale ? builder.elementwise('multiply', [x, weight('gamma')]) : x;
  return center ? builder.elementwise('add', [scaled, weight('beta')]) : scaled;
}

/** The output's type, which is the input's; null with a report where it is no batch. */
export function inferNorm(x: TensorType, report: InferContext['report'], hint: string): { y: TensorType } | null {
  if (x.shape.length >= 2) return { y: { kind: 'tensor', shape: x.shape } };
  report(
    'rankMismatch',
    { port: 'x' },
    {
      port: 'x',
      expected: 'a batch (examples × units)',
      found: x.shape.length === 0 ? 'one number' : x.shape.join('×'),
      hint,
    },
  );
  return null;
}

/** γ and β as vectors: the weights, or 1 and 0 where they are not learnt. */
export const affineVectors = (
  { builder, weight }: Pick<LowerContext, 'builder' | 'weight'>,
  x: ValueId,
  { center, scale }: Affine,
): { gamma: ValueId; beta: ValueId } => {
  const unit = builder.shape(x).slice(-1);
  return {
    gamma: scale ? weight('gamma') : builder.constant(1, unit),
    beta: center ? weight('beta') : builder.constant(0, unit),
  };
};
