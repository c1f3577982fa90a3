import type { OptimizerAlgorithm } from './types';

/** Plain gradient descent: w −= rate·g. */
export const sgd: OptimizerAlgorithm = {
  name: 'sgd',
  title: 'Gradient descent',
  formula: 'w ← w − α·g',
  slots: [],
  op: 'sgdUpdate',
  attributes: () => ({}),
  scalars: ({ rate }) => [rate],
  reads: [],
  defaults: { rate: 0.01 },
};
