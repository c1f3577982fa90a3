import { negate as minus } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = −x. */
export const negate = defineElementwise({
  name: 'negate',
  arity: 1,
  summary: 'y = −x',
  scalar: (x) => minus(at(x, 0)),
  gradient: ({ builder, gradient }) => [builder.emit('negate', [gradient])],
});
