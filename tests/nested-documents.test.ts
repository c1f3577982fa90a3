import { test } from 'vitest';
import { roundTrips, trainTheSame } from './nested-documents';

test('documents with groups, subgraphs, notes, search and lab are saved as the same bytes, and compile alike', () => {
  roundTrips(0, 2000, 40);
});

test('random networks in random subgraphs train to the same bits as without them', async () => {
  await trainTheSame(0, 25);
});
