import { divide, multiply, sqrt as root } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of the root's derivative: dx = dy / (2y). */
export const sqrtGrad = defineElementwise({
  name: 'sqrtGrad',
  arity: 2,
  summary: 'dx = dy / (2y)',
  cost: 2,
  scalar: (x) => divide(at(x, 0), multiply(2, at(x, 1))),
});

/** y = √x. */
export const sqrt = defineElementwise({
  name: 'sqrt',
  arity: 1,
  summary: 'y = √x',
  scalar: (x) => root(at(x, 0)),
  gradient: ({ builder, gradient, output }) => [builder.emit('sqrtGrad', [gradient, output])],
});
