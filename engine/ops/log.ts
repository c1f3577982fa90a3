import { log as logarithm } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** y = ln x; dL/dx = dL/dy / x. */
export const log = defineElementwise({
  name: 'log',
  arity: 1,
  summary: 'y = ln x',
  cost: 8,
  scalar: (x) => logarithm(at(x, 0)),
  gradient: ({ builder, gradient, inputs }) => [builder.emit('divide', [gradient, at(inputs, 0)])],
});
