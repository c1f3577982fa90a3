/** Ways to walk a tensor that many kernels share: blocks of columns, the vectors of a row, nested axes. */
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { f32x4, v128 } from '../instructions';

/** Number of vectors that hold `columns` floats. */
export const vectorsOf = (columns: number): number => Math.ceil(columns / 4);

/**
 * Runs `body` for blocks of at most `most` vectors of columns. The pointers stand at the block's first column and are
 * moved on after it; `body` must leave them where they are.
 */
export function columnBlocks(
  f: FunctionBuilder,
  columns: number,
  most: number,
  pointers: readonly Local[],
  body: (vectors: number) => void,
): void {
  const total = vectorsOf(columns);
  const run = (vectors: number, count: number): void =>
    f.repeat(count, () => {
      body(vectors);
      for (const pointer of pointers) f.advance(pointer, vectors * 16);
    });
  run(most, Math.floor(total / most));
  run(total % most, total % most > 0 ? 1 : 0);
}

/** A mask of the lanes of a row's last vector that hold elements, or null when all do. */
export function tailMask(f: FunctionBuilder, columns: number): Local | null {
  const rest = columns % 4;
  if (rest === 0) return null;
  return f.constant([-1, rest > 1 ? -1 : 0, rest > 2 ? -1 : 0, 0]);
}

/** Rows of few vectors are written out, longer ones are loops. */
const UNROLLED = 4;

/**
 * Walks the vectors of one row. `visit` is given the byte offset to add to the moving pointers and the mask of the last
 * vector's elements (null for whole vectors). The pointers are copies made by the caller and are moved.
 */
export function rowVectors(
  f: FunctionBuilder,
  columns: number,
  pointers: readonly Local[],
  visit: (offset: number, mask: Local | null) => void,
): void {
  const mask = tailMask(f, columns);
  const total = vectorsOf(columns);
  if (total <= UNROLLED) {
    for (let j = 0; j < total; j++) visit(j * 16, j === total - 1 ? mask : null);
    return;
  }
  f.repeat(mask ? total - 1 : total, () => {
    visit(0, null);
    for (const pointer of pointers) f.advance(pointer, 16);
  });
  if (mask) visit(0, mask);
}

/** `value` in the lanes of the mask, `other` in the padding. */
export const masked = (value: Expression, other: Expression, mask: Local | null): Expression =>
  mask ? v128.select(value, other, mask) : value;

/** `value` in the lanes of the mask, zero in the padding. */
export const zeroPadded = (value: Expression, mask: Local | null): Expression => (mask ? v128.and(value, mask) : value);

/** The whole of a padded row is walked from its first column again: a copy of the pointers. */
export const copies = (f: FunctionBuilder, pointers: readonly Local[]): Local[] =>
  pointers.map((pointer) => f.local('i32', pointer));

export interface Axis {
  length: number;
  /** Byte step of each pointer along this axis. */
  steps: readonly number[];
}

/** Nested loops over axes, outermost first. The pointers are back where they were afterwards. */
export function nest(f: FunctionBuilder, axes: readonly Axis[], pointers: readonly Local[], body: () => void): void {
  const [axis, ...inner] = axes;
  if (!axis) {
    body();
    return;
  }
  f.repeat(axis.length, () => {
    nest(f, inner, pointers, body);
    pointers.forEach((pointer, i) => {
      f.advance(pointer, axis.steps[i] ?? 0);
    });
  });
  pointers.forEach((pointer, i) => {
    f.advance(pointer, -(axis.steps[i] ?? 0) * axis.length);
  });
}

/** Column numbers of four lanes as floats, moved on by {@link nextColumns}. */
export const firstColumns = (f: FunctionBuilder): Local => f.local('v128', f32x4.convert(f.constant([0, 1, 2, 3])));

export const nextColumns = (f: FunctionBuilder, columns: Local): void => f.set(columns, f32x4.add(columns, f.splat(4)));

/** Lanes all set where `a` differs from zero. */
export const nonZero = (f: FunctionBuilder, a: Expression): Expression => v128.not(f32x4.eq(a, f.splat(0)));
