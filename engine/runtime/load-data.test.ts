import { expect, test } from 'vitest';
import { namesOf, sketch } from '../testing/documents';
import { DataLoader } from './load-data';

const boxed = (bypassed: boolean) =>
  sketch({
    box: { type: 'subgraph', bypassed },
    data: { type: 'dataset', data: { source: 'csv', path: 'none.csv' }, parentId: 'box' },
    other: { type: 'dataset', data: { source: 'xor', samples: 8 } },
  });

test('a problem with data inside a subgraph names the subgraph', async () => {
  const { data, diagnostics } = await new DataLoader().load(boxed(false), {});
  expect(namesOf(diagnostics)).toEqual(['dataFileMissing']);
  expect(diagnostics[0]?.where).toEqual({ nodeId: 'data', parameter: 'path', subgraphId: 'box' });
  expect(diagnostics[0]?.message).toContain('"box"');
  expect([...data.keys()]).toEqual(['other']);
});

test('data inside a bypassed subgraph are not looked for', async () => {
  const { data, diagnostics } = await new DataLoader().load(boxed(true), {});
  expect(diagnostics).toEqual([]);
  expect([...data.keys()]).toEqual(['other']);
});
