/**
 * First pass of the z-statistics: moments and extremes of every column and of the whole tensor. Differences from a
 * value inside the column's range are summed in float32 over eight rows and from there on in float64, so that a mean
 * of 1e6 with a deviation of 1 keeps a variance right to 1e-6, and no variance is negative.
 */
import type { Expression, FunctionBuilder, Local } from '../assembler';
import { f32x4, f64, f64x2, foldLanes, i32x4, load, madd, shuffle, store, storeF32, v128 } from '../instructions';
import { at } from '../kernel';
import type { Layout } from '../layout';
import { columnBlocks, masked, tailMask } from './walk';

const BLOCK = 8;

export interface Moments {
  /** `f64` locals. */
  mean: Local;
  deviation: Local;
  /** `v128` locals, the result in all lanes. */
  min: Local;
  max: Local;
  /** Number of columns without a value above zero, and of elements beyond the saturation; `v128`, in all lanes. */
  dead: Local;
  saturated: Local;
}

/** Running totals over the columns, in two lanes each: Σ(μ − pivot), Σ(μ − pivot)², Σ M₂. */
interface Totals {
  pivot: Local;
  shifts: Local;
  squares: Local;
  within: Local;
}

interface Halves {
  low: Local;
  high: Local;
}

const halves = (f: FunctionBuilder): Halves => ({ low: f.local('v128'), high: f.local('v128') });

const upper = (vector: Expression): Expression => shuffle(vector, vector, [2, 3, 0, 1]);

/** Adds four floats to two pairs of doubles. */
function widen(f: FunctionBuilder, into: Halves, vector: Local): void {
  f.set(into.low, f64x2.add(into.low, f64x2.promoteLow(vector)));
  f.set(into.high, f64x2.add(into.high, f64x2.promoteLow(upper(vector))));
}

/** @param z a pointer to the first element; left moved. @param means where means go; variances follow. */
export function emitMoments(
  f: FunctionBuilder,
  layout: Layout,
  saturation: number,
  z: Local,
  means: Local,
  stage: Local,
): Moments {
  const { rows, columns, stride } = layout;
  const zero = f.splat(0);
  const pivot = f.local('v128', f64x2.promoteLow(load(z)));
  f.set(pivot, shuffle(pivot, pivot, [0, 1, 0, 1]));
  const totals: Totals = {
    pivot,
    shifts: f.local('v128', zero),
    squares: f.local('v128', zero),
    within: f.local('v128', zero),
  };
  const min = f.local('v128', f.splat(Number.POSITIVE_INFINITY));
  const max = f.local('v128', f.splat(Number.NEGATIVE_INFINITY));
  const dead = f.local('v128', zero);
  const saturated = f.local('v128', zero);
  const row = f.local('i32');
  const rowBytes = stride * 4;

  const block = (vectors: number, mask: Local | null): void => {
    const make = (first?: Expression): Local[] => Array.from({ length: vectors }, () => f.local('v128', first));
    const shift = make();
    shift.forEach((local, j) => {
      const sample = (part: number): Expression => load(z, Math.floor((part * rows) / 4) * rowBytes + j * 16);
      f.set(local, f32x4.mul(sample(0), f.splat(0.25)));
      for (let part = 1; part < 4; part++) f.set(local, madd(sample(part), f.splat(0.25), local));
    });
    const [lowest, highest] = [make(f.splat(Number.POSITIVE_INFINITY)), make(f.splat(Number.NEGATIVE_INFINITY))];
    const [sums, squares] = [make(), make()];
    const wideSums = shift.map(() => halves(f));
    const wideSquares = shift.map(() => halves(f));
    for (const { low, high } of [...wideSums, ...wideSquares]) {
      f.set(low, zero);
      f.set(high, zero);
    }
    const value = f.local('v128');
    const oneRow = (): void => {
      for (let j = 0; j < vectors; j++) {
        f.set(value, load(row, j * 16));
        f.set(at(lowest, j), f32x4.pmin(at(lowest, j), value));
        f.set(at(highest, j), f32x4.pmax(at(highest, j), value));
        if (saturation > 0) {
          const beyond: Expression = f32x4.gt(f32x4.abs(value), f.splat(saturation));
          f.set(saturated, i32x4.sub(saturated, mask ? v128.and(beyond, mask) : beyond));
        }
        f.set(value, f32x4.sub(value, at(shift, j)));
        f.set(at(sums, j), f32x4.add(at(sums, j), value));
        f.set(at(squares, j), madd(value, value, at(squares, j)));
      }
      f.advance(row, rowBytes);
    };
    const someRows = (count: number): void => {
      for (const local of [...sums, ...squares]) f.set(local, zero);
      if (count % 2 === 0) {
        f.repeat(count / 2, () => {
          oneRow();
          oneRow();
        });
      } else f.repeat(count, oneRow);
      // By way of memory: V8 pairs neighbouring vectors to wider ones from their stores on.
      [...sums, ...squares].forEach((sum, j) => {
        store(f, stage, j * 16, sum);
      });
      [...wideSums, ...wideSquares].forEach((wide, j) => {
        f.set(value, load(stage, j * 16));
        widen(f, wide, value);
      });
    };
    f.set(row, z);
    f.repeat(Math.floor(rows / BLOCK), () => someRows(BLOCK));
    if (rows % BLOCK > 0) someRows(rows % BLOCK);
    [...lowest, ...highest].forEach((extreme, j) => {
      store(f, stage, j * 16, extreme);
    });
    [...lowest, ...highest].forEach((extreme, j) => {
      f.set(extreme, load(stage, j * 16));
    });
    for (let j = 0; j < vectors; j++) {
      finishColumns(f, totals, layout, at(shift, j), at(wideSums, j), at(wideSquares, j), means, j * 16, mask);
      f.set(min, f32x4.pmin(min, masked(at(lowest, j), min, mask)));
      f.set(max, f32x4.pmax(max, masked(at(highest, j), max, mask)));
      const none: Expression = v128.and(f32x4.le(at(highest, j), zero), f.splat(1));
      f.set(dead, f32x4.add(dead, mask ? v128.and(none, mask) : none));
    }
  };

  const mask = tailMask(f, columns);
  columnBlocks(f, columns - (columns % 4), 2, [z, means], (vectors) => block(vectors, null));
  if (mask) block(1, mask);

  foldLanes(f, min, f32x4.pmin);
  foldLanes(f, max, f32x4.pmax);
  foldLanes(f, dead, f32x4.add);
  foldLanes(f, saturated, i32x4.add);
  f.set(saturated, f32x4.convert(saturated));
  return { ...finishTotals(f, totals, rows, columns), min, max, dead, saturated };
}

