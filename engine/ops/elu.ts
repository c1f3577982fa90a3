import { add, exp, minimum, multiply, selectGreater, subtract } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of ELU's derivative: dx = dy where y > 0, else dy · (y + alpha). */
export const eluGrad = defineElementwise({
  name: 'eluGrad',
  arity: 2,
  summary: 'dx = dy where y > 0, else dy · (y + α)',
  cost: 2,
  scalar: (x, attributes) =>
    selectGreater(at(x, 1), 0, at(x, 0), multiply(at(x, 0), add(at(x, 1), Number(attributes.alpha)))),
});

/** y = x where x > 0, else alpha · (eˣ − 1) (Clevert et al. 2015). */
export const elu = defineElementwise({
  name: 'elu',
  arity: 1,
  summary: 'y = x where x > 0, else α(eˣ − 1)',
  cost: 10,
  // The exponent is clamped so that the branch not taken cannot overflow.
  scalar: (x, attributes) =>
    selectGreater(at(x, 0), 0, at(x, 0), multiply(Number(attributes.alpha), subtract(exp(minimum(at(x, 0), 0)), 1))),
  gradient: ({ builder, gradient, output, attributes }) => [
    builder.emit('eluGrad', [gradient, output], { alpha: Number(attributes.alpha) }),
  ],
});
