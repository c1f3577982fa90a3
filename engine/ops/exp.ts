import { exp as power } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = eˣ; dL/dx = dL/dy · y. */
export const exp = defineElementwise({
  name: 'exp',
  arity: 1,
  summary: 'y = eˣ',
  cost: 8,
  scalar: (x) => power(at(x, 0)),
  gradient: ({ builder, gradient, output }) => [builder.emit('multiply', [gradient, output])],
});
