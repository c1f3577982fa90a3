import { expect, test } from 'vitest';
import { catsAccuracy } from '../testing/cats';

const SEEDS = [1, 2, 3];
const MIX = [{ kind: 'recolour', on: 'all', share: 0.5 }];

test.each([false, true])('black cats teach colour, the mix teaches shape (batch norm: %s)', async (norm) => {
  const means = { black: 0, coloured: 0, mix: 0 };
  for (const seed of SEEDS) {
    const black = await catsAccuracy({ norm, seed, shift: [] });
    means.black += black.black / SEEDS.length;
    means.coloured += black.coloured / SEEDS.length;
    const mixed = await catsAccuracy({ norm, seed, shift: MIX });
    means.mix += (mixed.black + mixed.coloured) / 2 / SEEDS.length;
  }
  expect(means.black).toBeGreaterThan(0.99);
  expect(means.coloured).toBeLessThan(0.65);
  expect(means.mix).toBeGreaterThanOrEqual(0.93);
});
