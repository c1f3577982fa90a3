import { expect, test } from 'vitest';
import { BatchOrder, gatherLabels, stepsPerEpoch } from './sampling';
import { MemoryStore } from './store';
import type { DataTable } from './types';

const split = Uint32Array.from({ length: 10 }, (_, row) => 100 + row);
const rowsOf = (step: number, batchSize: number, seed: number, shuffle: boolean): number[] => [
  ...new BatchOrder(split, batchSize, seed, shuffle).rows(step),
];

test('without shuffling batch k is rows kB to (k+1)B, the part batch is dropped, and the order wraps', () => {
  const seen = [0, 1, 2, 3, 4].map((step) => rowsOf(step, 3, 1, false));
  expect(seen).toEqual([
    [100, 101, 102],
    [103, 104, 105],
    [106, 107, 108],
    [100, 101, 102],
    [103, 104, 105],
  ]);
});

test('a batch of all rows is every step the same without shuffling', () => {
  expect(rowsOf(7, 10, 1, false)).toEqual([...split]);
});

test('with shuffling an epoch takes no row twice', () => {
  for (let epoch = 0; epoch < 20; epoch++) {
    const seen = [0, 1, 2].flatMap((step) => rowsOf(epoch * 3 + step, 3, 1, true));
    expect(new Set(seen).size).toBe(9);
    for (const row of seen) expect(split).toContain(row);
  }
});

test('each epoch has an order of its own, and so has each seed', () => {
  const epochs = [0, 1, 2].map((step) => rowsOf(step, 10, 1, true).join());
  expect(new Set(epochs).size).toBe(3);
  expect(rowsOf(0, 10, 2, true).join()).not.toBe(epochs[0]);
});

test('the batch of a step does not depend on the steps asked for before', () => {
  const order = new BatchOrder(split, 3, 5, true);
  const inTurn = Array.from({ length: 12 }, (_, step) => [...order.rows(step)]);
  for (const step of [11, 0, 7, 7, 3, 10]) {
    expect(rowsOf(step, 3, 5, true)).toEqual(inTurn[step]);
    expect([...order.rows(step)]).toEqual(inTurn[step]);
  }
});

test('two orders over one split do not disturb each other', () => {
  const one = new BatchOrder(split, 3, 1, true);
  const two = new BatchOrder(split, 3, 2, true);
  const first = [...one.rows(0)];
  two.rows(0);
  expect([...one.rows(0)]).toEqual(first);
});

test('the order of a fixed seed is frozen', () => {
  expect(rowsOf(4, 5, 42, true)).toEqual([108, 109, 105, 100, 104]);
});

test('a batch larger than the split is refused', () => {
  expect(stepsPerEpoch(10, 11)).toBe(0);
  expect(() => new BatchOrder(split, 11, 1, true)).toThrow(RangeError);
});

const tableOf = (width: number): DataTable => ({
  features: Float32Array.from({ length: 6 * width }, (_, i) => i),
  labels: Float32Array.of(0, 1, 2, 0, 1, 2),
  rows: 6,
  featureShape: [width],
  featureNames: [],
  classNames: ['a', 'b', 'c'],
  notes: [],
  warnings: [],
});

test.each([1, 2, 31, 32, 100])('gather copies rows of %d values and leaves the padding alone', (width) => {
  const table = tableOf(width);
  const stride = width + 3;
  for (const rows of [Uint32Array.of(4, 0, 5), Uint32Array.of(1, 1, 2)]) {
    const out = new Float32Array(3 * stride).fill(-1);
    const labels = new Float32Array(3);
    new MemoryStore(table.features, width).gather(rows, out, stride);
    gatherLabels(table, rows, labels);
    rows.forEach((row, i) => {
      expect([...out.subarray(i * stride, i * stride + width)]).toEqual(
        Array.from({ length: width }, (_, j) => row * width + j),
      );
      expect([...out.subarray(i * stride + width, (i + 1) * stride)]).toEqual([-1, -1, -1]);
      expect(labels[i]).toBe(row % 3);
    });
  }
});
