/**
 * Losses on rows of class scores, their derivatives, and accuracy. Labels are class indices, one for each row, or rows
 * of class weights; an index is compared with the column numbers, so a label outside the classes reads nothing. Totals
 * over rows are kept in float64.
 */
import type { Shape } from '../../../core/shape';
import type { Code, Expression, FunctionBuilder, Local } from '../assembler';
import {
  f32,
  f32x4,
  f64,
  f64x2,
  foldLanes,
  i32,
  load,
  loadSplat,
  shuffle,
  store,
  storeF32,
  v128,
} from '../instructions';
import { at, type Kernel } from '../kernel';
import { type Layout, layoutOf } from '../layout';
import * as math from '../math';
import { rowExponentials, rowMaximum } from './softmax';
import { copies, firstColumns, masked, nextColumns, nonZero, rowVectors, zeroPadded } from './walk';

interface Rows {
  scores: Layout;
  labels: Layout;
  indices: boolean;
  /** Rows of scores; the labels may lie as one vector. */
  rows: number;
}

function rowsOf(scores: Shape, labels: Shape): Rows {
  const [own, other] = [layoutOf(scores), layoutOf(labels)];
  return { scores: own, labels: other, indices: labels.length === scores.length - 1, rows: own.rows };
}

const describe = ({ scores, labels, indices, rows }: Rows): string =>
  `${rows}x${scores.columns} ${indices ? `indices ${labels.columns}` : 'weights'}`;

/** A pointer to the present row's label or weights, and how it moves on. */
function labelWalk(f: FunctionBuilder, spec: Rows, labels: Local): { next: () => void } {
  if (!spec.indices) return { next: () => f.advance(labels, spec.labels.stride * 4) };
  const { columns, stride, rows } = spec.labels;
  if (rows === 1 || columns === stride) return { next: () => f.advance(labels, 4) };
  // Indices of rank two or more: rows of their own, with padding in between.
  const left = f.local('i32', columns);
  return {
    next: () => {
      f.advance(labels, 4);
      f.advance(left, -1);
      f.if(
        left,
        () => {},
        () => {
          f.advance(labels, (stride - columns) * 4);
          f.set(left, columns);
        },
      );
    },
  };
}

/** Walks the vectors of a row with the class weights of each. `visit` is given them zero in the padding. */
function weightedRow(
  f: FunctionBuilder,
  spec: Rows,
  labels: Local,
  pointers: readonly Local[],
  visit: (moving: readonly Local[], offset: number, weights: Local, mask: Local | null) => void,
): void {
  const moving = copies(f, pointers);
  const weights = f.local('v128');
  if (spec.indices) {
    const label = f.local('v128', loadSplat(labels));
    const numbers = firstColumns(f);
    rowVectors(f, spec.scores.columns, moving, (offset, mask) => {
      f.set(weights, zeroPadded(v128.and(f32x4.eq(numbers, label), f.splat(1)), mask));
      visit(moving, offset, weights, mask);
      nextColumns(f, numbers);
    });
    return;
  }
  const [y] = copies(f, [labels]) as [Local];
  rowVectors(f, spec.scores.columns, [...moving, y], (offset, mask) => {
    f.set(weights, zeroPadded(load(y, offset), mask));
    visit(moving, offset, weights, mask);
  });
}

interface RowTotal {
  /** One row's part of the total, an `f64`. */
  row(): Code;
  /** What comes in after the last row. */
  rest?(): Code;
}

/** Loops over rows and writes their total, or its mean, as one number. */
function totalOfRows(
  f: FunctionBuilder,
  spec: Rows,
  reduction: string,
  addresses: readonly Local[],
  parts: RowTotal,
): void {
  const [scores, labels, output] = [at(addresses, 0), at(addresses, 1), at(addresses, 2)];
  const total = f.local('f64', f64.value(0));
  const walk = labelWalk(f, spec, labels);
  f.repeat(spec.rows, () => {
    f.set(total, f64.add(total, parts.row()));
    f.advance(scores, spec.scores.stride * 4);
    walk.next();
  });
  if (parts.rest) f.set(total, f64.add(total, parts.rest()));
  const result = reduction === 'mean' ? f64.div(total, f64.value(spec.rows)) : total;
  storeF32(f, output, 0, f32.demote(result));
}

