import { sigmoid as logistic, multiply, subtract } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of the sigmoid's derivative: dx = dy · y · (1 − y). */
export const sigmoidGrad = defineElementwise({
  name: 'sigmoidGrad',
  arity: 2,
  summary: 'dx = dy · y(1 − y)',
  cost: 3,
  scalar: (x) => multiply(at(x, 0), multiply(at(x, 1), subtract(1, at(x, 1)))),
});

/** y = 1 / (1 + e⁻ˣ). */
export const sigmoid = defineElementwise({
  name: 'sigmoid',
  arity: 1,
  summary: 'y = 1 / (1 + e⁻ˣ)',
  cost: 10,
  scalar: (x) => logistic(at(x, 0)),
  // Below .05 or above .95.
  health: { saturation: Math.log(19) },
  gradient: ({ builder, gradient, output }) => [builder.emit('sigmoidGrad', [gradient, output])],
});
