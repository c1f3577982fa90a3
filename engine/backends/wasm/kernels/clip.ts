/** Clipping of gradients: a norm over whole tensors, and maps that are scaled or bounded by a fed number. */
import type { Shape } from '../../../core/shape';
import { input, maximum, minimum, negate } from '../../../ir/scalar';
import { mapKernel } from '../elementwise';
import { f32, f32x4, f64, f64x2, load, loadSplat, shuffle, store, storeF32 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import { nest, rowVectors, zeroPadded } from './walk';

/** The root of the sum of all squares, in float64 throughout. The parameters are the tensors, then the result. */
export function euclideanNormKernel(shapes: readonly Shape[]): Kernel {
  return {
    key: `euclideanNorm ${shapes.map((shape) => shape.join('x')).join(' ')}`,
    build(f, addresses) {
      const sum = f.local('v128', f.splat(0));
      const value = f.local('v128');
      const [low, high] = f.locals(2, 'v128') as [typeof value, typeof value];
      shapes.forEach((shape, place) => {
        const { rows, columns, stride } = layoutOf(shape);
        const x = at(addresses, place);
        nest(f, [{ length: rows, steps: [stride * 4] }], [x], () => {
          const row = f.local('i32', x);
          rowVectors(f, columns, [row], (offset, mask) => {
            f.set(value, zeroPadded(load(row, offset), mask));
            f.set(low, f64x2.promoteLow(value));
            f.set(high, f64x2.promoteLow(shuffle(value, value, [2, 3, 0, 1])));
            f.set(sum, f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high))));
          });
        });
      });
      const total = f64.add(f64x2.lane(sum, 0), f64x2.lane(sum, 1));
      storeF32(f, at(addresses, shapes.length), 0, f32.demote(f64.sqrt(total)));
    },
  };
}

/** What PyTorch's `clip_grad_norm_` adds to the norm before it divides by it. */
const MARGIN = 1e-6;

/** A tensor scaled down to a norm. The parameters are the tensor, the norm, the limit and the result. */
export function clipByNormKernel(shape: Shape, convention: string): Kernel {
  const { rows, stride } = layoutOf(shape);
  const vectors = (rows * stride) / 4;
  const unroll = [4, 2, 1].find((n) => vectors % n === 0) ?? 1;
  return {
    key: `clipByNorm ${shape.join('x')} ${convention}`,
    build(f, addresses) {
      const [source, target] = [at(addresses, 0), at(addresses, 3)];
      const norm = f.local('v128', loadSplat(at(addresses, 1)));
      const limit = f.local('v128', loadSplat(at(addresses, 2)));
      const factor = f.local(
        'v128',
        convention === 'keras'
          ? f32x4.div(limit, f32x4.max(norm, limit))
          : f32x4.min(f32x4.div(limit, f32x4.add(norm, f.splat(MARGIN))), f.splat(1)),
      );
      f.repeat(vectors / unroll, () => {
        for (let i = 0; i < unroll; i++) store(f, target, i * 16, f32x4.mul(load(source, i * 16), factor));
        for (const pointer of [source, target]) f.advance(pointer, unroll * 16);
      });
    },
  };
}

/** A tensor cut to ±limit. The parameters are the tensor, the limit and the result. */
export function clipByValueKernel(shape: Shape): Kernel {
  const { rows, stride } = layoutOf(shape);
  const [x, limit] = [input(0), input(1)];
  const value = minimum(maximum(x, negate(limit)), limit);
  return mapKernel({ buffers: 1, scalars: 1, outputs: [{ to: 2, value }] }, rows * stride);
}
