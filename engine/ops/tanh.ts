import { tanh as hyperbolic, multiply, subtract } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of tanh's derivative: dx = dy · (1 − y²). */
export const tanhGrad = defineElementwise({
  name: 'tanhGrad',
  arity: 2,
  summary: 'dx = dy · (1 − y²)',
  cost: 3,
  scalar: (x) => multiply(at(x, 0), subtract(1, multiply(at(x, 1), at(x, 1)))),
});

/** y = tanh x. */
export const tanh = defineElementwise({
  name: 'tanh',
  arity: 1,
  summary: 'y = tanh x',
  cost: 12,
  scalar: (x) => hyperbolic(at(x, 0)),
  // tanh z = 2·sigmoid(2z) − 1 is flat at half the z of a sigmoid.
  health: { saturation: Math.log(19) / 2 },
  gradient: ({ builder, gradient, output }) => [builder.emit('tanhGrad', [gradient, output])],
});
