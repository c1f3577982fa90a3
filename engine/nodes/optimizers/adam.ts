import { power } from '../../core/math';
import type { OptimizerAlgorithm } from './types';

const MOMENTS = 'm ← β₁·m + (1 − β₁)·g\nv ← β₂·v + (1 − β₂)·g²';

/**
 * Adam (Kingma and Ba 2014). Keras's convention is the paper's "epsilon-hat" form, PyTorch's the plain one; the bias
 * corrections go into the step size and the factor on √v.
 */
export const adam: OptimizerAlgorithm = {
  name: 'adam',
  title: 'Adam',
  formulas: {
    keras: `${MOMENTS}\nw ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε)`,
    pytorch: `${MOMENTS}\nw ← w − α·m/(1 − β₁ᵗ)/(√(v/(1 − β₂ᵗ)) + ε)`,
  },
  references: [
    {
      title: 'Kingma and Ba 2014, Adam: A Method for Stochastic Optimization',
      url: 'https://arxiv.org/abs/1412.6980',
    },
    { title: 'Keras: Adam', url: 'https://keras.io/api/optimizers/adam/' },
    { title: 'PyTorch: Adam', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html' },
  ],
  slots: [{ name: 'm' }, { name: 'v' }],
  op: 'adamUpdate',
  attributes: () => ({}),
  scalars({ rate, beta1, beta2, epsilon, convention }, step) {
    const first = 1 - power(beta1, step);
    const second = Math.sqrt(1 - power(beta2, step));
    const [size, factor] = convention === 'keras' ? [(rate * second) / first, 1] : [rate / first, 1 / second];
    return [size, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, factor];
  },
  reads: ['beta1', 'beta2', 'epsilon'],
  defaults: { rate: { keras: 0.001, pytorch: 0.001 }, epsilon: { keras: 1e-7, pytorch: 1e-8 } },
};
