import { expect, test } from 'vitest';
import type { DocumentEdit } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { nodeRegistry } from '../nodes/index';
import { check, sketch } from '../testing/documents';
import { applyEdits, freeId, newDocument, withWrittenDefaults } from './edit';

const document = sketch({
  a: { type: 'variable', data: { initialValue: [1, 2], shape: [1, 2] } },
  b: { type: 'square', from: { x: 'a' } },
  c: { type: 'add', from: { a: 'a', b: 'b' } },
});

const apply = (...edits: DocumentEdit[]): GraphDocument => applyEdits(document, edits, nodeRegistry);

test('edits change a copy', () => {
  const before = JSON.stringify(document);
  apply({ kind: 'removeNode', nodeId: 'a' }, { kind: 'setRun', key: 'batchSize', value: 3 });
  expect(JSON.stringify(document)).toBe(before);
});

test('a removed node takes its wires along', () => {
  const { nodes, edges } = apply({ kind: 'removeNode', nodeId: 'b' });
  expect(nodes.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(edges.map(({ id }) => id)).toEqual(['a.value-c.a']);
});

test('an added node has its defaults written out', () => {
  const edit = { kind: 'addNode', nodeId: 'd', type: 'dense', data: { units: 3 }, position: { x: 1, y: 2 } } as const;
  expect(apply(edit).nodes.at(-1)).toEqual({
    id: 'd',
    type: 'dense',
    position: { x: 1, y: 2 },
    data: { units: 3, useBias: true, kernelInitializer: 'glorotUniform', biasInitializer: 'zeros' },
  });
});

test('a connection takes the place of the wire that was there', () => {
  const edit = { kind: 'connect', source: 'a', sourceHandle: 'value', target: 'c', targetHandle: 'b' } as const;
  const { edges } = apply(edit);
  expect(edges.filter(({ target }) => target === 'c').map(({ id }) => id)).toEqual(['a.value-c.a', 'a.value-c.b']);
});

test('a new wire gets an id that no other has', () => {
  const { edges } = applyEdits(
    { ...document, edges: [{ ...(document.edges[0] as GraphDocument['edges'][0]), id: 'b.y-c.a' }] },
    [{ kind: 'connect', source: 'b', sourceHandle: 'y', target: 'c', targetHandle: 'a' }],
    nodeRegistry,
  );
  expect(edges.map(({ id }) => id)).toEqual(['b.y-c.a', 'b.y-c.a-2']);
});

test('a removed wire leaves its nodes', () => {
  expect(apply({ kind: 'removeEdge', edgeId: 'a.value-c.a' }).edges).toHaveLength(2);
});

test('steps and epochs take each other’s place', () => {
  const epochs = apply({ kind: 'setRun', key: 'epochs', value: 3 });
  expect([epochs.run.steps, epochs.run.epochs]).toEqual([undefined, 3]);
  const steps = applyEdits(epochs, [{ kind: 'setRun', key: 'steps', value: 9 }], nodeRegistry);
  expect([steps.run.steps, steps.run.epochs]).toEqual([9, undefined]);
});

test('free ids count up from 1', () => {
  expect(freeId(newDocument('x'), 'dense')).toBe('dense_1');
  const two = sketch({ dense_1: { type: 'dense' }, dense_2: { type: 'dense' } });
  expect(freeId(two, 'dense')).toBe('dense_3');
});

test('writing out defaults changes nothing that is set, and not what the graph means', () => {
  const written = withWrittenDefaults(document, nodeRegistry);
  expect(written.nodes[0]?.data).toEqual({ initialValue: [1, 2], shape: [1, 2], trainable: true });
  const meaning = (of: GraphDocument) =>
    check(of).nodes.map(({ id, parameters, outputs }) => ({ id, parameters, outputs }));
  expect(meaning(written)).toEqual(meaning(document));
  expect(withWrittenDefaults(written, nodeRegistry)).toEqual(written);
});

test('a new document is valid but empty', () => {
  expect(check(newDocument('Mine')).diagnostics.map(({ code }) => code)).toEqual(['ZL210']);
});
