import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type GraphDocument, parseDocument, printDocument } from '../../engine';
import { compareDocuments } from './compare';

function example(name: string): GraphDocument {
  const text = readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), 'utf8');
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error(name);
  return parsed.value;
}

const iris = example('iris');
const withNode = (id: string, change: (node: GraphDocument['nodes'][number]) => object): GraphDocument => ({
  ...iris,
  nodes: iris.nodes.map((node) => (node.id === id ? { ...node, ...change(node) } : node)),
});

test('a document and what is read of its own text do not differ', () => {
  const again = parseDocument(printDocument(iris));
  expect(again.ok && compareDocuments(iris, again.value)).toEqual([]);
});

test('a parameter is told with its title, old and new', () => {
  const to = withNode('dense_1', (node) => ({ data: { ...node.data, units: 12 } }));
  expect(compareDocuments(iris, to)).toEqual([
    {
      kind: 'parameter',
      id: 'dense_1',
      type: 'dense',
      parameter: 'units',
      title: 'Units',
      from: expect.any(Number),
      to: 12,
    },
  ]);
});

test('a default that is written out is no change', () => {
  const bare = withNode('dense_1', ({ data: { units } }) => ({ data: { units } }));
  const written = parseDocument(printDocument(bare));
  expect(written.ok && compareDocuments(bare, written.value)).toEqual([]);
});

test('a node that is gone takes its wires along, and both are told', () => {
  const to = {
    ...iris,
    nodes: iris.nodes.filter(({ id }) => id !== 'dense_1'),
    edges: iris.edges.filter(({ source, target }) => source !== 'dense_1' && target !== 'dense_1'),
  };
  const kinds = compareDocuments(iris, to).map(({ kind }) => kind);
  const lost = iris.edges.filter(({ source, target }) => source === 'dense_1' || target === 'dense_1').length;
  expect(kinds).toEqual(['nodeRemoved', ...Array<string>(lost).fill('wireRemoved')]);
  expect(compareDocuments(to, iris).map(({ kind }) => kind)).toEqual([
    'nodeAdded',
    ...Array<string>(lost).fill('wireAdded'),
  ]);
});

test('a renamed node is one change: its wires are still the same', () => {
  const swap = (id: string) => (id === 'dense_1' ? 'hidden' : id);
  const to = {
    ...iris,
    nodes: iris.nodes.map((node) => ({ ...node, id: swap(node.id) })),
    edges: iris.edges.map((edge) => ({ ...edge, source: swap(edge.source), target: swap(edge.target) })),
  };
  expect(compareDocuments(iris, to)).toEqual([{ kind: 'nodeRenamed', from: 'dense_1', to: 'hidden' }]);
});

test('moves are told together, and a mark that was never set equals one that is off', () => {
  const to = {
    ...iris,
    nodes: iris.nodes.map((node) => ({ ...node, frozen: false, position: { x: node.position.x + 8, y: 0 } })),
  };
  expect(compareDocuments(iris, to)).toEqual([{ kind: 'moved', ids: iris.nodes.map(({ id }) => id) }]);
  expect(
    compareDocuments(
      iris,
      withNode('dense_1', () => ({ bypassed: true })),
    ),
  ).toEqual([{ kind: 'mark', id: 'dense_1', mark: 'bypassed', from: undefined, to: true }]);
});

test('settings of the graph are told by their key in the file', () => {
  const to = { ...iris, seed: iris.seed + 1, run: { ...iris.run, batchSize: 99 } };
  expect(compareDocuments(iris, to)).toEqual([
    { kind: 'setting', name: 'seed', from: iris.seed, to: iris.seed + 1 },
    { kind: 'setting', name: 'run.batchSize', from: iris.run.batchSize, to: 99 },
  ]);
});
