import type { OptimizerAlgorithm } from './types';

/** Gradient descent with momentum (Polyak 1964). */
export const momentum: OptimizerAlgorithm = {
  name: 'momentum',
  title: 'Momentum',
  formulas: {
    keras: 'v ← μ·v − α·g\nw ← w + v',
    pytorch: 'v ← μ·v + g\nw ← w − α·v',
  },
  references: [
    {
      title: 'Polyak 1964, Some Methods of Speeding up the Convergence of Iteration Methods',
      url: 'https://doi.org/10.1016/0041-5553(64)90137-5',
    },
    { title: 'Keras: SGD', url: 'https://keras.io/api/optimizers/sgd/' },
    { title: 'PyTorch: SGD', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html' },
  ],
  slots: [{ name: 'velocity' }],
  op: 'momentumUpdate',
  attributes: (convention) => ({ convention }),
  scalars: (settings) => [settings.momentum, settings.rate],
  reads: ['momentum'],
  defaults: { rate: { keras: 0.01, pytorch: 0.001 } },
};
