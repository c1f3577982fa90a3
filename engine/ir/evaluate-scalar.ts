/** Evaluates scalar expressions in float64, with the same bits on every platform. */
import { exp, log, tanh } from '../core/math';
import { type BinaryFunction, input, type Scalar, type UnaryFunction } from './scalar';

/**
 * The error function to about 1e-15: its Maclaurin series near 0, a continued fraction for erfc (Lentz's method)
 * further out.
 *
 * @see Abramowitz and Stegun 1964, 7.1.6 and 7.1.14
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (!(a < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (2 * a * a) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * exp(-a * a) * sum;
  }
  let fraction = a;
  for (let n = 60; n > 0; n--) fraction = a + n / 2 / fraction;
  return Math.sign(x) * (1 - exp(-a * a) / (Math.sqrt(Math.PI) * fraction));
}

const UNARY: Record<UnaryFunction, (a: number) => number> = {
  negate: (a) => -a,
  absolute: Math.abs,
  exp,
  log,
  sqrt: Math.sqrt,
  tanh,
  sigmoid: (a) => (a >= 0 ? 1 / (1 + exp(-a)) : exp(a) / (1 + exp(a))),
  erf,
};

/** What each function of two numbers gives, in float64. */
export const BINARY: Readonly<Record<BinaryFunction, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
};

/** A function of the inputs at one place; the expression is walked once, not once for each element. */
export function compileScalar(scalar: Scalar): (inputs: readonly Float64Array[], i: number) => number {
  switch (scalar.kind) {
    case 'input': {
      const { index } = scalar;
      return (inputs, i) => (inputs[index] as Float64Array)[i] as number;
    }
    case 'constant': {
      const { value } = scalar;
      return () => value;
    }
    case 'unary': {
      const [fn, a] = [UNARY[scalar.fn], compileScalar(scalar.a)];
      return (inputs, i) => fn(a(inputs, i));
    }
    case 'binary': {
      const [fn, a, b] = [BINARY[scalar.fn], compileScalar(scalar.a), compileScalar(scalar.b)];
      return (inputs, i) => fn(a(inputs, i), b(inputs, i));
    }
    case 'fused': {
      const [a, b, c] = [compileScalar(scalar.a), compileScalar(scalar.b), compileScalar(scalar.c)];
      const sign = scalar.negated ? -1 : 1;
      return (inputs, i) => sign * a(inputs, i) * b(inputs, i) + c(inputs, i);
    }
    case 'select': {
      const [a, b] = [compileScalar(scalar.a), compileScalar(scalar.b)];
      const [whenTrue, whenFalse] = [compileScalar(scalar.whenTrue), compileScalar(scalar.whenFalse)];
      return (inputs, i) => (a(inputs, i) > b(inputs, i) ? whenTrue(inputs, i) : whenFalse(inputs, i));
    }
  }
}

/** The placeholders for `count` inputs of an expression. */
export const scalarInputs = (count: number): Scalar[] => Array.from({ length: count }, (_, index) => input(index));
