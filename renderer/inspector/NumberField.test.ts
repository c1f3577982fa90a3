import { expect, test } from 'vitest';
import { limitProblem } from './NumberField';

test('allows numbers within their limits, the limits too', () => {
  expect(limitProblem(1, { min: 1, max: 10 })).toBeNull();
  expect(limitProblem(10, { min: 1, max: 10 })).toBeNull();
});

test('says which limit a number breaks', () => {
  expect(limitProblem(0, { min: 1 })).toBe('At least 1.');
  expect(limitProblem(11, { max: 10 })).toBe('At most 10.');
  expect(limitProblem(0, { min: 0, exclusiveMin: true })).toBe('More than 0.');
  expect(limitProblem(1, { max: 1, exclusiveMax: true })).toBe('Less than 1.');
});
