/**
 * The walk of windows over images that convolution and pooling share. The places of a window along a row are grouped into
 * spans that see the same columns, so that only rows at the upper and lower border are tested while running.
 */
import { tapsInside, type Windows } from '../../../ir/windows';
import type { FunctionBuilder, Local } from '../assembler';
import { i32, store } from '../instructions';
import type { Layout } from '../layout';

/** Neighbouring places of a window that see the taps `from` … `to` − 1 of each of its rows. */
export interface Span {
  count: number;
  from: number;
  to: number;
}

/** One place of the window while the code runs. */
export interface Place {
  span: Span;
  /** The row of the image at which the window begins; −1 and less is padding. */
  firstRow: Local;
  /**
   * Emits code for each row of the window, or its alternative where that row is padding.
   *
   * @param inside is given the row's number in the window and the address of its first pixel inside the image
   */
  eachRow(inside: (row: number, source: Local) => void, outside?: (row: number) => void): void;
}

function spansOf({ columns }: Windows): Span[] {
  const spans: Span[] = [];
  for (let place = 0; place < columns.places; place++) {
    const taps = tapsInside(columns, place);
    const last = spans.at(-1);
    if (last && last.from === taps.from && last.to === taps.to) last.count++;
    else spans.push({ count: 1, ...taps });
  }
  return spans;
}

/** Bytes from pixel to pixel. */
export const pixelBytes = (layout: Layout): number => layout.stride * 4;

/**
 * Walks all places of the window in row-major order. `others` are moved by `steps` bytes from place to place.
 *
 * @param image address of the image's first pixel
 */
export function eachPlace(
  f: FunctionBuilder,
  windows: Windows,
  layout: Layout,
  image: Local,
  others: readonly { pointer: Local; step: number }[],
  visit: (place: Place) => void,
): void {
  const { batch, rows, columns } = windows;
  const pixel = pixelBytes(layout);
  const line = columns.length * pixel;
  const alwaysInside =
    rows.before === 0 && (rows.places - 1) * rows.stride + (rows.taps - 1) * rows.dilation < rows.length;
  const spans = spansOf(windows);
  // Pointers may stand before the image while they point to padding; only what is inside is ever read.
  const start = f.local('i32', i32.sub(image, rows.before * line + columns.before * pixel));
  const corner = f.local('i32');
  const source = f.local('i32');
  const firstRow = f.local('i32');
  f.repeat(batch, () => {
    f.set(firstRow, -rows.before);
    f.repeat(rows.places, () => {
      f.set(corner, start);
      for (const span of spans) {
        const eachRow: Place['eachRow'] = (inside, outside) => {
          for (let row = 0; row < rows.taps; row++) {
            const offset = row * rows.dilation * line + span.from * columns.dilation * pixel;
            const run = (): void => {
              if (span.from === span.to) return;
              f.set(source, i32.add(corner, offset));
              inside(row, source);
            };
            if (span.from === span.to) outside?.(row);
            else if (alwaysInside) run();
            else {
              const inImage = i32.ltUnsigned(i32.add(firstRow, row * rows.dilation), rows.length);
              f.if(inImage, run, outside && (() => outside(row)));
            }
          }
        };
        f.repeat(span.count, () => {
          visit({ span, firstRow, eachRow });
          f.advance(corner, columns.stride * pixel);
          for (const { pointer, step } of others) f.advance(pointer, step);
        });
      }
      f.advance(start, rows.stride * line);
      f.advance(firstRow, rows.stride);
    });
    f.advance(start, (rows.length - rows.places * rows.stride) * line);
  });
}

/** Sets a padded buffer to zero. */
export function clear(f: FunctionBuilder, buffer: Local, { rows, stride }: Layout): void {
  const pointer = f.local('i32', buffer);
  const zero = f.splat(0);
  const vectors = (rows * stride) / 4;
  const unroll = vectors % 4 === 0 ? 4 : 1;
  f.repeat(vectors / unroll, () => {
    for (let i = 0; i < unroll; i++) store(f, pointer, i * 16, zero);
    f.advance(pointer, unroll * 16);
  });
}
