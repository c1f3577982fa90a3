import { expect, test } from 'vitest';
import { randomDocument, soundDocument } from '../engine/testing/random-documents';
import { survive } from '../engine/testing/survive';

test('random documents are refused with typed problems, or they run', async () => {
  let accepted = 0;
  for (let seed = 0; seed < 600; seed++) {
    if (await survive(randomDocument(seed, 3 + (seed % 12), seed % 3 === 0 ? 0.08 : 0.002))) accepted++;
  }
  expect(accepted).toBeGreaterThan(40);
  expect(accepted).toBeLessThan(560);
});

test('random networks train on both backends', async () => {
  for (let seed = 0; seed < 60; seed++) {
    if (!(await survive(soundDocument(seed, 2 + (seed % 12))))) expect.fail(`seed ${seed} is refused`);
  }
});
