/** Which rows train, and which are kept for the test. */
import { Stream } from '../core/rng';
import type { DataSplit } from './types';

/**
 * A seeded choice of round(rows · testFraction) test rows, at least one and leaving at least one. Both parts stay in the
 * file's order. With a fraction of 0, or fewer than two rows, all rows train.
 */
export function splitRows(rows: number, testFraction: number, seed: number): DataSplit {
  if (testFraction === 0 || rows < 2) {
    return { train: Uint32Array.from({ length: rows }, (_, row) => row), test: new Uint32Array(0) };
  }
  const count = Math.min(rows - 1, Math.max(1, Math.round(rows * testFraction)));
  const order = new Stream(seed, 'data/split').permutation(rows);
  return { train: order.slice(count).sort(), test: order.slice(0, count).sort() };
}

/** The same split with the rows of one class after those of another; rows of one class stay in order. */
export function sortByClass({ train, test }: DataSplit, labels: Float32Array): DataSplit {
  const sorted = (rows: Uint32Array): Uint32Array =>
    rows.slice().sort((a, b) => (labels[a] as number) - (labels[b] as number) || a - b);
  return { train: sorted(train), test: sorted(test) };
}
