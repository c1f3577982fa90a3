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
