import { subtract as minus } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = a − b. */
export const subtract = defineElementwise({
  name: 'subtract',
  arity: 2,
  summary: 'y = a − b',
  scalar: (x) => minus(at(x, 0), at(x, 1)),
  gradient: ({ builder, gradient, needs }) => [gradient, needs(1) ? builder.emit('negate', [gradient]) : null],
});
