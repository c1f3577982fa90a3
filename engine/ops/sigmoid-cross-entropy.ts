import { absolute, add, exp, log, maximum, multiply, negate, sigmoid, subtract } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of the loss's derivative: dz = dL · (sigmoid(z) − y). */
export const sigmoidCrossEntropyGrad = defineElementwise({
  name: 'sigmoidCrossEntropyGrad',
  arity: 3,
  summary: 'dz = dL · (σ(z) − y)',
  cost: 12,
  scalar: (x) => multiply(at(x, 0), subtract(sigmoid(at(x, 1)), at(x, 2))),
});

/**
 * Each element's cross-entropy of sigmoid(z) with a target y in [0, 1], from the logit z: max(z, 0) − z·y + ln(1 + e^−|z|),
 * which is finite for any finite z. Targets have no derivative.
 */
export const sigmoidCrossEntropy = defineElementwise({
  name: 'sigmoidCrossEntropy',
  arity: 2,
  summary: 'L = −y · ln σ(z) − (1 − y) · ln(1 − σ(z))',
  cost: 24,
  scalar(x) {
    const [z, y] = [at(x, 0), at(x, 1)];
    return add(subtract(maximum(z, 0), multiply(z, y)), log(add(1, exp(negate(absolute(z))))));
  },
  gradient: ({ builder, gradient, inputs }) => [
    builder.emit('sigmoidCrossEntropyGrad', [gradient, at(inputs, 0), at(inputs, 1)]),
    null,
  ],
});
