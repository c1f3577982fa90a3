import type { OptimizerAlgorithm } from './types';

/** Adagrad (Duchi, Hazan and Singer 2011): a rate of its own for every weight, falling with all gradients so far. */
export const adagrad: OptimizerAlgorithm = {
  name: 'adagrad',
  title: 'Adagrad',
  formulas: {
    keras: 'a ← a + g²\nw ← w − α·g/√(a + ε)',
    pytorch: 'a ← a + g²\nw ← w − α·g/(√a + ε)',
  },
  references: [
    {
      title: 'Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods for Online Learning',
      url: 'https://jmlr.org/papers/v12/duchi11a.html',
    },
    { title: 'Keras: Adagrad', url: 'https://keras.io/api/optimizers/adagrad/' },
    { title: 'PyTorch: Adagrad', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html' },
  ],
  slots: [{ name: 'accumulator', initial: 'initialAccumulatorValue' }],
  op: 'adagradUpdate',
  attributes: (convention) => ({ convention }),
  scalars: ({ rate, epsilon }) => [rate, epsilon],
  reads: ['epsilon', 'initialAccumulatorValue'],
  defaults: { rate: { keras: 0.001, pytorch: 0.01 }, epsilon: { keras: 1e-7, pytorch: 1e-10 } },
};
