import { multiply, selectGreater, maximum as theLarger } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The kernel of the maximum's derivative by one of its operands, x; the other operand is z. */
export const maximumGrad = defineElementwise({
  name: 'maximumGrad',
  arity: 3,
  summary: 'dx = dy where x > z, dy / 2 where x = z, else 0',
  cost: 2,
  scalar(operands) {
    const [dy, x, z] = [at(operands, 0), at(operands, 1), at(operands, 2)];
    return selectGreater(x, z, dy, selectGreater(z, x, 0, multiply(0.5, dy)));
  },
});

/**
 * y = max(a, b), NaN if either is. Where both are equal each gets half of the gradient: the subgradient of least norm, as
 * in PyTorch, and what a central difference gives. TensorFlow gives all of it to a.
 */
export const maximum = defineElementwise({
  name: 'maximum',
  arity: 2,
  summary: 'y = max(a, b)',
  scalar: (x) => theLarger(at(x, 0), at(x, 1)),
  gradient({ builder, gradient, inputs, needs }) {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    return [
      needs(0) ? builder.emit('maximumGrad', [gradient, a, b]) : null,
      needs(1) ? builder.emit('maximumGrad', [gradient, b, a]) : null,
    ];
  },
});
