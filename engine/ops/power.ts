import { divide, exp, log, multiply, type Scalar, sqrt } from '../ir/scalar';
import { at, defineElementwise } from './elementwise';

/** x multiplied by itself: by squaring, so that whole exponents of negative numbers are right. */
function wholePower(x: Scalar, exponent: number): Scalar | null {
  if (exponent === 0) return null;
  const half = wholePower(x, Math.floor(exponent / 2));
  const squared = half && multiply(half, half);
  if (exponent % 2 === 0) return squared;
  return squared ? multiply(squared, x) : x;
}

/** xᵖ: products for whole p, with a square root for half ones, e^(p · ln x) for the rest. */
function powerOf(x: Scalar, exponent: number): Scalar {
  const size = Math.abs(exponent);
  const whole = wholePower(x, Math.floor(size));
  const root = size % 1 === 0.5 ? sqrt(x) : null;
  if (size % 1 !== 0 && !root) return exp(multiply(exponent, log(x)));
  const power = whole && root ? multiply(whole, root) : (whole ?? root ?? ({ kind: 'constant', value: 1 } as const));
  return exponent < 0 ? divide(1, power) : power;
}

/** The kernel of the power's derivative: dx = dy · p · xᵖ⁻¹. */
export const powerGrad = defineElementwise({
  name: 'powerGrad',
  arity: 2,
  summary: 'dx = dy · p · xᵖ⁻¹',
  cost: 10,
  scalar(operands, attributes) {
    const exponent = Number(attributes.exponent);
    return multiply(at(operands, 0), multiply(exponent, powerOf(at(operands, 1), exponent - 1)));
  },
});

/**
 * y = xᵖ with the exponent p as an attribute; dL/dx = dL/dy · p · xᵖ⁻¹, and 0 for p = 0. Whole exponents take negative x;
 * others give NaN there. x⁰ is 1 for every x. For 0 < p < 1 the derivative at 0 is infinite, as it is.
 */
export const power = defineElementwise({
  name: 'power',
  arity: 1,
  summary: 'y = xᵖ',
  cost: 10,
  scalar: (operands, attributes) => powerOf(at(operands, 0), Number(attributes.exponent)),
  gradient({ builder, gradient, inputs, attributes }) {
    const exponent = Number(attributes.exponent);
    if (exponent === 0) return [builder.constant(0, builder.shape(gradient))];
    return [builder.emit('powerGrad', [gradient, at(inputs, 0)], { exponent })];
  },
});
