import { expect, test } from 'vitest';
import { nested } from '../engine/testing/nested-documents';
import { randomDocument, soundDocument } from '../engine/testing/random-documents';
import { randomNetwork } from '../engine/testing/random-nodes';
import { survive } from '../engine/testing/survive';

test('50,000 random documents, most of them with groups and subgraphs, are refused with typed problems, or they run', async () => {
  let accepted = 0;
  for (let seed = 1000; seed < 51_000; seed++) {
    const plain = randomDocument(seed, 2 + (seed % 20), seed % 3 === 0 ? 0.08 : 0.002);
    if (await survive(nested(plain, seed, seed % 4 === 0 ? 0.04 : 0))) accepted++;
  }
  expect(accepted).toBeGreaterThan(2000);
});

test('3,000 random networks train on both backends', async () => {
  for (let seed = 1000; seed < 4000; seed++) {
    if (!(await survive(soundDocument(seed, 2 + (seed % 20))))) expect.fail(`seed ${seed} is refused`);
  }
});

test('3,000 random networks of all nodes train on both backends', async () => {
  for (let seed = 1000; seed < 4000; seed++) {
    if (!(await survive(randomNetwork(seed, 2 + (seed % 20)).document))) expect.fail(`seed ${seed} is refused`);
  }
});
