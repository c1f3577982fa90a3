import type { OptimizerAlgorithm } from './types';

const STEP = 'w ← w − α·g';

/** Plain gradient descent (Robbins and Monro 1951). */
export const sgd: OptimizerAlgorithm = {
  name: 'sgd',
  title: 'Gradient descent',
  formulas: { keras: STEP, pytorch: STEP },
  references: [
    {
      title: 'Robbins and Monro 1951, A Stochastic Approximation Method',
      url: 'https://doi.org/10.1214/aoms/1177729586',
    },
    { title: 'Keras: SGD', url: 'https://keras.io/api/optimizers/sgd/' },
    { title: 'PyTorch: SGD', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html' },
  ],
  slots: [],
  op: 'sgdUpdate',
  attributes: () => ({}),
  scalars: ({ rate }) => [rate],
  reads: [],
  defaults: { rate: { keras: 0.01, pytorch: 0.001 } },
};
