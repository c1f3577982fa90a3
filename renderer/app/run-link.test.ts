import { expect, test } from 'vitest';
import { type GraphDocument, parseDocument } from '../../engine';
import { setData } from '../document/edits';
import { findNode } from '../document/lookup';
import { findExample } from '../examples';
import { liveChanges } from './run-link';

const parsed = parseDocument(findExample('digits-batchnorm')?.text ?? '');
if (!parsed.ok) throw new Error('The example does not open.');
const first: GraphDocument = parsed.value;

const change = (id: string, parameter: string, value: unknown): GraphDocument =>
  setData(first, id, { ...findNode(first, id)?.data, [parameter]: value });

test('a learning rate is set live', () => {
  expect(liveChanges(first, change('optimizer', 'learningRate', 0.05))).toEqual([
    { nodeId: 'optimizer', parameter: 'learningRate', value: 0.05 },
  ]);
});

test('a number of units needs compiling', () => {
  expect(liveChanges(first, change('dense_1', 'units', 7))).toBeNull();
});

test('other wires, nodes, seeds and settings need compiling', () => {
  expect(liveChanges(first, { ...first, edges: first.edges.slice(1) })).toBeNull();
  expect(liveChanges(first, { ...first, nodes: first.nodes.slice(1) })).toBeNull();
  expect(liveChanges(first, { ...first, seed: first.seed + 1 })).toBeNull();
  expect(liveChanges(first, { ...first, run: { ...first.run, batchSize: 3 } })).toBeNull();
});

test('moving a card changes nothing for the run', () => {
  const nodes = first.nodes.map((node) => ({ ...node, position: { x: node.position.x + 8, y: 0 } }));
  expect(liveChanges(first, { ...first, nodes })).toEqual([]);
});
