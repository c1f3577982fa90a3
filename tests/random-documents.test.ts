import { expect, test } from 'vitest';
import { nested } from '../engine/testing/nested-documents';
import { randomDocument, soundDocument } from '../engine/testing/random-documents';
import { randomNetwork } from '../engine/testing/random-nodes';
import { survive } from '../engine/testing/survive';

const COUNT = 5000;

test('random documents, most of them with groups and subgraphs, are refused with typed problems, or they run', async () => {
  let accepted = 0;
  for (let seed = 0; seed < COUNT; seed++) {
    const plain = randomDocument(seed, 3 + (seed % 12), seed % 3 === 0 ? 0.08 : 0.002);
    if (await survive(nested(plain, seed, seed % 4 === 0 ? 0.04 : 0))) accepted++;
  }
  expect(accepted).toBeGreaterThan(0.06 * COUNT);
  expect(accepted).toBeLessThan(0.94 * COUNT);
}, 120_000);

test('random networks on data train on both backends', async () => {
  for (let seed = 0; seed < 60; seed++) {
    if (!(await survive(soundDocument(seed, 2 + (seed % 12))))) expect.fail(`seed ${seed} is refused`);
  }
});

test('random networks of all nodes train on both backends', async () => {
  for (let seed = 0; seed < 40; seed++) {
    if (!(await survive(randomNetwork(seed, 2 + (seed % 12)).document))) expect.fail(`seed ${seed} is refused`);
  }
});
