import type { OptimizerAlgorithm } from './types';

/** RMSprop (Tieleman and Hinton 2012, lecture 6e). */
export const rmsprop: OptimizerAlgorithm = {
  name: 'rmsprop',
  title: 'RMSprop',
  formulas: {
    keras: 'v ← ρ·v + (1 − ρ)·g²\nw ← w − α·g/√(v + ε)',
    pytorch: 'v ← ρ·v + (1 − ρ)·g²\nw ← w − α·g/(√v + ε)',
  },
  references: [
    {
      title: 'Tieleman and Hinton 2012, Neural Networks for Machine Learning, lecture 6e',
      url: 'https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf',
    },
    { title: 'Keras: RMSprop', url: 'https://keras.io/api/optimizers/rmsprop/' },
    { title: 'PyTorch: RMSprop', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html' },
  ],
  slots: [{ name: 'v' }],
  op: 'rmspropUpdate',
  attributes: (convention) => ({ convention }),
  scalars: ({ rate, rho, epsilon }) => [rate, rho, 1 - rho, epsilon],
  reads: ['rho', 'epsilon'],
  defaults: {
    rate: { keras: 0.001, pytorch: 0.01 },
    epsilon: { keras: 1e-7, pytorch: 1e-8 },
    rho: { keras: 0.9, pytorch: 0.99 },
  },
};
