import { add, erf, exp, multiply, type Scalar } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** The standard normal distribution function Φ(x) = ½(1 + erf(x/√2)). */
const normalCdf = (x: Scalar): Scalar => multiply(0.5, add(1, erf(multiply(x, Math.SQRT1_2))));

/** The kernel of GELU's derivative: dx = dy · (Φ(x) + x·φ(x)). */
export const geluGrad = defineElementwise({
  name: 'geluGrad',
  arity: 2,
  summary: 'dx = dy · (Φ(x) + x·φ(x))',
  cost: 24,
  scalar(x) {
    const z = at(x, 1);
    const density = multiply(1 / Math.sqrt(2 * Math.PI), exp(multiply(-0.5, multiply(z, z))));
    return multiply(at(x, 0), add(normalCdf(z), multiply(z, density)));
  },
});

/** y = x · Φ(x), the exact form (Hendrycks and Gimpel 2016), as Keras's and PyTorch's default. */
export const gelu = defineElementwise({
  name: 'gelu',
  arity: 1,
  summary: 'y = x · Φ(x)',
  cost: 16,
  scalar: (x) => multiply(at(x, 0), normalCdf(at(x, 0))),
  gradient: ({ builder, gradient, inputs }) => [builder.emit('geluGrad', [gradient, at(inputs, 0)])],
});
