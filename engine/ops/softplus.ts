import { absolute, add, exp, log, maximum, multiply, negate, sigmoid } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of softplus's derivative: dx = dy · sigmoid(x). */
export const softplusGrad = defineElementwise({
  name: 'softplusGrad',
  arity: 2,
  summary: 'dx = dy · sigmoid(x)',
  cost: 11,
  scalar: (x) => multiply(at(x, 0), sigmoid(at(x, 1))),
});

/** y = ln(1 + eˣ), computed as max(x, 0) + ln(1 + e^−|x|), which cannot overflow. */
export const softplus = defineElementwise({
  name: 'softplus',
  arity: 1,
  summary: 'y = ln(1 + eˣ)',
  cost: 20,
  scalar: (x) => add(maximum(at(x, 0), 0), log(add(1, exp(negate(absolute(at(x, 0))))))),
  gradient: ({ builder, gradient, inputs }) => [builder.emit('softplusGrad', [gradient, at(inputs, 0)])],
});
