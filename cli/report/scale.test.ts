import { expect, test } from 'vitest';
import { linearScale, logScale, robustRange, roundTicks, tickLabel } from './scale';

test('ticks are round, inside the range and about as many as asked', () => {
  expect(roundTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(roundTicks(-1.03, 0.99, 6).map(tickLabel)).toEqual(['−1', '−0.5', '0', '0.5']);
  for (const [low, high] of [
    [1e-9, 3e-9],
    [-5e8, 1e9],
    [0.1, 0.3],
  ] as const) {
    const ticks = roundTicks(low, high, 5);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(7);
    const room = (high - low) * 1e-6;
    for (const tick of ticks) expect(tick >= low - room && tick <= high + room).toBe(true);
  }
});

test('a range without extent or with broken ends still gives a finite scale', () => {
  for (const [low, high] of [
    [3, 3],
    [0, 0],
    [-2, -2],
  ] as const) {
    const scale = linearScale(low, high, 0, 100, 4);
    expect(scale(low)).toBeCloseTo(50, 9);
    expect(scale.ticks.length).toBeGreaterThan(0);
  }
  expect(robustRange([])).toEqual([0, 1]);
  expect(robustRange([Number.NaN, Number.POSITIVE_INFINITY])).toEqual([0, 1]);
});

test('one odd value in a thousand does not change a robust range', () => {
  const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
  const [low, high] = robustRange(values);
  const [sameLow, sameHigh] = robustRange([...values, 1e9]);
  expect(sameLow).toBeCloseTo(low, 2);
  expect(sameHigh).toBeCloseTo(high, 2);
});

test('a logarithmic scale has equal steps for equal factors, with powers of ten as ticks', () => {
  const scale = logScale(0.001, 10, 100, 0);
  expect(scale.ticks.map((tick) => Number(tick.toPrecision(9)))).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(scale(1) - scale(0.1)).toBeCloseTo(scale(0.1) - scale(0.01), 9);
});

test('labels are short and have a real minus', () => {
  expect(tickLabel(0.1 + 0.2)).toBe('0.3');
  expect(tickLabel(-2)).toBe('−2');
  expect(tickLabel(1e-7)).toBe('1e−7');
  expect(tickLabel(3e9)).toBe('3e9');
});
