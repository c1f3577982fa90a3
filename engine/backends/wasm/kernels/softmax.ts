/** Softmax along the last axis and its derivative, row by row; shifted by the row's maximum so that nothing overflows. */
import type { Shape } from '../../../core/shape';
import type { FunctionBuilder, Local } from '../assembler';
import { f32x4, foldLanes, load, madd, store } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import * as math from '../math';
import { copies, masked, rowVectors, zeroPadded } from './walk';

/** The row's maximum in all lanes. NaN is skipped here; it comes out of the exponentials instead. */
export function rowMaximum(f: FunctionBuilder, row: Local, columns: number): Local {
  const top = f.local('v128', f.splat(Number.NEGATIVE_INFINITY));
  const [x] = copies(f, [row]) as [Local];
  rowVectors(f, columns, [x], (offset, mask) => {
    f.set(top, f32x4.pmax(top, masked(load(x, offset), f.splat(Number.NEGATIVE_INFINITY), mask)));
  });
  foldLanes(f, top, f32x4.pmax);
  return top;
}

/** Writes e^(x − top) to `target` (null: nowhere) and gives the sum in all lanes. */
export function rowExponentials(
  f: FunctionBuilder,
  row: Local,
  target: Local | null,
  columns: number,
  top: Local,
): Local {
  const sum = f.local('v128', f.splat(0));
  const moving = copies(f, target ? [row, target] : [row]);
  const [x, y] = moving;
  rowVectors(f, columns, moving, (offset, mask) => {
    const value = math.exp(f, f32x4.sub(load(x as Local, offset), top));
    if (y) store(f, y, offset, value);
    f.set(sum, f32x4.add(sum, zeroPadded(value, mask)));
  });
  foldLanes(f, sum, f32x4.add);
  return sum;
}

export function softmaxKernel(shape: Shape): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `softmax ${rows}x${columns}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      f.repeat(rows, () => {
        const sum = rowExponentials(f, x, y, columns, rowMaximum(f, x, columns));
        const [moving] = copies(f, [y]) as [Local];
        rowVectors(f, columns, [moving], (offset) => store(f, moving, offset, f32x4.div(load(moving, offset), sum)));
        f.advance(x, stride * 4);
        f.advance(y, stride * 4);
      });
    },
  };
}

/** dx = y · (dy − Σ dy·y). */
export function softmaxGradKernel(shape: Shape): Kernel {
  const { rows, columns, stride } = layoutOf(shape);
  return {
    key: `softmaxGrad ${rows}x${columns}`,
    build(f, addresses) {
      const pointers = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
      f.repeat(rows, () => {
        const sum = f.local('v128', f.splat(0));
        const reading = copies(f, pointers.slice(0, 2)) as [Local, Local];
        rowVectors(f, columns, reading, (offset, mask) => {
          const [y, dy] = reading.map((pointer) => zeroPadded(load(pointer, offset), mask));
          f.set(sum, madd(y as Local, dy as Local, sum));
        });
        foldLanes(f, sum, f32x4.add);
        const moving = copies(f, pointers) as [Local, Local, Local];
        rowVectors(f, columns, moving, (offset) => {
          const [y, dy, dx] = moving;
          store(f, dx, offset, f32x4.mul(load(y, offset), f32x4.sub(load(dy, offset), sum)));
        });
        for (const pointer of pointers) f.advance(pointer, stride * 4);
      });
    },
  };
}
