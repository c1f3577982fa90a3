/** Patches of images for convolution, and their way back. */
import type { Shape } from '../../../core/shape';
import type { Attributes } from '../../../ir/types';
import { type Windows, windowsOf } from '../../../ir/windows';
import type { FunctionBuilder, Local } from '../assembler';
import { f32, f32x4, i32, load, store, storeF32 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import { vectorsOf } from './walk';
import { clear, eachPlace, type Span } from './windows';

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
      // Rows are written from left to right, so what a whole vector writes too much is overwritten, or is padding. Behind
      // the row there may be another value.
      const padded = (first: number, length: number): number => {
        const whole = vectorsOf(length) * 4;
        return first + whole > patches.stride ? length : whole;
      };
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
