/** Comparisons of lists of numbers. */
import { expect } from 'vitest';

interface Tolerance {
  absolute?: number;
  relative?: number;
}

/** Every number is near its counterpart: |a − b| ≤ absolute + relative·|b|. Infinities and NaN must be the same. */
export function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { absolute = 0, relative = 0 }: Tolerance,
  what = 'list',
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, b) || Math.abs(a - b) <= absolute + relative * Math.abs(b)) continue;
    expect.fail(`${what}[${i}] is ${a}, expected ${b} (off by ${Math.abs(a - b)})`);
  }
}

export const expectNearNumber = (actual: number, expected: number, tolerance: Tolerance, what = 'number'): void =>
  expectNear([actual], [expected], tolerance, what);
