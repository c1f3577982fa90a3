import { expect, test } from 'vitest';
import { sampleHistogram } from './sample-histogram';

test('counts values between the lowest and the highest, the highest in the last bin', () => {
  const { bars, low, high, mean, deviation } = sampleHistogram(new Float64Array([0, 1, 2, 3, 3, 4]), 4);
  expect(bars).toEqual([1 / 3, 1 / 3, 1 / 3, 1]);
  expect([low, high]).toEqual([0, 4]);
  expect(mean).toBeCloseTo(13 / 6, 12);
  expect(deviation).toBeCloseTo(Math.sqrt(39 / 6 - (13 / 6) ** 2), 12);
});

test('equal values are one bar in the middle', () => {
  const { bars, deviation } = sampleHistogram(new Float64Array([2, 2, 2]), 5);
  expect(bars).toEqual([0, 0, 1, 0, 0]);
  expect(deviation).toBe(0);
});
