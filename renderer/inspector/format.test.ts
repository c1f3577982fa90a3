import { expect, test } from 'vitest';
import { readNumber, readNumbers, showNumber, stepNumber } from './format';

test('reads numbers as people write them', () => {
  expect(readNumber('0.99')).toBe(0.99);
  expect(readNumber(' 1e-3 ')).toBe(0.001);
  expect(readNumber('0,5')).toBe(0.5);
  expect(readNumber('−2')).toBe(-2);
  expect(readNumber('.5')).toBe(0.5);
});

test('reads no number from half a number or from words', () => {
  for (const text of ['', '-', '1e', 'abc', '1.2.3', '0x10', 'Infinity', '1e999']) expect(readNumber(text)).toBeNull();
});

test('reads lists of numbers', () => {
  expect(readNumbers('1, -10; 25')).toEqual([1, -10, 25]);
  expect(readNumbers('')).toEqual([]);
  expect(readNumbers('1, x')).toBeNull();
});

test('shows numbers so that they read back the same', () => {
  for (const value of [0.1, 1e-7, 1e21, 0.99, -3, 123456]) expect(readNumber(showNumber(value))).toBe(value);
});

test('steps through round numbers on a log scale', () => {
  expect(stepNumber(0.001, 'log', true)).toBe(0.002);
  expect(stepNumber(0.002, 'log', true)).toBe(0.005);
  expect(stepNumber(0.005, 'log', true)).toBe(0.01);
  expect(stepNumber(0.001, 'log', false)).toBe(0.0005);
  expect(stepNumber(0.003, 'log', false)).toBe(0.002);
  expect(stepNumber(0.1, 'log', true, true)).toBe(1);
});

test('steps a share near one by what is left to one', () => {
  expect(stepNumber(0.99, 'oneMinusLog', true)).toBe(0.995);
  expect(stepNumber(0.9, 'oneMinusLog', true)).toBe(0.95);
  expect(stepNumber(0.99, 'oneMinusLog', false)).toBe(0.98);
});

test('steps whole numbers by one, or by ten with Shift', () => {
  expect(stepNumber(16, 'integer', true)).toBe(17);
  expect(stepNumber(16, 'integer', false, true)).toBe(6);
});

test('steps other numbers by a tenth of their size', () => {
  expect(stepNumber(0.2, 'linear', true)).toBe(0.21);
  expect(stepNumber(0, 'linear', false)).toBe(-0.1);
});
