import { describe, expect, test } from 'vitest';
import { namesOf } from '../testing/documents';
import { examples } from '../testing/examples';
import { migrate } from './migrations';
import { printDocument } from './print';
import { edgeId, readDocument } from './read';
import { DEFAULT_RUN, type GraphDocument } from './types';

const BARE = '{ "format": "zlens-graph", "version": 1, "nodes": [] }';

function read(text: string): GraphDocument {
  const result = readDocument(text);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

const raw = (changes: Record<string, unknown>): string =>
  JSON.stringify({ format: 'zlens-graph', version: 1, nodes: [], ...changes });

const messages = (text: string): string[] => readDocument(text).diagnostics.map(({ message }) => message);

test.each(examples)('$name is printed as the same bytes', ({ text }) => {
  expect(printDocument(read(text))).toBe(text);
});

test('what is missing takes its default', () => {
  expect(read(BARE)).toEqual({
    format: 'zlens-graph',
    version: 1,
    name: 'Untitled',
    seed: 1,
    nodes: [],
    edges: [],
    run: DEFAULT_RUN,
  });
  const [node] = read(raw({ nodes: [{ id: 'a', type: 'dense' }] })).nodes;
  expect(node).toEqual({ id: 'a', type: 'dense', position: { x: 0, y: 0 }, data: {} });
});

test('an edge without an id gets one from its ends', () => {
  const ends = { source: 'a', sourceHandle: 'z', target: 'b', targetHandle: 'x' };
  expect(read(raw({ edges: [ends] })).edges[0]?.id).toBe('a.z-b.x');
  expect(edgeId(ends)).toBe('a.z-b.x');
});

test('epochs take the place of steps', () => {
  expect(read(raw({ run: { epochs: 3 } })).run).toEqual({
    batchSize: 32,
    epochs: 3,
    shuffle: true,
    evaluateEvery: 50,
    probeEvery: 1,
  });
  expect(namesOf(readDocument(raw({ run: { epochs: 3, steps: 5 } })).diagnostics)).toEqual(['runSetting']);
});

test('keys that this version does not know are kept, at every level', () => {
  const text = raw({
    colour: 'red',
    nodes: [{ id: 'a', type: 'dense', data: { later: [1] }, position: { x: 1, y: 2, z: 3 }, tag: { deep: true } }],
    edges: [{ id: 'e', source: 'a', sourceHandle: 'z', target: 'b', targetHandle: 'x', style: 'dashed' }],
    run: { device: 'moon' },
  });
  const document = read(printDocument(read(text)));
  expect(document).toMatchObject({
    colour: 'red',
    nodes: [{ tag: { deep: true }, data: { later: [1] }, position: { z: 3 } }],
    edges: [{ style: 'dashed' }],
    run: { device: 'moon' },
  });
});

test('printing orders keys, so that equal documents give equal bytes', () => {
  const one = read(raw({ zebra: 1, apple: 2, nodes: [{ type: 'dense', data: {}, id: 'a' }] }));
  const other = read(raw({ nodes: [{ id: 'a', data: {}, type: 'dense' }], apple: 2, zebra: 1 }));
  expect(printDocument(one)).toBe(printDocument(other));
  expect(printDocument(one)).toMatch(/"run"[^\n]*\n {2}"apple": 2,\n {2}"zebra": 1\n}\n$/);
});

describe('versions', () => {
  test.each([
    [2, 'fileTooNew'],
    [1e300, 'fileTooNew'],
    [0, 'fileBadVersion'],
    [-1, 'fileBadVersion'],
    [1.5, 'fileBadVersion'],
    ['1', 'fileBadVersion'],
    [null, 'fileBadVersion'],
    [[], 'fileBadVersion'],
    [undefined, 'fileBadVersion'],
  ])('%j is %s', (version, name) => {
    const result = readDocument(raw({ version }));
    expect(result.ok).toBe(false);
    expect(namesOf(result.diagnostics)).toEqual([name]);
  });

  const upper = (document: Record<string, unknown>) => ({ ...document, name: String(document.name).toUpperCase() });
  const mark = (document: Record<string, unknown>) => ({ ...document, name: `${document.name}!` });

  test('migrations run one after another, up to the newest', () => {
    const old = { version: 1, name: 'a' };
    expect(migrate(old, [upper, mark], 3)).toEqual({ document: { version: 3, name: 'A!' } });
    expect(migrate({ version: 2, name: 'a' }, [upper, mark], 3)).toEqual({ document: { version: 3, name: 'a!' } });
    expect(migrate({ version: 3, name: 'a' }, [upper, mark], 3)).toEqual({ document: { version: 3, name: 'a' } });
    expect(old).toEqual({ version: 1, name: 'a' });
  });

  test('a version newer than the newest is refused, whatever migrations there are', () => {
    expect(migrate({ version: 4 }, [upper, mark], 3)).toMatchObject({ problem: { code: 'ZL105' } });
  });

  test('a gap in the migrations is a bug', () => {
    expect(() => migrate({ version: 1 }, [], 2)).toThrow('No migration');
  });
});

test('all problems of the shape are told at once, with the ids of nodes', () => {
  const told = messages(
    raw({
      name: 7,
      seed: -1,
      nodes: [
        5,
        { type: 'dense' },
        { id: 'b', type: 3 },
        { id: 'c', type: 'dense', data: [], position: 'left', frozen: 'no' },
      ],
      edges: ['x', { id: 'e', source: 1, sourceHandle: 'z', target: 'c', targetHandle: 'x' }],
      run: { batchSize: 'big', shuffle: 1, probeEvery: -1 },
    }),
  );
  expect(told).toEqual([
    '"name" must be a text of at most 1000 characters, but is 7.',
    '"seed" must be a whole number from 0 to 9007199254740991, but is -1.',
    'Node number 1 must be an object, but is 5.',
    'The id of node number 2 must be a text of at most 200 characters, but is missing.',
    'The type of the node "b" must be a text of at most 200 characters, but is 3.',
    '"frozen" of the node "c" must be true or false, but is "no".',
    '"data" of the node "c" must be an object, but is a list.',
    '"position" of the node "c" must be an object with the numbers x and y, but is "left".',
    'Edge number 1 must be an object, but is "x".',
    '"source" of edge number 2 must be a text of at most 500 characters, but is 1.',
    'The run setting "shuffle" must be true or false, but is 1.',
    'The run setting "batchSize" must be a whole number from 1, but is "big".',
    'The run setting "probeEvery" must be a whole number from 0, but is -1.',
  ]);
});

test.each(['5', '"zlens-graph"', '[]', 'null', 'true'])('%s is no document', (text) => {
  const result = readDocument(text);
  expect(result.ok).toBe(false);
  expect(result.diagnostics).toHaveLength(1);
});
