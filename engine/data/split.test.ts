import { expect, test } from 'vitest';
import { splitRows } from './split';

test('a fraction of 0 trains on all rows in order', () => {
  const { train, test: held } = splitRows(5, 0, 1);
  expect([...train]).toEqual([0, 1, 2, 3, 4]);
  expect(held).toHaveLength(0);
});

test('each row is in one part, and both parts keep the order of the file', () => {
  const { train, test: held } = splitRows(1000, 0.2, 1);
  expect(held).toHaveLength(200);
  expect([...train]).toEqual([...train].sort((a, b) => a - b));
  expect([...held]).toEqual([...held].sort((a, b) => a - b));
  expect(new Set([...train, ...held]).size).toBe(1000);
});

test('the seed chooses the rows', () => {
  expect(splitRows(100, 0.3, 1)).toEqual(splitRows(100, 0.3, 1));
  expect(splitRows(100, 0.3, 1).test).not.toEqual(splitRows(100, 0.3, 2).test);
});

test('the fraction is rounded to rows, and each part has at least one', () => {
  expect(splitRows(10, 0.26, 1).test).toHaveLength(3);
  expect(splitRows(10, 0.001, 1).test).toHaveLength(1);
  expect(splitRows(10, 0.999, 1).train).toHaveLength(1);
  expect(splitRows(2, 0.5, 1).test).toHaveLength(1);
});

test('a split of a fixed seed is frozen', () => {
  expect([...splitRows(20, 0.25, 42).test]).toEqual([2, 5, 12, 13, 14]);
});
