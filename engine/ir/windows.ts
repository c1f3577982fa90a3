/**
 * Windows that slide over images [batch, height, width, channels]: where they stand, which pixels they see. Convolution
 * and pooling share this, in their shape rules, their references and their kernels.
 */
import type { Shape } from '../core/shape';
import type { Attributes } from './types';

/** One spatial axis of a sliding window; all sizes are pixels. */
export interface WindowAxis {
  /** Pixels of the image. */
  length: number;
  /** Places of the window. */
  places: number;
  /** Pixels that a window sees. */
  taps: number;
  stride: number;
  /** Distance of neighbouring taps. */
  dilation: number;
  /** Pixels of padding before the first one. */
  before: number;
}

/** A window over images: both spatial axes, and what they repeat over. */
export interface Windows {
  batch: number;
  channels: number;
  rows: WindowAxis;
  columns: WindowAxis;
}

export type Padding = 'valid' | 'same';

/**
 * TensorFlow's rules. `valid`: windows lie inside the image, ⌊(n − e)/s⌋ + 1 places for an extent e = (k − 1)·d + 1.
 * `same`: ⌈n/s⌉ places, with the padding split evenly and the odd pixel at the end.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function windowAxis(length: number, taps: number, stride: number, padding: Padding, dilation = 1): WindowAxis {
  const extent = (taps - 1) * dilation + 1;
  const places =
    padding === 'same' ? Math.ceil(length / stride) : Math.max(0, Math.floor((length - extent) / stride) + 1);
  const missing = padding === 'same' ? Math.max(0, (places - 1) * stride + extent - length) : 0;
  return { length, places, taps, stride, dilation, before: Math.floor(missing / 2) };
}

/** Attributes of an operation on windows: `window`, `strides`, `dilation` as [rows, columns], and `padding`. */
export function windowsOf(shape: Shape, attributes: Attributes): Windows {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const pair = (name: string): [number, number] => (attributes[name] as [number, number] | undefined) ?? [1, 1];
  const [window, strides, dilation] = [pair('window'), pair('strides'), pair('dilation')];
  const padding = attributes.padding as Padding;
  return {
    batch,
    channels,
    rows: windowAxis(height, window[0], strides[0], padding, dilation[0]),
    columns: windowAxis(width, window[1], strides[1], padding, dilation[1]),
  };
}

/** Taps `from` … `to` − 1 of the window at a place that lie inside the image. */
export function tapsInside(axis: WindowAxis, place: number): { from: number; to: number } {
  const start = place * axis.stride - axis.before;
  const from = Math.min(axis.taps, Math.max(0, Math.ceil(-start / axis.dilation)));
  const to = Math.min(axis.taps, Math.ceil((axis.length - start) / axis.dilation));
  return { from, to: Math.max(from, to) };
}

/**
 * Visits every pixel that every window sees, windows in row-major order, taps in row-major order.
 *
 * @param visit is given the window's number, the tap's number and the pixel's number (all without channels)
 */
export function eachTap(
  { batch, rows, columns }: Windows,
  visit: (window: number, tap: number, pixel: number) => void,
): void {
  let window = 0;
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < rows.places; y++) {
      const vertical = tapsInside(rows, y);
      for (let x = 0; x < columns.places; x++, window++) {
        const horizontal = tapsInside(columns, x);
        for (let i = vertical.from; i < vertical.to; i++) {
          const row = y * rows.stride - rows.before + i * rows.dilation;
          for (let j = horizontal.from; j < horizontal.to; j++) {
            const column = x * columns.stride - columns.before + j * columns.dilation;
            visit(window, i * columns.taps + j, (image * rows.length + row) * columns.length + column);
          }
        }
      }
    }
  }
}
