import { expect, test } from 'vitest';
import { scrubbed } from './scrub';

test('a whole number moves by one every few pixels, within its limits', () => {
  expect(scrubbed(16, 6, 'integer', { min: 1 })).toBe(17);
  expect(scrubbed(16, 60, 'integer', { min: 1 })).toBe(26);
  expect(scrubbed(16, -600, 'integer', { min: 1 })).toBe(1);
  expect(scrubbed(16, 6000, 'integer', { max: 20 })).toBe(20);
});

test('on a log scale the same way is the same factor', () => {
  expect(scrubbed(0.01, 120, 'log', { min: 0 })).toBe(0.1);
  expect(scrubbed(0.01, -240, 'log', { min: 0 })).toBe(0.0001);
  expect(scrubbed(0, 120, 'log', { min: 0 })).toBe(0.00001);
  expect(scrubbed(0, -120, 'log', { min: 0 })).toBe(0);
});

test('a share near one moves by what is left to one', () => {
  expect(scrubbed(0.9, 120, 'oneMinusLog', { min: 0, max: 1, exclusiveMax: true })).toBe(0.99);
  expect(scrubbed(0.99, -120, 'oneMinusLog', { min: 0, max: 1, exclusiveMax: true })).toBe(0.9);
});

test('a share goes from end to end in one drag, in hundredths', () => {
  expect(scrubbed(0, 150, 'linear', { min: 0, max: 1 })).toBe(0.5);
  expect(scrubbed(0.2, 3, 'linear', { min: 0, max: 1 })).toBe(0.21);
  expect(scrubbed(0.5, 900, 'linear', { min: 0, max: 1 })).toBe(1);
});

test('other numbers move by a tenth of their size', () => {
  expect(scrubbed(2, 6, 'linear', {})).toBe(2.1);
  expect(scrubbed(-50, 12, 'linear', {})).toBe(-48);
});

test('a bound that is not allowed is never reached', () => {
  expect(scrubbed(0.5, 9000, 'linear', { min: 0, max: 1, exclusiveMax: true })).toBeNull();
  expect(scrubbed(0.5, -9000, 'linear', { min: 0, max: 1, exclusiveMin: true })).toBeNull();
});
