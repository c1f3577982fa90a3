import { expect, test } from 'vitest';
import { fewTicks, logTicks, robustRange, tickStep, ticks, trimmedExtreme, unite, zAxis } from './scale';

test('cuts a span by 1, 2 or 5 times a power of ten', () => {
  expect([tickStep(10, 5), tickStep(1, 5), tickStep(1240, 4), tickStep(0.03, 3), tickStep(7, 2)]).toEqual([
    2, 0.2, 500, 0.01, 5,
  ]);
});

test('puts ticks on round numbers inside the range', () => {
  expect(ticks(-5, 5, 5)).toEqual([-4, -2, 0, 2, 4]);
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(0, 1240, 4)).toEqual([0, 500, 1000]);
  expect(ticks(-0.0031, 0.0029, 3)).toEqual([-0.002, 0, 0.002]);
});

test('gives one tick for an empty range', () => {
  expect(ticks(3, 3, 5)).toEqual([3]);
});

test('one outlier never changes the range', () => {
  const lows = Array.from({ length: 400 }, (_, i) => -2 - (i % 10) / 10);
  const highs = Array.from({ length: 400 }, (_, i) => 2 + (i % 10) / 10);
  const calm = zAxis(robustRange(lows, highs));
  for (const [low, high] of [
    [-1000, 1000],
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ] as const) {
    for (const place of [0, 200, 399]) {
      expect(zAxis(robustRange(lows.with(place, low), highs.with(place, high)))).toEqual(calm);
    }
  }
});

test('one outlier is left out of a run of few steps too', () => {
  expect(trimmedExtreme([1, 2, 900], 'high')).toBe(2);
  expect(trimmedExtreme([-900, 1, 2], 'low')).toBe(1);
  expect(trimmedExtreme([1, 2], 'high')).toBe(2);
});

test('has no range without finite values', () => {
  expect(robustRange([Number.NaN], [Number.NaN])).toBeNull();
  expect(robustRange([], [])).toBeNull();
});

test('an axis for z holds zero and the data with air, between round ends', () => {
  expect(zAxis({ low: -4.3, high: 4.2 })).toEqual({ low: -8, high: 8 });
  expect(zAxis({ low: 0.1, high: 0.9 }).low).toBeLessThanOrEqual(0);
  expect(zAxis(null)).toEqual({ low: -2, high: 2 });
});

test('data about zero gets zero in the middle of the axis', () => {
  expect(zAxis({ low: -2.1, high: 4.2 })).toEqual({ low: -8, high: 8 });
  expect(zAxis({ low: -0.1, high: 4.2 })).toEqual({ low: -2, high: 6 });
});

test('a low chart has ticks at zero and one round number on either side', () => {
  expect(fewTicks(-5, 5)).toEqual([-5, 0, 5]);
  expect(fewTicks(-4.4, 4.4)).toEqual([-4, 0, 4]);
  expect(fewTicks(0, 0.27)).toEqual([0, 0.25]);
  expect(fewTicks(-160, 160)).toEqual([-150, 0, 150]);
  expect(fewTicks(0, 0)).toEqual([0]);
});

test('an axis does not creep with small changes', () => {
  expect(zAxis({ low: -4.31, high: 4.22 })).toEqual(zAxis({ low: -4.3, high: 4.2 }));
});

test('unites known ranges only', () => {
  expect(unite([{ low: -1, high: 2 }, null, { low: -3, high: 1 }])).toEqual({ low: -3, high: 2 });
  expect(unite([null])).toBeNull();
});

test('a log axis has 1, 2 and 5 times powers of ten within its ends', () => {
  expect(logTicks(0.03, 2)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  expect(logTicks(1, 10)).toEqual([1, 2, 5, 10]);
  expect(logTicks(3, 4)).toEqual([]);
});
