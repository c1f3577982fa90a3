/**
 * How a tensor lies in memory: all leading axes flattened to rows, rows at a padded stride, so that every kernel works
 * in whole vectors. Padding may hold anything, NaN too; no kernel lets it reach an element.
 */
import { type Shape, sizeOf } from '../../core/shape';

export interface Layout {
  rows: number;
  /** Logical length of a row. */
  columns: number;
  /** Distance of rows, in floats. A vector or scalar is one row. */
  stride: number;
  bytes: number;
}

const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

/**
 * The stride is a multiple of 8 floats (4 for the narrowest rows); multiples of 1 KiB are widened by a cache line, since
 * strides of whole pages make rows fight for the same cache sets.
 */
export function layoutOf(shape: Shape): Layout {
  const columns = shape.length === 0 ? 1 : (shape[shape.length - 1] as number);
  if (shape.length < 2) {
    const stride = Math.max(16, roundUp(columns, 16));
    return { rows: 1, columns, stride, bytes: stride * 4 };
  }
  const rows = columns === 0 ? 0 : sizeOf(shape) / columns;
  const narrow = columns <= 4 ? 4 : roundUp(columns, 8);
  const stride = narrow % 256 === 0 && narrow > 0 ? narrow + 16 : narrow;
  return { rows, columns, stride, bytes: Math.max(16, rows * stride * 4) };
}

/** Float offsets of the elements of `shape` in row-major order: calls `visit(place, index)`. */
export function eachElement(shape: Shape, visit: (place: number, index: number) => void): void {
  const { rows, columns, stride } = layoutOf(shape);
  let index = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) visit(row * stride + column, index++);
  }
}

/** Whether tensors of two shapes lie equally in memory. */
export function sameLayout(a: Shape, b: Shape): boolean {
  const [one, other] = [layoutOf(a), layoutOf(b)];
  return one.rows === other.rows && one.columns === other.columns && one.stride === other.stride;
}
