import { expect, test } from 'vitest';
import { linear, rowsToDraw } from './draw';
import { bandPath } from './WireBand';

const steps = (count: number, every = 1) => Array.from({ length: count }, (_, i) => (i + 1) * every);

test('draws every row while there are few', () => {
  expect(rowsToDraw(steps(50), 100)).toHaveLength(50);
});

test('draws about as many rows as wanted, and always the newest', () => {
  for (const count of [150, 999, 2000]) {
    const rows = rowsToDraw(steps(count, 7), 140);
    expect(rows.length).toBeLessThanOrEqual(142);
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.at(-1)).toBe(count - 1);
  }
});

test('keeps the rows it has drawn as the curve grows', () => {
  const before = rowsToDraw(steps(1100), 140).slice(0, -1);
  const after = rowsToDraw(steps(1101), 140);
  expect(after.slice(0, before.length)).toEqual(before);
});

test('a scale without extent stays at its start', () => {
  expect(linear(2, 2, 10, 20)(5)).toBe(10);
});

test('a wire band fills its wire, newest at the source, within its limits', () => {
  const path = bandPath(
    [
      { low: -100, high: 100 },
      { low: -1, high: 1 },
    ],
    80,
  );
  expect(path).toBe('M4.0 -16.6L76.0 -3.2L76.0 3.2L4.0 16.6Z');
  expect(bandPath([{ low: -1, high: 1 }], 80)).toBe('');
});
