/** What nodes on images share: parameters of sliding windows, and the checks of their input. */
import { formatShape, type Shape } from '../core/shape';
import type { InferContext, TensorType } from '../graph/types';
import type { Attributes } from '../ir/types';
import { windowsOf } from '../ir/windows';
import { toList } from './values';

type Numbers = number | readonly number[] | null;

/** Rows and columns: one number for both, nothing for `otherwise`. */
export function pairOf(value: Numbers, otherwise: readonly [number, number] = [1, 1]): [number, number] {
  const [rows, columns] = toList(value);
  return rows === undefined ? [...otherwise] : [rows, columns ?? rows];
}

/** What the schemas of window parameters have in common. */
export const WINDOW_SIZE = { kind: 'numbers', integer: true, min: 1, maxLength: 2 } as const;

/** The schema of `padding`. */
export const PADDING = {
  kind: 'choice',
  title: 'Padding',
  help: 'Valid: windows stay inside the image. Same: zeros around it keep its size at stride 1.',
  default: 'valid',
  choices: [
    { value: 'valid', title: 'Valid' },
    { value: 'same', title: 'Same' },
  ],
} as const;

/** The attributes of an operation on windows. */
export const windowAttributes = (
  window: Numbers,
  strides: readonly [number, number],
  padding: string,
  dilation: Numbers = 1,
): Attributes => ({ window: pairOf(window), strides: [...strides], padding, dilation: pairOf(dilation) });

/** Reports an input that is no batch of images [examples, height, width, channels]; says how to make it one. */
function reportImages({ shape }: TensorType, report: InferContext['report']): void {
  const size = shape[1] ?? 0;
  const side = Math.sqrt(size);
  const [, height, width] = shape;
  const hints: Readonly<Record<number, string>> = {
    2: `Put a reshape to height, width and channels in front${Number.isInteger(side) && side > 1 ? `, such as ${side}, ${side}, 1` : ''}.`,
    3: `The channels are missing: put a reshape to ${height}, ${width}, 1 in front.`,
  };
  report(
    'rankMismatch',
    { port: 'x' },
    {
      port: 'x',
      expected: 'a batch of images (examples × height × width × channels)',
      found: shape.length === 0 ? 'one number' : shape.join('×'),
      hint: hints[shape.length] ?? 'Connect images, or the output of a convolution.',
    },
  );
}

/** The places of the windows [batch, height, width], or null with a report. */
export function inferWindows(
  x: TensorType,
  attributes: Attributes,
  parameter: string,
  report: InferContext['report'],
): Shape | null {
  if (x.shape.length !== 4) {
    reportImages(x, report);
    return null;
  }
  const { batch, rows, columns } = windowsOf(x.shape, attributes);
  const extent = (axis: typeof rows): number => (axis.taps - 1) * axis.dilation + 1;
  // With padding a window may hang over the border; one that spans the image twice sees no more than a smaller one.
  const fits = (axis: typeof rows): boolean => axis.places > 0 && extent(axis) <= 2 * axis.length;
  if (fits(rows) && fits(columns)) return [batch, rows.places, columns.places];
  report(
    'windowTooLarge',
    { parameter },
    { window: formatShape([extent(rows), extent(columns)]), image: formatShape([rows.length, columns.length]) },
  );
  return null;
}
