/** Shape rules and shape helpers that several operations share. */
import { denseStrides, type Shape, sameShape, sizeOf } from '../core/shape';
import type { Attributes } from '../ir/types';

/** A bug of the lowering: shapes were checked before. */
export function shapeBug(op: string, shapes: readonly Shape[]): never {
  throw new Error(`Operation "${op}" cannot take shapes ${shapes.map((shape) => `[${shape.join(',')}]`).join(' ')}.`);
}

/** All inputs have one shape, which is the output's. */
export const equalShapes =
  (op: string, count: number) =>
  (shapes: readonly Shape[]): Shape => {
    const first = shapes[0];
    if (shapes.length !== count || !first || !shapes.every((shape) => sameShape(shape, first))) {
      return shapeBug(op, shapes);
    }
    return first;
  };

/** The shape given by the attribute `shape`. */
export const attributeShape = (attributes: Attributes): Shape => attributes.shape as readonly number[];

/** Labels are class indices `[...rows]` or rows `[...rows, classes]` that weight the classes. */
export function checkLabels(op: string, prediction: Shape, labels: Shape): void {
  const indices = sameShape(labels, prediction.slice(0, -1));
  if (prediction.length < 1 || !(indices || sameShape(labels, prediction))) shapeBug(op, [prediction, labels]);
}

/** Whether labels are class indices rather than rows of class weights. */
export const areIndices = (prediction: Shape, labels: Shape): boolean => labels.length === prediction.length - 1;

/** Elementwise cost: one operation for each element. */
export const perElement =
  (cost: number) =>
  (_: readonly Shape[], output: Shape): number =>
    cost * sizeOf(output);

/** Cost for each element of the first input. */
export const perInputElement =
  (cost: number) =>
  (shapes: readonly Shape[]): number =>
    cost * sizeOf(shapes[0] ?? []);

/** Calls `visit` for every element of a shape in row-major order, with the offset that other strides give it. */
export function walkStrided(
  shape: Shape,
  strides: readonly number[],
  visit: (i: number, offset: number) => void,
): void {
  const place = denseStrides(shape);
  const size = sizeOf(shape);
  for (let i = 0; i < size; i++) {
    let offset = 0;
    let rest = i;
    for (let axis = 0; axis < shape.length; axis++) {
      const index = Math.floor(rest / (place[axis] as number));
      rest -= index * (place[axis] as number);
      offset += index * (strides[axis] as number);
    }
    visit(i, offset);
  }
}
