import type { OptimizerAlgorithm } from './types';

/** RMSprop (Tieleman and Hinton 2012, lecture 6e). */
export const rmsprop: OptimizerAlgorithm = {
  name: 'rmsprop',
  title: 'RMSprop',
  formula: 'v ← ρ·v + (1 − ρ)·g²;  w ← w − α·g/√v',
  slots: ['v'],
  op: 'rmspropUpdate',
  attributes: (convention) => ({ convention }),
  scalars: ({ rate, rho, epsilon }) => [rate, rho, 1 - rho, epsilon],
  reads: ['rho', 'epsilon', 'convention'],
  defaults: { rate: 0.001, epsilon: { keras: 1e-7, pytorch: 1e-8 }, rho: { keras: 0.9, pytorch: 0.99 } },
};
