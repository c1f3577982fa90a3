import { expect, test } from 'vitest';
import { Stream } from '../core/rng';
import { shortestFloat32 } from './round';

test('names a share of rows as a person would', () => {
  for (let right = 0; right <= 1000; right++) expect(shortestFloat32(Math.fround(right / 1000))).toBe(right / 1000);
});

test('always names the same float32', () => {
  const stream = new Stream(1, 'round');
  for (let i = 0; i < 10_000; i++) {
    const value = stream.normal() * 10 ** (60 * stream.uniform() - 30);
    expect(Math.fround(shortestFloat32(value))).toBe(Math.fround(value));
  }
});

test('leaves infinities and NaN alone', () => {
  expect(shortestFloat32(1e300)).toBe(Number.POSITIVE_INFINITY);
  expect(shortestFloat32(Number.NaN)).toBeNaN();
});
