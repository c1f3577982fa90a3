import { add, divide, log, maximum, multiply, negate, selectGreater, subtract } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of the loss's derivative: dp = dL · ((1 − y)/(1 − p) − y/p), each part 0 where its ln was held at ε. */
export const binaryCrossEntropyGrad = defineElementwise({
  name: 'binaryCrossEntropyGrad',
  arity: 3,
  summary: 'dp = dL · ((1 − y)/(1 − p) − y/p)',
  cost: 6,
  scalar(x, attributes) {
    const [p, y, epsilon] = [at(x, 1), at(x, 2), Number(attributes.epsilon)];
    const rest = subtract(1, p);
    const away = selectGreater(rest, epsilon, divide(subtract(1, y), rest), 0);
    return multiply(at(x, 0), subtract(away, selectGreater(p, epsilon, divide(y, p), 0)));
  },
});

/**
 * Each element's cross-entropy of a probability p with a target y in [0, 1]: −y · ln max(p, ε) − (1 − y) · ln max(1 − p, ε).
 * Fed by a sigmoid it is rewritten to the form from logits. Targets have no derivative.
 */
export const binaryCrossEntropy = defineElementwise({
  name: 'binaryCrossEntropy',
  arity: 2,
  summary: 'L = −y · ln p − (1 − y) · ln(1 − p)',
  cost: 40,
  scalar(x, attributes) {
    const [p, y, epsilon] = [at(x, 0), at(x, 1), Number(attributes.epsilon)];
    const away = multiply(subtract(1, y), log(maximum(subtract(1, p), epsilon)));
    return negate(add(multiply(y, log(maximum(p, epsilon))), away));
  },
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('binaryCrossEntropyGrad', [gradient, at(inputs, 0), at(inputs, 1)], attributes),
    null,
  ],
});
