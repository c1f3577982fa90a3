/** Batch statistics are noisy estimates: their spread over batches follows from the size of a batch. */
import { expect, test } from 'vitest';
import { Stream } from '../../engine/core/rng';
import { wasm } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { feedScalars, runNodes } from '../../engine/testing/programs';

const BATCHES = 4000;
const UNITS = 100;
const [MEAN, DEVIATION] = [5, 2];

const deviationOf = (list: readonly number[]): number => {
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1));
};

test.each([64, 128, 256, 512])('means and deviations of batches of %d spread by σ/√m and σ/√(2m)', (rows) => {
  const shape = [rows, UNITS];
  const checked = check(
    sketch({
      x: { type: 'placeholder', data: { value: 0, shape } },
      // Nothing is kept of the old: the moving statistics are those of the batch.
      bn: { type: 'batchNorm', data: { momentum: 0 }, from: { x: 'x' } },
    }),
  );
  const running = runNodes(checked, wasm.backend);
  feedScalars(running, checked);
  const stream = new Stream(1, `batches of ${rows}`);
  const [means, deviations]: [number[], number[]] = [[], []];
  while (means.length < BATCHES) {
    running.feed(
      'x/value',
      Array.from({ length: rows * UNITS }, () => MEAN + DEVIATION * stream.normal()),
    );
    running.run();
    means.push(...running.get('bn/moving_mean'));
    deviations.push(...running.get('bn/moving_variance').map(Math.sqrt));
  }
  const share = (value: number, of: number): number => Math.abs(value / of - 1);
  expect(share(deviationOf(means), DEVIATION / Math.sqrt(rows))).toBeLessThan(0.05);
  expect(share(deviationOf(deviations), DEVIATION / Math.sqrt(2 * rows))).toBeLessThan(0.05);
});
