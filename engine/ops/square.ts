import { multiply, type Scalar } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

const twice = (x: Scalar): Scalar => multiply(2, x);

/** The kernel of square's derivative: dx = dy · 2x. */
export const squareGrad = defineElementwise({
  name: 'squareGrad',
  arity: 2,
  summary: 'dx = dy · 2x',
  cost: 2,
  scalar: (x) => multiply(at(x, 0), twice(at(x, 1))),
});

/** y = x². */
export const square = defineElementwise({
  name: 'square',
  arity: 1,
  summary: 'y = x²',
  scalar: (x) => multiply(at(x, 0), at(x, 0)),
  gradient: ({ builder, gradient, inputs }) => [builder.emit('squareGrad', [gradient, at(inputs, 0)])],
});
