import { expect, test } from 'vitest';
import { catsAccuracy } from '../testing/cats';

/** The same under more seeds runs with the long tests. */
test.each([false, true])('a net trained on black cats fails on coloured ones (batch norm: %s)', async (norm) => {
  const { black, coloured } = await catsAccuracy({ norm, seed: 1, shift: [] });
  expect(black).toBeGreaterThan(0.99);
  expect(coloured).toBeLessThan(0.65);
});
