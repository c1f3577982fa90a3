import type { OptimizerAlgorithm } from './types';

/** Nesterov's accelerated gradient (1983) in the form of Sutskever et al. 2013. */
export const nesterov: OptimizerAlgorithm = {
  name: 'nesterov',
  title: 'Nesterov momentum',
  formulas: {
    keras: 'v ← μ·v − α·g\nw ← w + μ·v − α·g',
    pytorch: 'v ← μ·v + g\nw ← w − α·(g + μ·v)',
  },
  references: [
    {
      title: 'Sutskever et al. 2013, On the Importance of Initialization and Momentum in Deep Learning',
      url: 'https://proceedings.mlr.press/v28/sutskever13.html',
    },
    { title: 'Keras: SGD', url: 'https://keras.io/api/optimizers/sgd/' },
    { title: 'PyTorch: SGD', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html' },
  ],
  slots: [{ name: 'velocity' }],
  op: 'nesterovUpdate',
  attributes: (convention) => ({ convention }),
  scalars: (settings) => [settings.momentum, settings.rate],
  reads: ['momentum'],
  defaults: { rate: { keras: 0.01, pytorch: 0.001 } },
};
