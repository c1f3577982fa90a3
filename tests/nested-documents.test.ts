import { expect, test } from 'vitest';
import { roundTrips, surviveNested, trainTheSame } from './nested-documents';

test('documents with groups, subgraphs, notes, search and lab are saved as the same bytes, and compile alike', () => {
  roundTrips(0, 2000, 20);
});

test('documents with random structure are refused with typed problems, or they run', async () => {
  const accepted = await surviveNested(0, 120);
  expect(accepted).toBeGreaterThan(10);
  expect(accepted).toBeLessThan(115);
});

test('random networks in random subgraphs train to the same bits as without them', async () => {
  await trainTheSame(0, 25);
});
