import { multiply as times } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = a · b; dL/da = dL/dy · b. */
export const multiply = defineElementwise({
  name: 'multiply',
  arity: 2,
  summary: 'y = a · b',
  scalar: (x) => times(at(x, 0), at(x, 1)),
  gradient: ({ builder, gradient, inputs, needs }) => [
    needs(0) ? builder.emit('multiply', [gradient, at(inputs, 1)]) : null,
    needs(1) ? builder.emit('multiply', [gradient, at(inputs, 0)]) : null,
  ],
});
