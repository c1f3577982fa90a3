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
