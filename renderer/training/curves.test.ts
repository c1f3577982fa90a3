import { expect, test } from 'vitest';
import { StepSeries } from '../run/series';
import { alignCurves, smooth, verticalRange } from './curves';

function series(points: readonly (readonly [number, number])[]): StepSeries {
  const made = new StepSeries(1);
  for (const [step, value] of points) made.push(step, [value]);
  return made;
}

const align = (training: StepSeries, validation: StepSeries, keep: number, count: number) =>
  alignCurves([{ training, validation }], keep, count);

test('smoothing starts at the first value and keeps a constant', () => {
  expect(smooth([4, 4, 4], 0.9)).toEqual([4, 4, 4].map((value) => expect.closeTo(value, 12)));
  expect(smooth([8, 0], 0.5)).toEqual([8, expect.closeTo(8 / 3, 12)]);
});

test('smoothing by nothing changes nothing, and gaps stay gaps', () => {
  expect(smooth([1, null, 3], 0)).toEqual([1, null, 3]);
});

test('puts training and validation on one list of steps', () => {
  const curves = align(
    series([
      [1, 10],
      [2, 20],
      [3, 30],
    ]),
    series([
      [2, 21],
      [4, 41],
    ]),
    0,
    100,
  );
  expect(curves.steps).toEqual([1, 2, 3, 4]);
  expect(curves.runs[0]?.training).toEqual([10, 20, 30, null]);
  expect(curves.runs[0]?.validation).toEqual([null, 21, null, 41]);
});

test('a value that is not finite is a gap', () => {
  const curves = align(
    series([
      [1, 1],
      [2, Number.NaN],
      [3, Number.POSITIVE_INFINITY],
    ]),
    series([]),
    0,
    100,
  );
  expect(curves.runs[0]?.training).toEqual([1, null, null]);
});

test('draws no more points than asked for, the newest among them', () => {
  const long = series(Array.from({ length: 1900 }, (_, i) => [i + 1, i] as const));
  const { steps } = align(long, series([]), 0.5, 300);
  expect(steps.length).toBeLessThanOrEqual(301);
  expect(steps.at(-1)).toBe(1900);
});

test('the range of a loss starts at zero and is not squeezed by one outlier', () => {
  const points = Array.from({ length: 200 }, (_, i) => [i + 1, i === 120 ? 500 : 2 - i / 200] as const);
  const { low, high } = verticalRange(align(series(points), series([]), 0, 1000), false, false);
  expect(low).toBe(0);
  expect(high).toBeGreaterThan(1.9);
  expect(high).toBeLessThan(2.2);
});

test('a share is shown from 0 to 1', () => {
  expect(verticalRange(align(series([[1, 0.5]]), series([]), 0, 10), true, false)).toEqual({ low: 0, high: 1 });
});

test('a log scale has no zero in it', () => {
  const curves = align(
    series([
      [1, 1],
      [2, 0.1],
      [3, 0],
      [4, 0.2],
      [5, 0.5],
    ]),
    series([]),
    0,
    10,
  );
  expect(verticalRange(curves, false, true).low).toBeGreaterThan(0);
});

test('several runs share one list of steps, each with gaps where it has no point', () => {
  const one = {
    training: series([
      [1, 1],
      [3, 3],
    ]),
    validation: series([]),
  };
  const other = {
    training: series([
      [2, 20],
      [3, 30],
    ]),
    validation: series([[3, 31]]),
  };
  const { steps, runs } = alignCurves([one, other], 0, 10);
  expect(steps).toEqual([1, 2, 3]);
  expect(runs[0]?.training).toEqual([1, null, 3]);
  expect(runs[1]?.smoothed).toEqual([null, 20, 30]);
  expect(runs[1]?.validation).toEqual([null, null, 31]);
});
