import type { OptimizerAlgorithm } from './types';

/**
 * Adam (Kingma and Ba 2014). Keras's convention is the paper's "epsilon-hat" form, PyTorch's the plain one; the bias
 * corrections go into the step size and the factor on √v.
 */
export const adam: OptimizerAlgorithm = {
  name: 'adam',
  title: 'Adam',
  formula: 'm ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  w ← w − α·m̂/(√v̂ + ε)',
  slots: ['m', 'v'],
  op: 'adamUpdate',
  attributes: () => ({}),
  scalars({ rate, beta1, beta2, epsilon, convention }, step) {
    const first = 1 - beta1 ** step;
    const second = Math.sqrt(1 - beta2 ** step);
    const [size, factor] = convention === 'keras' ? [(rate * second) / first, 1] : [rate / first, 1 / second];
    return [size, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, factor];
  },
  reads: ['beta1', 'beta2', 'epsilon', 'convention'],
  defaults: { rate: 0.001, epsilon: { keras: 1e-7, pytorch: 1e-8 } },
};
