import { expect, test } from 'vitest';
import { curvePath, toCurve } from './function-curve';

test('the curve fills the height, with zero where the axis is', () => {
  const { path, zeroX, zeroY } = curvePath(toCurve([-1, 0, 3]), 140, 28);
  expect(path).toBe('M0.0 25.0L70.0 19.5L140.0 3.0');
  expect([zeroX, zeroY]).toEqual([70, 19.5]);
});

test('a function that stays away from zero shows the axis all the same', () => {
  expect(toCurve([1, 2])).toMatchObject({ low: 0, high: 2 });
});

test('the curve breaks where there is no value, and never tells NaN', () => {
  const { path } = curvePath(toCurve([Number.NaN, Number.NEGATIVE_INFINITY, 0, 1]), 30, 28);
  expect(path).toBe('M20.0 25.0L30.0 3.0');
});
