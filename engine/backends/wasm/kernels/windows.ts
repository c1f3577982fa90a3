/**
 * Windows over images: patches for convolution, and pooling. The places of a window along a row are grouped into spans
 * that see the same columns, so that only rows at the upper and lower border are tested while running.
 */
import type { Shape } from '../../../core/shape';
import type { Attributes } from '../../../ir/types';
import { tapsInside, type Windows, windowsOf } from '../../../ir/windows';
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { choose, f32, f32x4, i32, load, store, storeF32, v128 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import { columnBlocks, vectorsOf } from './walk';

/** Neighbouring places of a window that see the taps `from` … `to` − 1 of each of its rows. */
interface Span {
  count: number;
  from: number;
  to: number;
}

/** One place of the window while the code runs. */
interface Place {
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

const pixelBytes = (layout: Layout): number => layout.stride * 4;

/**
 * Walks all places of the window in row-major order. `others` are moved by `steps` bytes from place to place.
 *
 * @param image address of the image's first pixel
 */
function eachPlace(
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
function clear(f: FunctionBuilder, buffer: Local, { rows, stride }: Layout): void {
  const pointer = f.local('i32', buffer);
  const zero = f.splat(0);
  const vectors = (rows * stride) / 4;
  const unroll = vectors % 4 === 0 ? 4 : 1;
  f.repeat(vectors / unroll, () => {
    for (let i = 0; i < unroll; i++) store(f, pointer, i * 16, zero);
    f.advance(pointer, unroll * 16);
  });
}

/** Vectors that are written out one by one; longer runs are loops. */
const UNROLLED = 8;

/**
 * Runs `vector` over the whole vectors of `length` floats and `single` over the rest. The offsets are relative to
 * pointers that `body` is given: copies that move in a loop where the run is long.
 */
function eachFloat(
  f: FunctionBuilder,
  length: number,
  pointers: readonly Local[],
  vector: (pointers: readonly Local[], offset: number) => void,
  single: (pointers: readonly Local[], offset: number) => void,
): void {
  const whole = Math.floor(length / 4);
  let moving = pointers;
  let done = 0;
  if (whole > UNROLLED) {
    const walking = pointers.map((pointer) => f.local('i32', pointer));
    f.repeat(Math.floor(whole / 4), () => {
      for (let i = 0; i < 4; i++) vector(walking, i * 16);
      for (const pointer of walking) f.advance(pointer, 64);
    });
    done = whole - (whole % 4);
    moving = walking;
  }
  for (let i = done; i < whole; i++) vector(moving, (i - done) * 16);
  for (let i = whole * 4; i < length; i++) single(moving, (i - done * 4) * 4);
}

/** Runs of taps whose pixels lie without gaps, as in the patch: one where pixels have no padding, else one a tap. */
function runsOf({ columns, channels }: Windows, { stride }: Layout, { from, to }: Span) {
  if (stride === channels && columns.dilation === 1) return [{ tap: from, source: 0, length: (to - from) * channels }];
  return Array.from({ length: to - from }, (_, i) => ({
    tap: from + i,
    source: i * columns.dilation * stride * 4,
    length: channels,
  }));
}

/** Copies what each window sees into a row; zeros where it hangs over the border. Addresses: x, patches. */
export function imagePatchesKernel(shape: Shape, output: Shape, attributes: Attributes): Kernel {
  const windows = windowsOf(shape, attributes);
  const [image, patches] = [layoutOf(shape), layoutOf(output)];
  const { columns, channels } = windows;
  return {
    key: `imagePatches ${shape.join('x')} ${JSON.stringify(attributes)}`,
    build(f, addresses) {
      const [x, row] = [at(addresses, 0), at(addresses, 1)];
      const zero = f.splat(0);
      // Rows are written from left to right, so what a whole vector writes too much is overwritten, but at the end.
      const padded = (first: number, length: number): number =>
        first + length === patches.columns ? length : vectorsOf(length) * 4;
      const fill = (tap: number, taps: number): void => {
        const target = f.local('i32', i32.add(row, tap * channels * 4));
        eachFloat(
          f,
          padded(tap * channels, taps * channels),
          [target],
          ([to], offset) => store(f, to as Local, offset, zero),
          ([to], offset) => storeF32(f, to as Local, offset, f32.value(0)),
        );
      };
      const others = [{ pointer: row, step: patches.stride * 4 }];
      eachPlace(f, windows, image, x, others, ({ span, eachRow }) => {
        eachRow(
          (i, source) => {
            const first = i * columns.taps;
            if (span.from > 0) fill(first, span.from);
            for (const { tap, source: offset, length } of runsOf(windows, image, span)) {
              const place = (first + tap) * channels;
              const from = f.local('i32', i32.add(source, offset));
              const to = f.local('i32', i32.add(row, place * 4));
              eachFloat(
                f,
                padded(place, length),
                [from, to],
                ([a, b], byte) => store(f, b as Local, byte, load(a as Local, byte)),
                ([a, b], byte) => storeF32(f, b as Local, byte, f32.load(a as Local, byte)),
              );
            }
            if (span.to < columns.taps) fill(first + span.to, columns.taps - span.to);
          },
          (i) => fill(i * columns.taps, columns.taps),
        );
      });
    },
  };
}

/** Adds the rows of patches back to the pixels they came from. Addresses: patches, dx. */
export function imagePatchesGradKernel(input: Shape, shape: Shape, attributes: Attributes): Kernel {
  const windows = windowsOf(shape, attributes);
  const [image, patches] = [layoutOf(shape), layoutOf(input)];
  const { columns, channels } = windows;
  return {
    key: `imagePatchesGrad ${shape.join('x')} ${JSON.stringify(attributes)}`,
    build(f, addresses) {
      const [row, dx] = [at(addresses, 0), at(addresses, 1)];
      clear(f, dx, image);
      // A whole vector at a pixel's end adds to its padding; at the end of a full row nothing may be read behind it.
      const padded = (first: number, length: number): number => {
        const whole = vectorsOf(length) * 4;
        return first + whole > patches.stride ? length : whole;
      };
      const others = [{ pointer: row, step: patches.stride * 4 }];
      eachPlace(f, windows, image, dx, others, ({ span, eachRow }) => {
        eachRow((i, source) => {
          for (const { tap, source: offset, length } of runsOf(windows, image, span)) {
            const place = (i * columns.taps + tap) * channels;
            const to = f.local('i32', i32.add(source, offset));
            const from = f.local('i32', i32.add(row, place * 4));
            eachFloat(
              f,
              padded(place, length),
              [from, to],
              ([a, b], byte) => store(f, b as Local, byte, f32x4.add(load(b as Local, byte), load(a as Local, byte))),
              ([a, b], byte) =>
                storeF32(f, b as Local, byte, f32.add(f32.load(b as Local, byte), f32.load(a as Local, byte))),
            );
          }
        });
      });
    },
  };
}

/** Byte offsets of the pixels of a row of the window, from its first pixel inside. */
const pixelsOf = ({ columns }: Windows, layout: Layout, { from, to }: Span): number[] =>
  Array.from({ length: to - from }, (_, i) => i * columns.dilation * pixelBytes(layout));

/** Runs `body` for blocks of channels; it is given copies of the pointers and the number of vectors. */
function channelBlocks(
  f: FunctionBuilder,
  channels: number,
  pointers: readonly Local[],
  body: (pointers: readonly Local[], vectors: number, offset: Local) => void,
): void {
  const moving = pointers.map((pointer) => f.local('i32', pointer));
  const offset = f.local('i32', 0);
  columnBlocks(f, channels, 4, [...moving, offset], (vectors) => body(moving, vectors, offset));
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** y = the largest pixel of each window. Addresses: x, y. */
export function maxPool2dKernel(shape: Shape, output: Shape, attributes: Attributes): Kernel {
  const windows = windowsOf(shape, attributes);
  const image = layoutOf(shape);
  return {
    key: `maxPool2d ${shape.join('x')} ${JSON.stringify(attributes)}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      const others = [{ pointer: y, step: pixelBytes(layoutOf(output)) }];
      eachPlace(f, windows, image, x, others, ({ span, eachRow }) => {
        channelBlocks(f, windows.channels, [y], ([target], vectors, offset) => {
          const most = f.locals(vectors, 'v128');
          for (const value of most) f.set(value, f.splat(Number.NEGATIVE_INFINITY));
          eachRow((_, source) => {
            const from = f.local('i32', i32.add(source, offset));
            for (const pixel of pixelsOf(windows, image, span)) {
              most.forEach((value, j) => {
                f.set(value, f32x4.max(value, load(from, pixel + j * 16)));
              });
            }
          });
          most.forEach((value, j) => {
            store(f, target as Local, j * 16, value);
          });
        });
      });
    },
  };
}

/** dx = dy at the first largest pixel of each window. Addresses: dy, x, y, dx. */
export function maxPool2dGradKernel(shape: Shape, output: Shape, attributes: Attributes): Kernel {
  const windows = windowsOf(shape, attributes);
  const image = layoutOf(shape);
  return {
    key: `maxPool2dGrad ${shape.join('x')} ${JSON.stringify(attributes)}`,
    build(f, addresses) {
      const [dy, x, y, dx] = addresses as [Local, Local, Local, Local];
      clear(f, dx, image);
      const distance = f.local('i32', i32.sub(dx, x));
      const step = pixelBytes(layoutOf(output));
      const others = [dy, y].map((pointer) => ({ pointer, step }));
      eachPlace(f, windows, image, x, others, ({ span, eachRow }) => {
        channelBlocks(f, windows.channels, [dy, y], ([gradient, largest], vectors, offset) => {
          // Lanes whose gradient still waits for its pixel; NaN finds none.
          const waiting = f.locals(vectors, 'v128');
          for (const lanes of waiting) f.set(lanes, f.splatBits(-1));
          const here = f.local('v128');
          eachRow((_, source) => {
            const from = f.local('i32', i32.add(source, offset));
            const to = f.local('i32', i32.add(from, distance));
            for (const pixel of pixelsOf(windows, image, span)) {
              for (const j of indices(vectors)) {
                const lanes = at(waiting, j);
                const place = pixel + j * 16;
                const equal = f32x4.eq(load(from, place), load(largest as Local, j * 16));
                f.set(here, v128.and(equal, lanes));
                const part = v128.and(load(gradient as Local, j * 16), here);
                store(f, to, place, f32x4.add(load(to, place), part));
                f.set(lanes, v128.andNot(lanes, here));
              }
            }
          });
        });
      });
    },
  };
}

/** How many pixels a window sees, in all lanes. */
function pixelCount(f: FunctionBuilder, { rows }: Windows, { firstRow, span }: Place): Local {
  const bounded = (value: Expression, bound: number, low: boolean): Local => {
    const local = f.local('i32', value);
    f.set(local, choose(local, bound, low ? i32.gt(local, bound) : i32.lt(local, bound)));
    return local;
  };
  const end = bounded(i32.add(firstRow, rows.taps), rows.length, false);
  const begin = bounded(firstRow, 0, true);
  return f.local('v128', f32x4.splat(f32.convert(i32.mul(i32.sub(end, begin), span.to - span.from))));
}

/** y = the mean of the pixels that each window sees. Addresses: x, y. */
export function averagePool2dKernel(shape: Shape, output: Shape, attributes: Attributes): Kernel {
  const windows = windowsOf(shape, attributes);
  const image = layoutOf(shape);
  return {
    key: `averagePool2d ${shape.join('x')} ${JSON.stringify(attributes)}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      const others = [{ pointer: y, step: pixelBytes(layoutOf(output)) }];
      eachPlace(f, windows, image, x, others, (place) => {
        const count = pixelCount(f, windows, place);
        channelBlocks(f, windows.channels, [y], ([target], vectors, offset) => {
          const sums = f.locals(vectors, 'v128');
          for (const sum of sums) f.set(sum, f.splat(0));
          place.eachRow((_, source) => {
            const from = f.local('i32', i32.add(source, offset));
            for (const pixel of pixelsOf(windows, image, place.span)) {
              sums.forEach((sum, j) => {
                f.set(sum, f32x4.add(sum, load(from, pixel + j * 16)));
              });
            }
          });
          sums.forEach((sum, j) => {
            store(f, target as Local, j * 16, f32x4.div(sum, count));
          });
        });
      });
    },
  };
}

/** dx = each window's dy shared by the pixels it sees. Addresses: dy, dx. */
export function averagePool2dGradKernel(input: Shape, shape: Shape, attributes: Attributes): Kernel {
  const windows = windowsOf(shape, attributes);
  const image = layoutOf(shape);
  return {
    key: `averagePool2dGrad ${shape.join('x')} ${JSON.stringify(attributes)}`,
    build(f, addresses) {
      const [dy, dx] = [at(addresses, 0), at(addresses, 1)];
      clear(f, dx, image);
      const others = [{ pointer: dy, step: pixelBytes(layoutOf(input)) }];
      eachPlace(f, windows, image, dx, others, (place) => {
        const count = pixelCount(f, windows, place);
        channelBlocks(f, windows.channels, [dy], ([gradient], vectors, offset) => {
          const shares = indices(vectors).map((j) =>
            f.local('v128', f32x4.div(load(gradient as Local, j * 16), count)),
          );
          place.eachRow((_, source) => {
            const to = f.local('i32', i32.add(source, offset));
            for (const pixel of pixelsOf(windows, image, place.span)) {
              shares.forEach((share, j) => {
                store(f, to, pixel + j * 16, f32x4.add(load(to, pixel + j * 16), share));
              });
            }
          });
        });
      });
    },
  };
}
