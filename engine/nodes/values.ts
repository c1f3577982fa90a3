/** Numbers with a shape, as constants, placeholders and variables take them. */
import { formatShape, type Shape, sizeOf } from '../core/shape';
import type { InferContext, TensorType } from '../graph/types';

type Numbers = number | readonly number[] | null;

export const toList = (value: Numbers): readonly number[] =>
  value === null ? [] : typeof value === 'number' ? [value] : value;

/** The shape: as given, or that of the values (a single one is a scalar). */
export function shapeOfValues(shape: Numbers, value: Numbers): Shape {
  const given = toList(shape);
  if (given.length > 0) return given;
  return typeof value === 'number' || value === null ? [] : [value.length];
}

/** The type of a tensor of these values; null with a report when their number does not fit the shape. */
export function inferValues(
  shape: Numbers,
  value: Numbers,
  parameter: string,
  report: InferContext['report'],
): TensorType | null {
  const resolved = shapeOfValues(shape, value);
  const count = toList(value).length;
  if (value !== null && count !== 1 && count !== sizeOf(resolved)) {
    report('valueShape', { parameter }, { count, shape: formatShape(resolved), size: sizeOf(resolved) });
    return null;
  }
  return { kind: resolved.length === 0 ? 'scalar' : 'tensor', shape: resolved };
}

/** The schema of a `shape` parameter. */
export const SHAPE_PARAMETER = {
  kind: 'numbers',
  title: 'Shape',
  help: 'Sizes of the axes; empty for a single number (or one axis, if several values are given).',
  default: [] as readonly number[],
  integer: true,
  min: 1,
  maxLength: 8,
} as const;
