/**
 * Normalization of each example's groups of channels. Sums are kept for each channel first, in lanes, and then folded
 * over the group, so that groups of any width walk the image in whole vectors. The mean is corrected in the second pass,
 * so large offsets cost no accuracy (Chan, Golub and LeVeque 1983).
 */
import type { Shape } from '../../../core/shape';
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { f32, f32x4, foldLanes, load, nmadd, store, storeF32 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import { columnBlocks, rowVectors, vectorsOf, zeroPadded } from './walk';

interface Groups {
  examples: number;
  /** Rows (pixels) of an example. */
  pixels: number;
  channels: number;
  groups: number;
  stride: number;
}

function groupsOf(shape: Shape, groups: number): Groups {
  const { rows, columns, stride } = layoutOf(shape);
  const examples = shape[0] as number;
  return { examples, pixels: rows / examples, channels: columns, groups, stride };
}

/** Bytes of a vector of channels. */
const vectorBytes = ({ channels }: Groups): number => vectorsOf(channels) * 16;

/** Writes, for each channel, sums over the pixels of an example. `terms` gives what each pixel adds, by sum. */
function channelSums(
  f: FunctionBuilder,
  layout: Groups,
  sources: readonly Local[],
  vectors: readonly Local[],
  terms: (sources: readonly Local[], vectors: readonly Local[], offset: number) => readonly Expression[],
  sums: readonly Local[],
): void {
  const { pixels, channels, stride } = layout;
  const [starts, given, targets] = [sources, vectors, sums].map((list) => list.map((p) => f.local('i32', p))) as [
    Local[],
    Local[],
    Local[],
  ];
  const moving = f.locals(sources.length, 'i32');
  columnBlocks(f, channels, 2, [...starts, ...given, ...targets], (width) => {
    const totals = Array.from({ length: width }, () => f.locals(sums.length, 'v128'));
    for (const list of totals) for (const total of list) f.set(total, f.splat(0));
    moving.forEach((pointer, i) => {
      f.set(pointer, at(starts, i));
    });
    f.repeat(pixels, () => {
      totals.forEach((list, j) => {
        const parts = terms(moving, given, j * 16);
        list.forEach((total, i) => {
          f.set(total, f32x4.add(total, at(parts, i)));
        });
      });
      for (const pointer of moving) f.advance(pointer, stride * 4);
    });
    totals.forEach((list, j) => {
      list.forEach((total, i) => {
        store(f, at(targets, i), j * 16, total);
      });
    });
  });
}

/** Replaces each channel's number by its group's mean: the sum over the group's channels, divided by its elements. */
function groupMeans(f: FunctionBuilder, { pixels, channels, groups }: Groups, vector: Local): void {
  const width = channels / groups;
  const count = width * pixels;
  const group = f.local('i32', vector);
  const sum = f.local('v128');
  if (width === 1 && pixels === 1) return;
  if (groups === 1 || width % 4 === 0) {
    f.repeat(groups, () => {
      f.set(sum, f.splat(0));
      const row = f.local('i32', group);
      rowVectors(f, width, [row], (offset, mask) => {
        f.set(sum, f32x4.add(sum, zeroPadded(load(row, offset), mask)));
      });
      foldLanes(f, sum, f32x4.add);
      f.set(sum, f32x4.div(sum, f.splat(count)));
      f.set(row, group);
      f.repeat(vectorsOf(width), () => {
        store(f, row, 0, sum);
        f.advance(row, 16);
      });
      f.advance(group, width * 4);
    });
    return;
  }
  const total = f.local('f32');
  const channel = f.local('i32');
  f.repeat(groups, () => {
    f.set(total, f32.value(0));
    f.set(channel, group);
    f.repeat(width, () => {
      f.set(total, f32.add(total, f32.load(channel)));
      f.advance(channel, 4);
    });
    f.set(total, f32.div(total, f32.value(count)));
    f.repeat(width, () => {
      storeF32(f, group, 0, total);
      f.advance(group, 4);
    });
  });
}

/** Runs `body` over the vectors of all channels. */
function eachVector(f: FunctionBuilder, layout: Groups, vectors: readonly Local[], body: (p: Local[]) => void): void {
  const moving = vectors.map((vector) => f.local('i32', vector));
  f.repeat(vectorsOf(layout.channels), () => {
    body(moving);
    for (const pointer of moving) f.advance(pointer, 16);
  });
}

/** Leaves mean and 1/√(σ² + ε) of each channel's group of the example at `x`. */
function moments(
  f: FunctionBuilder,
  layout: Groups,
  epsilon: number,
  x: Local,
  mean: Local,
  inverse: Local,
  spare: Local,
) {
  channelSums(f, layout, [x], [], ([p], _, offset) => [load(p as Local, offset)], [mean]);
  groupMeans(f, layout, mean);
  const centred = f.local('v128');
  channelSums(
    f,
    layout,
    [x],
    [mean],
    ([p], [m], offset) => [
      (g) => {
        g.set(centred, f32x4.sub(load(p as Local, offset), load(m as Local, offset)));
        g.push(centred);
      },
      f32x4.mul(centred, centred),
    ],
    [spare, inverse],
  );
  groupMeans(f, layout, spare);
  groupMeans(f, layout, inverse);
  eachVector(f, layout, [mean, spare, inverse], ([m, d, v]) => {
    const [at0, error, variance] = [m, d, v] as [Local, Local, Local];
    const shift = f.local('v128', load(error));
    const corrected = f32x4.add(nmadd(shift, shift, load(variance)), f.splat(epsilon));
    store(f, variance, 0, f32x4.div(f.splat(1), f32x4.sqrt(corrected)));
    store(f, at0, 0, f32x4.add(load(at0), shift));
  });
}

/** Scratch vectors of channels, one behind another. */
const scratchVectors = (f: FunctionBuilder, layout: Groups, scratch: Local, count: number): Local[] =>
  Array.from({ length: count }, (_, i) =>
    f.local('i32', (g) => {
      g.push(scratch);
      g.push(i * vectorBytes(layout));
      g.op('i32.add');
    }),
  );

/** Runs `body` for every vector of an example: pixel pointers move by rows, channel vectors start anew at each. */
function eachPixel(
  f: FunctionBuilder,
  { pixels, channels, stride }: Groups,
  tensors: readonly Local[],
  vectors: readonly Local[],
  body: (tensors: readonly Local[], vectors: readonly Local[], offset: number) => void,
): void {
  const starts = tensors.map((tensor) => f.local('i32', tensor));
  const moving = vectors.map((vector) => f.local('i32', vector));
  const pixel = f.locals(tensors.length, 'i32');
  columnBlocks(f, channels, 2, [...starts, ...moving], (width) => {
    pixel.forEach((pointer, i) => {
      f.set(pointer, at(starts, i));
    });
    f.repeat(pixels, () => {
      for (let j = 0; j < width; j++) body(pixel, moving, j * 16);
      for (const pointer of pixel) f.advance(pointer, stride * 4);
    });
  });
}

/** x̂ of every group. Addresses: x, y, scratch. */
export function groupNormalizeKernel(shape: Shape, groups: number, epsilon: number): Kernel {
  const layout = groupsOf(shape, groups);
  return {
    key: `groupNormalize ${shape.join('x')} groups ${groups} epsilon ${epsilon}`,
    scratch: 3 * vectorBytes(layout),
    build(f, addresses) {
      const [x, y, scratch] = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
      const [mean, inverse, spare] = scratchVectors(f, layout, scratch, 3) as [Local, Local, Local];
      f.repeat(layout.examples, () => {
        moments(f, layout, epsilon, x, mean, inverse, spare);
        eachPixel(f, layout, [x, y], [mean, inverse], ([from, to], [m, v], offset) => {
          const centred = f32x4.sub(load(from as Local, offset), load(m as Local, offset));
          store(f, to as Local, offset, f32x4.mul(centred, load(v as Local, offset)));
        });
        for (const pointer of [x, y]) f.advance(pointer, layout.pixels * layout.stride * 4);
      });
    },
  };
}

/** dx = (dy − mean dy − x̂·mean(dy·x̂))/√(σ² + ε). Addresses: dy, x, dx, scratch. */
export function groupNormalizeGradKernel(shape: Shape, groups: number, epsilon: number): Kernel {
  const layout = groupsOf(shape, groups);
  return {
    key: `groupNormalizeGrad ${shape.join('x')} groups ${groups} epsilon ${epsilon}`,
    scratch: 5 * vectorBytes(layout),
    build(f, addresses) {
      const [dy, x, dx, scratch] = addresses as [Local, Local, Local, Local];
      const vectors = scratchVectors(f, layout, scratch, 5) as [Local, Local, Local, Local, Local];
      const [mean, inverse, spare, shift, slope] = vectors;
      const normalized = (p: Local, m: Local, v: Local, offset: number): Expression =>
        f32x4.mul(f32x4.sub(load(p, offset), load(m, offset)), load(v, offset));
      f.repeat(layout.examples, () => {
        moments(f, layout, epsilon, x, mean, inverse, spare);
        channelSums(
          f,
          layout,
          [dy, x],
          [mean, inverse],
          ([g, p], [m, v], offset) => [
            load(g as Local, offset),
            f32x4.mul(load(g as Local, offset), normalized(p as Local, m as Local, v as Local, offset)),
          ],
          [shift, slope],
        );
        groupMeans(f, layout, shift);
        groupMeans(f, layout, slope);
        eachPixel(f, layout, [dy, x, dx], [mean, inverse, shift, slope], ([g, p, to], [m, v, s, k], offset) => {
          const shifted = f32x4.sub(load(g as Local, offset), load(s as Local, offset));
          const rest = nmadd(normalized(p as Local, m as Local, v as Local, offset), load(k as Local, offset), shifted);
          store(f, to as Local, offset, f32x4.mul(load(v as Local, offset), rest));
        });
        for (const pointer of [dy, x, dx]) f.advance(pointer, layout.pixels * layout.stride * 4);
      });
    },
  };
}
