import { divide as over } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = a / b; dL/da = dL/dy / b, dL/db = −dL/dy · y / b. */
export const divide = defineElementwise({
  name: 'divide',
  arity: 2,
  summary: 'y = a / b',
  scalar: (x) => over(at(x, 0), at(x, 1)),
  gradient({ builder, gradient, inputs, output, needs }) {
    const byA = builder.emit('divide', [gradient, at(inputs, 1)]);
    return [byA, needs(1) ? builder.emit('negate', [builder.emit('multiply', [byA, output])]) : null];
  },
});
