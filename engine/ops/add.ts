import { add as plus } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = a + b. */
export const add = defineElementwise({
  name: 'add',
  arity: 2,
  summary: 'y = a + b',
  scalar: (x) => plus(at(x, 0), at(x, 1)),
  gradient: ({ gradient }) => [gradient, gradient],
});
