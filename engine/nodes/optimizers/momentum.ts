import type { OptimizerAlgorithm } from './types';

/** Gradient descent with momentum (Polyak 1964). */
export const momentum: OptimizerAlgorithm = {
  name: 'momentum',
  title: 'Momentum',
  formula: 'v ← μ·v − α·g;  w ← w + v',
  slots: ['velocity'],
  op: 'momentumUpdate',
  attributes: (convention) => ({ convention }),
  scalars: (settings) => [settings.momentum, settings.rate],
  reads: ['momentum', 'convention'],
  defaults: { rate: 0.01 },
};
