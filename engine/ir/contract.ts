/**
 * Makes a scalar expression what a device computes: operations on constants are done, and a product that only a sum
 * reads is joined with it to one multiply-add. This is done once for each operation by itself, so that operations that
 * are computed together round exactly where they would alone.
 */
import { BINARY } from './evaluate-scalar';
import { fma, fnma, type Scalar, scalarOperands, withOperands } from './scalar';
import { scalarText } from './scalar-text';

/** The expression with operations on constants done. */
export function foldConstants(scalar: Scalar): Scalar {
  const folded = withOperands(scalar, scalarOperands(scalar).map(foldConstants));
  if (folded.kind === 'unary' && folded.fn === 'negate' && folded.a.kind === 'constant') {
    return { kind: 'constant', value: -folded.a.value };
  }
  if (folded.kind === 'binary' && folded.a.kind === 'constant' && folded.b.kind === 'constant') {
    return { kind: 'constant', value: BINARY[folded.fn](folded.a.value, folded.b.value) };
  }
  return folded;
}

/** How often each subexpression is used, by its text. */
export function countUses(roots: readonly Scalar[]): Map<string, number> {
  const uses = new Map<string, number>();
  const visit = (scalar: Scalar): void => {
    const key = scalarText(scalar);
    const count = uses.get(key) ?? 0;
    uses.set(key, count + 1);
    if (count === 0) scalarOperands(scalar).forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}

/** The expressions of one operation, contracted. */
export function contract(roots: readonly Scalar[]): Scalar[] {
  const folded = roots.map(foldConstants);
  const uses = countUses(folded);
  const join = (scalar: Scalar): Scalar => {
    const product = (operand: Scalar): [Scalar, Scalar] | null =>
      operand.kind === 'binary' && operand.fn === 'multiply' && uses.get(scalarText(operand)) === 1
        ? [join(operand.a), join(operand.b)]
        : null;
    if (scalar.kind === 'binary' && scalar.fn === 'add') {
      const left = product(scalar.a);
      if (left) return fma(...left, join(scalar.b));
      const right = product(scalar.b);
      if (right) return fma(...right, join(scalar.a));
    }
    if (scalar.kind === 'binary' && scalar.fn === 'subtract') {
      const right = product(scalar.b);
      if (right) return fnma(...right, join(scalar.a));
    }
    return withOperands(scalar, scalarOperands(scalar).map(join));
  };
  return folded.map(join);
}