/** Mean and variance of four columns to the frame, and their part of the totals. */
function finishColumns(
  f: FunctionBuilder,
  totals: Totals,
  { rows, columns }: Layout,
  shift: Local,
  sums: Halves,
  squares: Halves,
  means: Local,
  offset: number,
  mask: Local | null,
): void {
  const count = f.local('v128', f64x2.splat(f64.value(rows)));
  const zero = f.splat(0);
  const results = (['low', 'high'] as const).map((half) => {
    const start = f64x2.promoteLow(half === 'low' ? shift : upper(shift));
    const difference = f.local('v128', f64x2.div(sums[half], count));
    const mean = f.local('v128', f64x2.add(start, difference));
    const within = f.local('v128', f64x2.sub(squares[half], f64x2.mul(sums[half], difference)));
    f.set(within, f64x2.pmax(within, zero));
    // Lanes of padding are made zero in the totals.
    const lanes = columns % 4;
    const wide = (lane: number): number => (lanes > lane ? -1 : 0);
    const kept = (value: Expression): Expression => {
      if (!mask) return value;
      const first = half === 'low' ? 0 : 2;
      return v128.and(value, f.constant([wide(first), wide(first), wide(first + 1), wide(first + 1)]));
    };
    const distance = f.local('v128', kept(f64x2.sub(mean, totals.pivot)));
    f.set(totals.shifts, f64x2.add(totals.shifts, distance));
    f.set(totals.squares, f64x2.add(totals.squares, f64x2.mul(distance, distance)));
    f.set(totals.within, f64x2.add(totals.within, kept(within)));
    return { mean, variance: f.local('v128', f64x2.div(within, count)) };
  });
  const narrow = (key: 'mean' | 'variance'): Local => {
    const [low, high] = results.map((result) => f32x4.demoteZero(result[key])) as [Expression, Expression];
    return f.local('v128', shuffle(low, high, [0, 1, 4, 5]));
  };
  for (const [vector, start] of [
    [narrow('mean'), offset],
    [narrow('variance'), offset + columns * 4],
  ] as const) {
    if (!mask) store(f, means, start, vector);
    else for (let lane = 0; lane < columns % 4; lane++) storeF32(f, means, start + lane * 4, f32x4.lane(vector, lane));
  }
}

/** Mean and deviation of the whole from those of the columns. */
function finishTotals(
  f: FunctionBuilder,
  totals: Totals,
  rows: number,
  columns: number,
): { mean: Local; deviation: Local } {
  const both = (vector: Local): Expression => f64.add(f64x2.lane(vector, 0), f64x2.lane(vector, 1));
  const shifts = f.local('f64', both(totals.shifts));
  const mean = f.local('f64', f64.add(f64x2.lane(totals.pivot, 0), f64.div(shifts, f64.value(columns))));
  const between = f64.sub(both(totals.squares), f64.div(f64.mul(shifts, shifts), f64.value(columns)));
  const variance = f.local('f64', f64.add(both(totals.within), f64.mul(between, f64.value(rows))));
  f.set(variance, f64.max(f64.div(variance, f64.value(rows * columns)), f64.value(0)));
  return { mean, deviation: f.local('f64', f64.sqrt(variance)) };
}
