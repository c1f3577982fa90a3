/** Shapes are lists of sizes, outermost axis first; `[]` is a scalar. All sizes are known when a graph is compiled. */
export type Shape = readonly number[];

/** Elements of one tensor; beyond this a graph is a typing mistake rather than a network for one computer. */
export const LARGEST_TENSOR = 2 ** 28;

/** Number of elements; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, length) => size * length, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

/** `60×784`, or `scalar`. */
export const formatShape = (shape: Shape): string => (shape.length === 0 ? 'scalar' : shape.join('×'));

/**
 * The shape of an elementwise operation by NumPy's broadcasting rules, or null when the shapes do not fit.
 *
 * @see https://numpy.org/doc/stable/user/basics.broadcasting.html
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return null;
    result.push(x === 1 ? y : x);
  }
  return result;
}

/** The axes of `to` along which a tensor of shape `from` was repeated by broadcasting. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const lead = to.length - from.length;
  return to.flatMap((length, axis) => (axis < lead || (from[axis - lead] === 1 && length !== 1) ? [axis] : []));
}

/** Element strides of a dense row-major tensor. */
export function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

/** A tensor seen as rows × last axis; a vector is one row. */
export function asMatrix(shape: Shape): { rows: number; columns: number } {
  const columns = shape.length === 0 ? 1 : (shape[shape.length - 1] as number);
  return { rows: columns === 0 ? 0 : sizeOf(shape) / columns, columns };
}