/** Folds the lanes of a sum and widens it. */
function foldedToDouble(f: FunctionBuilder, sum: Local): Code {
  foldLanes(f, sum, f32x4.add);
  return f64.promote(f32x4.lane(sum, 0));
}

/**
 * Σ y · (ln Σ e^(z − top) − (z − top)). The logarithms are taken at the end, four rows at a time; until then the rows'
 * sums and weights lie in scratch memory.
 */
export function softmaxCrossEntropyKernel(logits: Shape, labels: Shape, reduction: string): Kernel {
  const spec = rowsOf(logits, labels);
  const { columns } = spec.scores;
  const padded = Math.ceil(spec.rows / 4) * 4;
  return {
    key: `softmaxCrossEntropy ${reduction} ${describe(spec)}`,
    scratch: padded * 8,
    build(f, addresses) {
      const [z, y, scratch] = [at(addresses, 0), at(addresses, 1), at(addresses, 3)];
      const row = f.local('i32', scratch);
      // Rows of padding: ln 1 with no weight.
      store(f, scratch, (padded - 4) * 4, f.splat(1));
      store(f, scratch, (2 * padded - 4) * 4, f.splat(0));
      totalOfRows(f, spec, reduction, addresses, {
        row() {
          const top = rowMaximum(f, z, columns);
          storeF32(f, row, 0, f32x4.lane(rowExponentials(f, z, null, columns, top), 0));
          const weight = f.local('v128', f.splat(0));
          const sum = f.local('v128', f.splat(0));
          weightedRow(f, spec, y, [z], ([x], offset, weights) => {
            const term = f32x4.mul(weights, f32x4.sub(load(x as Local, offset), top));
            f.set(sum, f32x4.sub(sum, v128.and(term, nonZero(f, weights))));
            f.set(weight, f32x4.add(weight, weights));
          });
          foldLanes(f, weight, f32x4.add);
          storeF32(f, row, padded * 4, f32x4.lane(weight, 0));
          f.advance(row, 4);
          return foldedToDouble(f, sum);
        },
        rest() {
          const pairs = f.local('v128', f.splat(0));
          const four = f.local('i32', scratch);
          f.repeat(padded / 4, () => {
            const term = f.local('v128', f32x4.mul(math.log(f, load(four)), load(four, padded * 4)));
            f.set(pairs, f64x2.add(pairs, f64x2.promoteLow(term)));
            f.set(pairs, f64x2.add(pairs, f64x2.promoteLow(shuffle(term, term, [2, 3, 0, 1]))));
            f.advance(four, 16);
          });
          return f64.add(f64x2.lane(pairs, 0), f64x2.lane(pairs, 1));
        },
      });
    },
  };
}

/** The factor of a derivative: dL, divided by the rows for a mean, in all lanes. */
function lossScale(f: FunctionBuilder, gradient: Local, reduction: string, rows: number): Local {
  const scale = f.local('v128', loadSplat(gradient));
  if (reduction === 'mean') f.set(scale, f32x4.div(scale, f.splat(rows)));
  return scale;
}

/** Loops over rows of a derivative; `row` is given the pointers to scores, labels and output. */
function eachRow(f: FunctionBuilder, spec: Rows, scores: Local, labels: Local, output: Local, row: () => void): void {
  const walk = labelWalk(f, spec, labels);
  f.repeat(spec.rows, () => {
    row();
    f.advance(scores, spec.scores.stride * 4);
    f.advance(output, spec.scores.stride * 4);
    walk.next();
  });
}

