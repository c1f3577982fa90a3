import { expect, test } from 'vitest';
import { formatCount, formatDuration, formatFixed, formatSetting, formatShare, formatValue } from './format';

test('writes a true minus and commas in thousands', () => {
  expect(formatCount(1240)).toBe('1,240');
  expect(formatCount(-1234567)).toBe('−1,234,567');
  expect(formatFixed(-0.2, 2)).toBe('−0.20');
  expect(formatFixed(12345.678, 2)).toBe('12,345.68');
});

test('never writes a negative zero', () => {
  expect(formatFixed(-0.001, 2)).toBe('0.00');
  expect(formatCount(-0.2)).toBe('0');
});

test('names what no digits can show', () => {
  expect(formatFixed(Number.NaN, 2)).toBe('NaN');
  expect(formatValue(Number.POSITIVE_INFINITY)).toBe('∞');
  expect(formatCount(Number.NEGATIVE_INFINITY)).toBe('−∞');
});

test('goes over to powers of ten where a column has no room', () => {
  expect(formatFixed(1234567, 2)).toBe('1.2e6');
  expect(formatFixed(-2e9, 2)).toBe('−2e9');
  expect(formatValue(0.0000003)).toBe('3e−7');
});

test('gives values about three digits', () => {
  expect([0, 0.2971, 12.44, 123.4, 1240.2].map(formatValue)).toEqual(['0', '0.297', '12.44', '123.4', '1,240']);
});

test('writes settings without padding', () => {
  expect([0.1, 0.30000000000000004, 60, -0.5, 1e-7, 1000].map(formatSetting)).toEqual([
    '0.1',
    '0.3',
    '60',
    '−0.5',
    '1e−7',
    '1,000',
  ]);
  expect(formatSetting('exponential')).toBe('exponential');
});

test('writes shares as percent', () => {
  expect(formatShare(0.214)).toBe('21 %');
  expect(formatShare(0.0172, 1)).toBe('1.7 %');
});

test('writes a duration in its two largest units', () => {
  expect([9.4, 75, 7260, Number.POSITIVE_INFINITY].map(formatDuration)).toEqual([
    '9 s',
    '1 min 15 s',
    '2 h 1 min',
    '–',
  ]);
});
