import { describe, expect, test } from 'vitest';
import { Stream } from '../core/rng';
import { printDocument } from '../document/print';
import type { GraphDocument } from '../document/types';
import { nodeRegistry } from '../nodes/index';
import { check, sketch } from '../testing/documents';
import { soundDocument } from '../testing/random-documents';
import { flatten } from './flatten';
import { collapseNodes, groupNodes, ungroupNodes, unpackSubgraph } from './subgraphs';

const NET = sketch({
  w: { type: 'variable', data: { shape: [2, 2], initialValue: 1 } },
  square: { type: 'square', from: { x: 'w' } },
  exp: { type: 'exp', from: { x: 'square' } },
  add: { type: 'add', from: { a: 'exp', b: 'w' } },
  loss: { type: 'reduceSum', from: { x: 'add' } },
  other: { type: 'reduceMean', from: { x: 'exp' } },
  optimizer: { type: 'optimizer', from: { loss: 'loss' } },
});

const collapse = (document: GraphDocument, ids: string[]) => {
  const made = collapseNodes(document, ids, nodeRegistry);
  if (!made) throw new Error('It cannot be collapsed.');
  return made;
};
const wiring = (document: GraphDocument): string[] =>
  flatten(document, nodeRegistry, [])
    .document.edges.map((edge) => `${edge.source}.${edge.sourceHandle}-${edge.target}.${edge.targetHandle}`)
    .sort();

describe('collapsing', () => {
  test('gives a port to each value that comes in or goes out, and means the same', () => {
    const { document, id } = collapse(NET, ['square', 'exp', 'add']);
    const { structure, diagnostics } = check(document);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(structure.get(id)?.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(structure.get(id)?.outputs.map(({ name }) => name)).toEqual(['y', 'y_2']);
    expect(wiring(document)).toEqual(wiring(NET));
  });

  test('and unpacking gives the same document again, to the byte', () => {
    for (const ids of [['square'], ['square', 'exp', 'add'], ['exp', 'loss'], NET.nodes.map(({ id }) => id)]) {
      const { document, id } = collapse(NET, ids);
      expect(printDocument(unpackSubgraph(document, id, nodeRegistry))).toBe(printDocument(NET));
    }
  });

  test('can be done inside a subgraph, and to a subgraph with others', () => {
    const outer = collapse(NET, ['square', 'exp', 'add']);
    const inner = collapse(outer.document, ['square', 'exp']);
    expect(wiring(inner.document)).toEqual(wiring(NET));
    const around = collapse(inner.document, [outer.id, 'loss']);
    expect(wiring(around.document)).toEqual(wiring(NET));
    const back = unpackSubgraph(unpackSubgraph(around.document, around.id, nodeRegistry), inner.id, nodeRegistry);
    expect(printDocument(unpackSubgraph(back, outer.id, nodeRegistry))).toBe(printDocument(NET));
  });

  test('of nothing, of a port, or of nodes in different containers is not possible', () => {
    const { document } = collapse(NET, ['square', 'exp']);
    expect(collapseNodes(NET, [], nodeRegistry)).toBeNull();
    expect(collapseNodes(NET, ['ghost'], nodeRegistry)).toBeNull();
    expect(collapseNodes(document, ['square', 'loss'], nodeRegistry)).toBeNull();
    expect(collapseNodes(document, ['input_1'], nodeRegistry)).toBeNull();
  });

  test('of random parts of random networks keeps the wiring, and unpacks to the same bytes', () => {
    const stream = new Stream(5, 'collapse');
    for (let seed = 0; seed < 60; seed++) {
      const document = soundDocument(seed, 6);
      const ids = document.nodes.map(({ id }) => id).filter(() => stream.uniform() < 0.5);
      if (ids.length === 0) continue;
      const { document: folded, id } = collapse(document, ids);
      expect(wiring(folded)).toEqual(wiring(document));
      expect(printDocument(unpackSubgraph(folded, id, nodeRegistry))).toBe(printDocument(document));
    }
  });
});

test('unpacking a frozen subgraph leaves its nodes frozen', () => {
  const { document, id } = collapse(NET, ['square', 'exp']);
  const frozen = {
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, frozen: true } : node)),
  };
  const { nodes } = unpackSubgraph(frozen, id, nodeRegistry);
  expect(nodes.filter((node) => node.frozen).map((node) => node.id)).toEqual(['square', 'exp']);
});

test('grouping puts a frame about nodes, and ungrouping takes it away again', () => {
  const made = groupNodes(NET, ['exp', 'add'], nodeRegistry);
  expect(made?.document.nodes.filter(({ parentId }) => parentId === made.id).map(({ id }) => id)).toEqual([
    'exp',
    'add',
  ]);
  expect(made && wiring(made.document)).toEqual(wiring(NET));
  expect(made && printDocument(ungroupNodes(made.document, made.id))).toBe(printDocument(NET));
});
