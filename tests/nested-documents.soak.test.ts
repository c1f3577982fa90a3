import { test } from 'vitest';
import { roundTrips, trainTheSame } from './nested-documents';

test('20,000 documents with structure are saved as the same bytes, and compile alike', () => {
  roundTrips(10_000, 20_000, 4);
});

test('1,000 random networks in random subgraphs train to the same bits as without them', async () => {
  await trainTheSame(10_000, 1000);
});
