import { expect, test } from 'vitest';
import type { GraphDocument, GraphNode } from '../../engine';
import { healthOf } from './health';

/** A chain of nodes, each wired to the next. */
function chain(...nodes: Partial<GraphNode>[]): GraphDocument {
  const all = nodes.map(
    (node, place): GraphNode => ({
      ...{ id: `n${place}`, type: 'dense', position: { x: 0, y: 0 }, data: {} },
      ...node,
    }),
  );
  const edges = all.slice(1).map((target, place) => {
    const source = all[place] as GraphNode;
    return { id: `e${place}`, source: source.id, sourceHandle: 'z', target: target.id, targetHandle: 'x' };
  });
  const run = { batchSize: 1, steps: 1, shuffle: true, evaluateEvery: 1, probeEvery: 1 };
  return { format: 'zlens-graph', version: 1, name: '', seed: 1, nodes: all, edges, run };
}

const activation = (name: string, more: Partial<GraphNode> = {}): Partial<GraphNode> => ({
  type: 'activation',
  data: { function: name },
  ...more,
});

test('units can be dead only where a ReLU reads them', () => {
  expect(healthOf(chain({}, activation('relu')), 'n0')).toEqual({ dead: true, saturating: null });
  expect(healthOf(chain({}, activation('leakyRelu')), 'n0')).toEqual({ dead: false, saturating: null });
});

test('values can be saturated only where a sigmoid or tanh reads them', () => {
  expect(healthOf(chain({}, activation('sigmoid')), 'n0')).toEqual({ dead: false, saturating: 'sigmoid' });
  expect(healthOf(chain({}, activation('tanh')), 'n0')).toEqual({ dead: false, saturating: 'tanh' });
});

test('neither applies to what feeds a batch norm or a softmax', () => {
  const graph = chain({}, { type: 'batchNorm' }, activation('relu'), {}, { type: 'softmax' });
  expect(healthOf(graph, 'n0')).toEqual({ dead: false, saturating: null });
  expect(healthOf(graph, 'n1')).toEqual({ dead: true, saturating: null });
  expect(healthOf(graph, 'n3')).toEqual({ dead: false, saturating: null });
});

test('looks through bypassed nodes and the linear function', () => {
  const graph = chain({}, { type: 'batchNorm', bypassed: true }, activation('linear'), activation('tanh'));
  expect(healthOf(graph, 'n0').saturating).toBe('tanh');
});

test('an activation left at its default is a ReLU', () => {
  expect(healthOf(chain({}, { type: 'activation' }), 'n0').dead).toBe(true);
});

test('without a compiled graph nothing applies', () => {
  expect(healthOf(null, 'n0')).toEqual({ dead: false, saturating: null });
});
