import { multiply, selectGreater } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of leaky ReLU's derivative: dx = dy where x > 0, else slope · dy. */
export const leakyReluGrad = defineElementwise({
  name: 'leakyReluGrad',
  arity: 2,
  summary: 'dx = dy where x > 0, else slope · dy',
  cost: 2,
  scalar: (x, attributes) => selectGreater(at(x, 1), 0, at(x, 0), multiply(at(x, 0), Number(attributes.slope))),
});

/** y = x where x > 0, else slope · x. */
export const leakyRelu = defineElementwise({
  name: 'leakyRelu',
  arity: 1,
  summary: 'y = x where x > 0, else slope · x',
  cost: 2,
  scalar: (x, attributes) => selectGreater(at(x, 0), 0, at(x, 0), multiply(at(x, 0), Number(attributes.slope))),
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('leakyReluGrad', [gradient, at(inputs, 0)], { slope: Number(attributes.slope) }),
  ],
});