/** dz = dL · (softmax(z) · Σy − y). */
export function softmaxCrossEntropyGradKernel(logits: Shape, labels: Shape, reduction: string): Kernel {
  const spec = rowsOf(logits, labels);
  const { columns } = spec.scores;
  return {
    key: `softmaxCrossEntropyGrad ${reduction} ${describe(spec)}`,
    build(f, addresses) {
      const [z, y, gradient, dz] = [at(addresses, 0), at(addresses, 1), at(addresses, 2), at(addresses, 3)];
      const scale = lossScale(f, gradient, reduction, spec.rows);
      eachRow(f, spec, z, y, dz, () => {
        const sum = rowExponentials(f, z, dz, columns, rowMaximum(f, z, columns));
        const weight = f.local('v128', f.splat(0));
        weightedRow(f, spec, y, [], (_, __, weights) => f.set(weight, f32x4.add(weight, weights)));
        foldLanes(f, weight, f32x4.add);
        weightedRow(f, spec, y, [dz], ([d], offset, weights) => {
          const probability = f32x4.div(load(d as Local, offset), sum);
          const value = f32x4.mul(scale, f32x4.sub(f32x4.mul(probability, weight), weights));
          store(f, d as Local, offset, value);
        });
      });
    },
  };
}

/** −Σ y · ln max(p, ε). */
export function crossEntropyKernel(p: Shape, labels: Shape, reduction: string, epsilon: number): Kernel {
  const spec = rowsOf(p, labels);
  return {
    key: `crossEntropy ${reduction} epsilon ${epsilon} ${describe(spec)}`,
    build(f, addresses) {
      const row = (): Code => {
        const sum = f.local('v128', f.splat(0));
        weightedRow(f, spec, at(addresses, 1), [at(addresses, 0)], ([x], offset, weights) => {
          const logarithm = math.log(f, f32x4.pmax(load(x as Local, offset), f.splat(epsilon)));
          f.set(sum, f32x4.sub(sum, v128.and(f32x4.mul(weights, logarithm), nonZero(f, weights))));
        });
        return foldedToDouble(f, sum);
      };
      totalOfRows(f, spec, reduction, addresses, { row });
    },
  };
}

/** dp = −dL · y / p where p > ε, else 0. */
export function crossEntropyGradKernel(p: Shape, labels: Shape, reduction: string, epsilon: number): Kernel {
  const spec = rowsOf(p, labels);
  return {
    key: `crossEntropyGrad ${reduction} epsilon ${epsilon} ${describe(spec)}`,
    build(f, addresses) {
      const [x, y, gradient, dp] = [at(addresses, 0), at(addresses, 1), at(addresses, 2), at(addresses, 3)];
      const scale = f.local('v128', f32x4.neg(lossScale(f, gradient, reduction, spec.rows)));
      eachRow(f, spec, x, y, dp, () => {
        weightedRow(f, spec, y, [x, dp], (moving, offset, weights) => {
          const [source, target] = moving as [Local, Local];
          const probability = f.local('v128', load(source, offset));
          const quotient = f32x4.div(f32x4.mul(scale, weights), probability);
          const kept = v128.and(f32x4.gt(probability, f.splat(epsilon)), nonZero(f, weights));
          store(f, target, offset, v128.and(quotient, kept));
        });
      });
    },
  };
}

/** The number of the row's first largest element, in all lanes, as a float. */
export function argmax(f: FunctionBuilder, row: Local, columns: number): Local {
  const top = rowMaximum(f, row, columns);
  const none = f.splat(columns);
  const place = f.local('v128', none);
  const numbers = firstColumns(f);
  const [x] = copies(f, [row]) as [Local];
  rowVectors(f, columns, [x], (offset, mask) => {
    const here: Expression = masked(v128.select(numbers, none, f32x4.eq(load(x, offset), top)), none, mask);
    f.set(place, f32x4.pmin(place, here));
    nextColumns(f, numbers);
  });
  foldLanes(f, place, f32x4.pmin);
  return place;
}

/** The share of rows whose first largest score stands at the label. */
export function accuracyKernel(prediction: Shape, labels: Shape): Kernel {
  const spec = rowsOf(prediction, labels);
  const { columns } = spec.scores;
  return {
    key: `accuracy ${describe(spec)}`,
    build(f, addresses) {
      const row = (): Code => {
        const guess = argmax(f, at(addresses, 0), columns);
        const label = spec.indices ? f32.load(at(addresses, 1)) : f32x4.lane(argmax(f, at(addresses, 1), columns), 0);
        return f64.convert(i32.and(f32.eq(f32x4.lane(guess, 0), label), 1));
      };
      totalOfRows(f, spec, 'mean', addresses, { row });
    },
  };
}
