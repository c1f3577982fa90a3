/**
 * Scalar expressions: what an elementwise operation computes for one element, written once. The reference backend
 * evaluates them in float64, the wasm backend generates SIMD code from them, and fusion composes them.
 */

export type UnaryFunction = 'negate' | 'absolute' | 'exp' | 'log' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';
export type BinaryFunction = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum';

export type Scalar =
  | { kind: 'input'; index: number }
  | { kind: 'constant'; value: number }
  | { kind: 'unary'; fn: UnaryFunction; a: Scalar }
  | { kind: 'binary'; fn: BinaryFunction; a: Scalar; b: Scalar }
  /** `a · b + c`, or `c − a · b` where negated: rounded once on devices that can. */
  | { kind: 'fused'; negated: boolean; a: Scalar; b: Scalar; c: Scalar }
  /** `a > b ? whenTrue : whenFalse`; a comparison with NaN is false. */
  | { kind: 'select'; a: Scalar; b: Scalar; whenTrue: Scalar; whenFalse: Scalar };

export type ScalarLike = Scalar | number;

const lift = (x: ScalarLike): Scalar => (typeof x === 'number' ? { kind: 'constant', value: x } : x);
const unary =
  (fn: UnaryFunction) =>
  (a: ScalarLike): Scalar => ({ kind: 'unary', fn, a: lift(a) });
const binary =
  (fn: BinaryFunction) =>
  (a: ScalarLike, b: ScalarLike): Scalar => ({
    kind: 'binary',
    fn,
    a: lift(a),
    b: lift(b),
  });

export const input = (index: number): Scalar => ({ kind: 'input', index });
export const negate = unary('negate');
export const absolute = unary('absolute');
export const exp = unary('exp');
export const log = unary('log');
export const sqrt = unary('sqrt');
export const tanh = unary('tanh');
export const sigmoid = unary('sigmoid');
export const erf = unary('erf');
export const add = binary('add');
export const subtract = binary('subtract');
export const multiply = binary('multiply');
export const divide = binary('divide');
export const maximum = binary('maximum');
export const minimum = binary('minimum');

/** `a > b ? whenTrue : whenFalse`. */
export const selectGreater = (a: ScalarLike, b: ScalarLike, whenTrue: ScalarLike, whenFalse: ScalarLike): Scalar => ({
  kind: 'select',
  a: lift(a),
  b: lift(b),
  whenTrue: lift(whenTrue),
  whenFalse: lift(whenFalse),
});

/** `a · b + c`, rounded once where the device can. */
export const fma = (a: ScalarLike, b: ScalarLike, c: ScalarLike): Scalar => ({
  kind: 'fused',
  negated: false,
  a: lift(a),
  b: lift(b),
  c: lift(c),
});

/** `c − a · b`, rounded once where the device can. */
export const fnma = (a: ScalarLike, b: ScalarLike, c: ScalarLike): Scalar => ({
  kind: 'fused',
  negated: true,
  a: lift(a),
  b: lift(b),
  c: lift(c),
});

/** The operands of an expression, in order. */
export function scalarOperands(scalar: Scalar): Scalar[] {
  switch (scalar.kind) {
    case 'unary':
      return [scalar.a];
    case 'binary':
      return [scalar.a, scalar.b];
    case 'fused':
      return [scalar.a, scalar.b, scalar.c];
    case 'select':
      return [scalar.a, scalar.b, scalar.whenTrue, scalar.whenFalse];
    default:
      return [];
  }
}

/** The same expression of other operands. */
export function withOperands(scalar: Scalar, operands: readonly Scalar[]): Scalar {
  const [a, b, c, d] = operands as [Scalar, Scalar, Scalar, Scalar];
  switch (scalar.kind) {
    case 'unary':
      return { ...scalar, a };
    case 'binary':
      return { ...scalar, a, b };
    case 'fused':
      return { ...scalar, a, b, c };
    case 'select':
      return { kind: 'select', a, b, whenTrue: c, whenFalse: d };
    default:
      return scalar;
  }
}
