import { maximum, selectGreater } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of ReLU's derivative: dx = dy where y > 0, else 0. */
export const reluGrad = defineElementwise({
  name: 'reluGrad',
  arity: 2,
  summary: 'dx = dy where y > 0, else 0',
  scalar: (x) => selectGreater(at(x, 1), 0, at(x, 0), 0),
});

/** y = max(x, 0); the derivative at 0 is 0. */
export const relu = defineElementwise({
  name: 'relu',
  arity: 1,
  summary: 'y = max(x, 0)',
  scalar: (x) => maximum(at(x, 0), 0),
  health: { dead: true },
  gradient: ({ builder, gradient, output }) => [builder.emit('reluGrad', [gradient, output])],
});
