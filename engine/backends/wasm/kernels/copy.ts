/** Kernels that move values without computing: copies, reshapes and broadcasts. */
import type { Shape } from '../../../core/shape';
import type { FunctionBuilder, Local } from '../assembler';
import { f32, load, loadSplat, store, storeF32 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import { type Axis, nest, vectorsOf } from './walk';

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Copies `length` floats and no more, so that the neighbours of a partly filled row stay as they are. */
export function copyFloats(f: FunctionBuilder, from: Local, to: Local, length: number): void {
  const vectors = Math.floor(length / 4);
  const [source, target] = [f.local('i32', from), f.local('i32', to)];
  f.repeat(vectors, () => {
    store(f, target, 0, load(source));
    f.advance(source, 16);
    f.advance(target, 16);
  });
  for (let i = 0; i < length % 4; i++) storeF32(f, target, i * 4, f32.load(source, i * 4));
}

/** The same elements in row-major order under another layout: runs that both layouts hold in one piece. */
export function reshapeKernel(from: Shape, to: Shape): Kernel {
  const [source, target] = [layoutOf(from), layoutOf(to)];
  const run = greatestCommonDivisor(source.columns, target.columns);
  const total = target.rows * target.columns;
  const piece = (layout: Layout): Axis[] => [
    { length: layout.rows, steps: [layout.stride * 4] },
    { length: layout.columns / run, steps: [run * 4] },
  ];
  return {
    key: `reshape ${from.join('x')} to ${to.join('x')}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      if (source.columns === target.columns || total === run) {
        const steps = [source.stride * 4, target.stride * 4];
        nest(f, [{ length: total / run, steps }], [x, y], () => copyFloats(f, x, y, run));
      } else if (run === target.columns || target.rows === 1) {
        // Rows of the source are whole rows of the target, or all of the target is one row: walk by the source.
        const [rows, pieces] = piece(source) as [Axis, Axis];
        const step = target.rows === 1 ? run * 4 : target.stride * 4;
        nest(f, [{ length: rows.length, steps: [source.stride * 4, step * pieces.length] }], [x, y], () =>
          nest(f, [{ length: pieces.length, steps: [run * 4, step] }], [x, y], () => copyFloats(f, x, y, run)),
        );
      } else walkBoth(f, x, y, source, target, run);
    },
  };
}

/** The general case: pieces of `run` floats, with a count of pieces left in the present row of either side. */
function walkBoth(f: FunctionBuilder, x: Local, y: Local, source: Layout, target: Layout, run: number): void {
  const sides = [
    { pointer: x, layout: source, left: f.local('i32', source.columns / run) },
    { pointer: y, layout: target, left: f.local('i32', target.columns / run) },
  ];
  f.repeat((target.rows * target.columns) / run, () => {
    copyFloats(f, x, y, run);
    for (const { pointer, layout, left } of sides) {
      f.advance(pointer, run * 4);
      f.advance(left, -1);
      f.if(
        left,
        () => {},
        () => {
          f.advance(pointer, (layout.stride - layout.columns) * 4);
          f.set(left, layout.columns / run);
        },
      );
    }
  });
}

/** A copy of a whole padded buffer. */
export function identityKernel(shape: Shape): Kernel {
  const { rows, stride } = layoutOf(shape);
  const length = rows * stride;
  return {
    key: `copy ${length}`,
    build(f, addresses) {
      f.repeat(length / 4, () => {
        store(f, at(addresses, 1), 0, load(at(addresses, 0)));
        f.advance(at(addresses, 0), 16);
        f.advance(at(addresses, 1), 16);
      });
    },
  };
}

/** Byte steps along the axes of a tensor: its last axis is contiguous, the others are rows. */
export function axisSteps(shape: Shape): number[] {
  const { stride } = layoutOf(shape);
  const steps = new Array<number>(shape.length);
  let step = stride * 4;
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    steps[axis] = step;
    step *= shape[axis] as number;
  }
  if (shape.length > 0) steps[shape.length - 1] = 4;
  return steps;
}

/** Repeats a tensor to a larger shape by NumPy's rules. */
export function broadcastKernel(from: Shape, to: Shape): Kernel {
  const target = layoutOf(to);
  const lead = to.length - from.length;
  const own = axisSteps(from);
  const steps = axisSteps(to);
  const repeated = (axis: number): boolean => axis < lead || from[axis - lead] === 1;
  const axes: Axis[] = to.slice(0, -1).map((length, axis) => ({
    length,
    steps: [repeated(axis) ? 0 : (own[axis - lead] as number), steps[axis] as number],
  }));
  const splat = to.length === 0 || repeated(to.length - 1);
  return {
    key: `broadcast ${from.join('x')} to ${to.join('x')}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      nest(f, axes, [x, y], () => {
        const value = f.local('v128');
        if (splat) f.set(value, loadSplat(x));
        const [source, row] = [f.local('i32', x), f.local('i32', y)];
        f.repeat(vectorsOf(target.columns), () => {
          store(f, row, 0, splat ? value : load(source));
          if (!splat) f.advance(source, 16);
          f.advance(row, 16);
        });
      });
    },
  };
}
