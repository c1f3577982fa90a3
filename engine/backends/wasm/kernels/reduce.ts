/** Sums and means over axes. Columns are summed row after row, rows in lanes that are folded at the end; both in fixed order. */
import type { Shape } from '../../../core/shape';
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { f32x4, foldLanes, load, store, storeF32 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { axisSteps } from './copy';
import { type Axis, columnBlocks, nest, rowVectors, zeroPadded } from './walk';

/** Neighbouring axes that one loop can walk, joined; axes of length 1 left out. */
function joined(axes: readonly Axis[]): Axis[] {
  const result: Axis[] = [];
  for (const axis of axes) {
    const last = result[result.length - 1];
    const contiguous = last?.steps.every((step, i) => step === (axis.steps[i] as number) * axis.length);
    if (last && contiguous) result[result.length - 1] = { length: last.length * axis.length, steps: axis.steps };
    else if (axis.length !== 1) result.push(axis);
  }
  return result;
}

/** The sum over `axes`, which are dropped; or their mean. */
export function reduceKernel(shape: Shape, axes: readonly number[], kind: 'sum' | 'mean'): Kernel {
  const last = shape.length - 1;
  const dropped = (axis: number): boolean => axes.includes(axis);
  const steps = axisSteps(shape);
  const outputSteps = axisSteps(shape.filter((_, axis) => !dropped(axis)));
  let place = 0;
  const kept: Axis[] = [];
  const summed: Axis[] = [];
  shape.forEach((length, axis) => {
    const outputStep = dropped(axis) ? 0 : (outputSteps[place++] as number);
    if (axis === last) return;
    (dropped(axis) ? summed : kept).push({ length, steps: [steps[axis] as number, outputStep] });
  });
  const columns = shape[last] ?? 1;
  const count = axes.reduce((product, axis) => product * (shape[axis] as number), 1);
  const finished = (f: FunctionBuilder, sum: Local): Expression =>
    kind === 'mean' ? f32x4.div(sum, f.splat(count)) : sum;
  return {
    key: `reduce ${kind} ${shape.join('x')} over ${axes.join(',')}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      nest(f, joined(kept), [x, y], () => {
        if (shape.length > 0 && !dropped(last)) {
          const [source, target] = [f.local('i32', x), f.local('i32', y)];
          columnBlocks(f, columns, 8, [source, target], (vectors) => {
            const sums = f.locals(vectors, 'v128');
            for (const sum of sums) f.set(sum, f.splat(0));
            nest(f, joined(summed), [source], () => {
              sums.forEach((sum, j) => {
                f.set(sum, f32x4.add(sum, load(source, j * 16)));
              });
            });
            sums.forEach((sum, j) => {
              store(f, target, j * 16, finished(f, sum));
            });
          });
          return;
        }
        // Two levels of sums: over a row, then over rows.
        const total = f.local('v128', f.splat(0));
        const sum = f.local('v128');
        nest(f, joined(summed), [x], () => {
          f.set(sum, f.splat(0));
          const row = f.local('i32', x);
          rowVectors(f, columns, [row], (offset, mask) => {
            f.set(sum, f32x4.add(sum, zeroPadded(load(row, offset), mask)));
          });
          f.set(total, f32x4.add(total, sum));
        });
        foldLanes(f, total, f32x4.add);
        storeF32(f, y, 0, f32x4.lane(finished(f, total), 0));
      });
    },
  };
}
