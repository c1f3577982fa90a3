/** Pooling: the largest pixel or the mean of each window, and their derivatives. */
import type { Shape } from '../../../core/shape';
import type { Attributes } from '../../../ir/types';
import { type Windows, windowsOf } from '../../../ir/windows';
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { choose, f32, f32x4, i32, load, store, v128 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import { columnBlocks } from './walk';
import { clear, eachPlace, type Place, pixelBytes, type Span } from './windows';

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
