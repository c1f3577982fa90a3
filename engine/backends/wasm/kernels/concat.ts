/** Tensors joined along an axis, and a part of one taken out again: runs of floats moved between two layouts. */
import type { Shape } from '../../../core/shape';
import { sizeOf } from '../../../core/shape';
import type { FunctionBuilder, Local } from '../assembler';
import { i32 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import { copyFloats } from './copy';
import { type Axis, nest } from './walk';

interface Part {
  part: Shape;
  whole: Shape;
  axis: number;
  /** The place of the part on the whole's axis. */
  from: number;
}

/** Moves one part into the whole, or (`take`) out of it. */
function movePart(f: FunctionBuilder, { part, whole, axis, from }: Part, x: Local, y: Local, take: boolean): void {
  const [own, all] = [layoutOf(part), layoutOf(whole)];
  const last = axis === part.length - 1;
  // Along the last axis each row is a run; along another, the rows of an outer place are one, padding and all.
  const inner = last ? 1 : sizeOf(part.slice(axis + 1, -1)) * own.stride;
  const run = (part[axis] as number) * inner;
  const runs = last ? own.rows : sizeOf(part.slice(0, axis));
  const steps = last ? [own.stride, all.stride] : [run, (whole[axis] as number) * inner];
  const outer: Axis = { length: runs, steps: steps.map((step) => step * 4) };
  const [source, target] = [f.local('i32', x), f.local('i32', i32.add(y, from * inner * 4))];
  nest(f, [outer], [source, target], () =>
    take ? copyFloats(f, target, source, run) : copyFloats(f, source, target, run),
  );
}

export function concatKernel(shapes: readonly Shape[], whole: Shape, axis: number): Kernel {
  return {
    key: `concat ${shapes.map((shape) => shape.join('x')).join(' ')} along ${axis}`,
    build(f, addresses) {
      let from = 0;
      shapes.forEach((part, i) => {
        movePart(f, { part, whole, axis, from }, at(addresses, i), at(addresses, shapes.length), false);
        from += part[axis] as number;
      });
    },
  };
}

export function sliceKernel(whole: Shape, part: Shape, axis: number, from: number): Kernel {
  return {
    key: `slice ${part.join('x')} of ${whole.join('x')} along ${axis} from ${from}`,
    build(f, addresses) {
      movePart(f, { part, whole, axis, from }, at(addresses, 1), at(addresses, 0), true);
    },
  };
}
