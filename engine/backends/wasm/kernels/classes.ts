/** Class indices as one-hot rows, and counts of classes for precision and recall. */
import type { Shape } from '../../../core/shape';
import type { Code, FunctionBuilder, Local } from '../assembler';
import { f32, f32x4, i32, loadSplat, store, storeF32, v128 } from '../instructions';
import { at, type Kernel } from '../kernel';
import { layoutOf } from '../layout';
import { argmax } from './loss';
import { copies, firstColumns, nest, nextColumns, rowVectors } from './walk';

/** yⱼ = 1 where j is the row's label, else 0. */
export function oneHotKernel(labels: Shape, depth: number): Kernel {
  const from = layoutOf(labels);
  const to = layoutOf([...labels, depth]);
  const rowStep = to.stride * 4;
  return {
    key: `oneHot ${labels.join('x')} of ${depth}`,
    build(f, addresses) {
      const [x, y] = [at(addresses, 0), at(addresses, 1)];
      const axes = [
        { length: from.rows, steps: [from.stride * 4, from.columns * rowStep] },
        { length: from.columns, steps: [4, rowStep] },
      ];
      nest(f, axes, [x, y], () => {
        const label = f.local('v128', loadSplat(x));
        const numbers = firstColumns(f);
        const [row] = copies(f, [y]) as [Local];
        rowVectors(f, depth, [row], (offset) => {
          store(f, row, offset, v128.and(f32x4.eq(numbers, label), f.splat(1)));
          nextColumns(f, numbers);
        });
      });
    },
  };
}

/** The class that a row of scores tells: its first largest, or above the threshold where there is one score. */
function classOf(f: FunctionBuilder, row: Local, columns: number, threshold: number): Code {
  if (columns === 1) return f32.gt(f32.load(row), f32.value(threshold));
  return i32.truncateF32(f32x4.lane(argmax(f, row, columns), 0));
}

/** Rows rightly predicted, predicted, and labelled as each class. */
export function classCountsKernel(prediction: Shape, labels: Shape, counts: Shape, threshold: number): Kernel {
  const [scores, targets, output] = [layoutOf(prediction), layoutOf(labels), layoutOf(counts)];
  const indices = labels.length === 1;
  return {
    key: `classCounts ${prediction.join('x')} ${indices ? 'indices' : 'weights'} above ${threshold}`,
    build(f, addresses) {
      const [x, labelled, y] = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
      for (let i = 0; i < output.rows * output.stride; i += 4) store(f, y, i * 4, f.splat(0));
      const [guess, label, place] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const inside = (index: Local): Code => i32.ltUnsigned(index, output.columns);
      const count = (kind: number, index: Local): void => {
        f.set(place, i32.add(y, i32.shl(index, 2)));
        const offset = kind * output.stride * 4;
        storeF32(f, place, offset, f32.add(f32.load(place, offset), f32.value(1)));
      };
      f.repeat(scores.rows, () => {
        f.set(guess, classOf(f, x, scores.columns, threshold));
        // A label that is no whole number is that of no class.
        const value = f32.load(labelled);
        if (indices) f.set(label, i32.truncateF32(value));
        else f.set(label, classOf(f, labelled, targets.columns, 0.5));
        if (indices) f.set(label, i32.sub(label, i32.mul(f32.ne(f32.convert(label), value), 0x40000000)));
        f.if(inside(guess), () => count(1, guess));
        f.if(inside(label), () => {
          count(2, label);
          f.if(i32.eq(guess, label), () => count(0, label));
        });
        f.advance(x, scores.stride * 4);
        f.advance(labelled, indices ? 4 : targets.stride * 4);
      });
    },
  };
}
