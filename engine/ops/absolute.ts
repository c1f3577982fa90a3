import { absolute as magnitude, negate, selectGreater } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of the magnitude's derivative: dx = dy · sign x. */
export const absoluteGrad = defineElementwise({
  name: 'absoluteGrad',
  arity: 2,
  summary: 'dx = dy · sign x',
  scalar(operands) {
    const [dy, x] = [at(operands, 0), at(operands, 1)];
    return selectGreater(x, 0, dy, selectGreater(0, x, negate(dy), 0));
  },
});

/** y = |x|; the derivative at 0 is 0. */
export const absolute = defineElementwise({
  name: 'absolute',
  arity: 1,
  summary: 'y = |x|',
  scalar: (x) => magnitude(at(x, 0)),
  gradient: ({ builder, gradient, inputs }) => [builder.emit('absoluteGrad', [gradient, at(inputs, 0)])],
});
