/** What batch norm and batch renorm share: the batch's statistics, and their moving averages for inference. */
import type { ParameterSpec } from '../core/parameters';
import { asMatrix } from '../core/shape';
import type { LowerContext, TensorType, WeightSpec } from '../graph/types';
import type { ValueId } from '../ir/types';
import { unitWeight } from './norms';

/** The schema of `momentum`, of the moving statistics. */
export const MOMENTUM = {
  section: 'Moving average',
  kind: 'number',
  title: 'Momentum',
  help: 'Share of the old moving value that is kept at each step (Keras’s sense; PyTorch’s momentum is 1 minus this).',
  unit: 'kept per step',
  default: 0.99,
  min: 0,
  max: 1,
  scale: 'oneMinusLog',
  live: true,
} as const satisfies ParameterSpec;

/** The schema of `movingVariance`. */
export const MOVING_VARIANCE = {
  section: 'Moving average',
  kind: 'choice',
  title: 'Stored variance',
  help: 'Biased divides by m (Keras), unbiased by m − 1 (PyTorch, the paper).',
  default: 'biased',
  choices: [
    { value: 'biased', title: 'Biased' },
    { value: 'unbiased', title: 'Unbiased' },
  ],
  live: true,
} as const satisfies ParameterSpec;

/** `moving_mean` and `moving_variance`. */
export const movingWeights = (x: TensorType | undefined): WeightSpec[] => [
  unitWeight(x, 'moving_mean', 0, false),
  unitWeight(x, 'moving_variance', 1, false),
];

/** Scalars `mean` and `variance` of the updates of the moving statistics: what is kept and what is taken. */
export function movingScalars(
  x: TensorType | undefined,
  { momentum, movingVariance }: { momentum: number; movingVariance: string },
) {
  const { rows } = asMatrix(x?.shape ?? []);
  const rest = 1 - momentum;
  const unbiased = movingVariance === 'unbiased' && rows > 1 ? rows / (rows - 1) : 1;
  return { mean: [momentum, rest], variance: [momentum, rest * unbiased] };
}

/** The mean and variance of the batch; the moving statistics take their part of them after this step has read them. */
export function lowerBatchStatistics(
  { builder, weight, scalars }: Pick<LowerContext, 'builder' | 'weight' | 'scalars'>,
  x: ValueId,
): { mean: ValueId; variance: ValueId } {
  const mean = builder.emit('columnMean', [x]);
  const variance = builder.emit('columnVariance', [x, mean]);
  builder.emit('movingAverageUpdate', [weight('moving_mean'), mean, scalars('mean')]);
  builder.emit('movingAverageUpdate', [weight('moving_variance'), variance, scalars('variance')]);
  return { mean, variance };
}
