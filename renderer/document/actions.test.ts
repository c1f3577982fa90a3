import { beforeEach, expect, test } from 'vitest';
import { createChecker, newDocument, nodeRegistry, parseDocument, printDocument } from '../../engine';
import { examples, findExample } from '../examples';
import * as actions from './actions';
import { pasteText, selectionText } from './clipboard';
import * as copying from './copying';
import { findNode } from './lookup';
import * as moving from './moving';
import { setParameters } from './parameters';
import { freePlaceAmong, nextPlace } from './placing';
import { select, selectedNodes } from './selection';
import { currentDocument, edit, endStep, isDirty, loadDocument, redoEdit, undoEdit, useDocument } from './store';
import * as wiring from './wiring';

function open(id: string): void {
  const parsed = parseDocument(findExample(id)?.text ?? '');
  if (!parsed.ok) throw new Error(`The example ${id} does not open.`);
  loadDocument(parsed.value);
}

const undoNames = (): string[] => useDocument.getState().history.past.map(({ name }) => name);

beforeEach(() => loadDocument(newDocument('Test')));

test('the next card stands at the right of the last one, or begins a row where the view ends', () => {
  open('iris');
  const document = currentDocument();
  const last = document.nodes.at(-1);
  if (!last) throw new Error('The example is empty.');
  const { x, y } = last.position;
  const places = document.nodes.map(({ position }) => position);
  expect(nextPlace(places, last.position, () => true)).toEqual({ x: x + 244, y });
  const row = nextPlace(places, last.position, () => false);
  expect(row.x).toBe(Math.min(...document.nodes.map(({ position }) => position.x)));
  expect(row.y).toBe(Math.max(...document.nodes.map(({ position }) => position.y)) + 148);
});

/** A small generator, so that a failure can be repeated. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomAction(random: (below: number) => number): void {
  const document = currentDocument();
  const types = [...nodeRegistry.keys()];
  const node = document.nodes[random(Math.max(1, document.nodes.length))];
  const edge = document.edges[random(Math.max(1, document.edges.length))];
  const other = document.nodes[random(Math.max(1, document.nodes.length))];
  switch (random(14)) {
    case 0:
      actions.addNode(types[random(types.length)] as string, { x: random(900), y: random(600) });
      break;
    case 1:
      if (node) select([node.id], edge ? [edge.id] : []);
      actions.deleteSelection();
      break;
    case 2:
      if (node) moving.moveNodes(new Map([[node.id, { x: random(900), y: random(600) }]]), `drag ${random(3)}`);
      break;
    case 3:
      if (node && other) {
        const source = nodeRegistry.get(node.type)?.outputs[0];
        const target = nodeRegistry.get(other.type)?.inputs[0];
        if (source && target) {
          wiring.connect({ source: node.id, sourceHandle: source.name, target: other.id, targetHandle: target.name });
        }
      }
      break;
    case 4:
      if (node) {
        const names = Object.keys(nodeRegistry.get(node.type)?.parameters ?? {});
        const name = names[random(Math.max(1, names.length))];
        if (name) setParameters([node.id], name, random(2) ? random(50) : 'text');
      }
      break;
    case 5:
      if (node) actions.renameNode(node.id, `renamed_${random(40)}`);
      break;
    case 6:
      if (node) select(other ? [node.id, other.id] : [node.id]);
      copying.duplicateSelection();
      break;
    case 7:
      if (node) select([node.id]);
      actions.deleteAndReconnect();
      break;
    case 8:
      actions.setRun(random(2) ? { batchSize: 1 + random(99) } : { steps: undefined, epochs: 1 + random(9) }, 'Run');
      break;
    case 9:
      actions.setName(`Name ${random(99)}`);
      break;
    case 10:
      actions.setSeed(random(9999));
      break;
    case 11: {
      if (node) select([node.id]);
      const text = selectionText();
      if (text !== null) pasteText(text);
      break;
    }
    case 12:
      if (node) select([node.id]);
      moving.nudgeSelection(8 * (random(3) - 1), 8);
      break;
    default:
      if (edge) wiring.removeEdge(edge.id);
      if (random(2)) endStep();
  }
}

test('hundreds of random changes undone give the first document byte for byte, and redone the last', () => {
  for (const [place, { id }] of examples.entries()) {
    open(id);
    const first = printDocument(currentDocument());
    const random = randomNumbers(place + 1);
    for (let count = 0; count < 300; count++) randomAction(random);
    const last = printDocument(currentDocument());
    const steps = useDocument.getState().history.past.length;
    expect(steps).toBeGreaterThan(50);
    for (let count = 0; count < steps; count++) undoEdit();
    expect(printDocument(currentDocument())).toBe(first);
    for (let count = 0; count < steps; count++) redoEdit();
    expect(printDocument(currentDocument())).toBe(last);
  }
});

test('a document stays sound under random changes: ids are unique, edges have both ends, an input has one wire', () => {
  open('digits-batchnorm');
  const random = randomNumbers(99);
  for (let count = 0; count < 400; count++) {
    randomAction(random);
    const { nodes, edges } = currentDocument();
    const ids = new Set(nodes.map(({ id }) => id));
    expect(ids.size).toBe(nodes.length);
    expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
    expect(new Set(edges.map(({ target, targetHandle }) => `${target}/${targetHandle}`)).size).toBe(edges.length);
    for (const { source, target } of edges) expect(ids.has(source) && ids.has(target)).toBe(true);
  }
});

test('a drag is one step, and the next drag another', () => {
  open('iris');
  const [node] = currentDocument().nodes;
  const id = node?.id as string;
  for (const x of [10, 20, 30]) moving.moveNodes(new Map([[id, { x, y: 0 }]]), 'drag 1');
  for (const x of [40, 50]) moving.moveNodes(new Map([[id, { x, y: 0 }]]), 'drag 2');
  expect(undoNames()).toEqual([`move ${id}`, `move ${id}`]);
  undoEdit();
  expect(findNode(currentDocument(), id)?.position.x).toBe(30);
});

test('typing in one field is one step, and in two fields two', () => {
  open('iris');
  for (const units of [1, 12, 128]) setParameters(['dense_1'], 'units', units);
  setParameters(['dense_1'], 'useBias', false);
  expect(undoNames()).toEqual(['Units of dense_1', 'Bias of dense_1']);
});

test('steps are named after what was done', () => {
  open('iris');
  actions.addNode('dense', { x: 0, y: 0 });
  const [id] = selectedNodes();
  wiring.connect({ source: 'data', sourceHandle: 'features', target: id as string, targetHandle: 'x' });
  actions.deleteSelection();
  expect(undoNames()).toEqual(['add Dense', `connect data → ${id}`, `delete ${id}`]);
});

test('a change that changes nothing is no step', () => {
  open('iris');
  actions.setName(currentDocument().name);
  actions.setRun({ batchSize: currentDocument().run.batchSize }, 'Batch size');
  setParameters(['dense_1'], 'units', findNode(currentDocument(), 'dense_1')?.data.units);
  moving.moveNodes(new Map(), 'drag 1');
  expect(undoNames()).toEqual([]);
});

test('a second wire at an input replaces the first', () => {
  open('iris');
  const before = currentDocument().edges.length;
  const id = actions.addNode('dense', { x: 0, y: 0 }) as string;
  wiring.connect({ source: id, sourceHandle: 'z', target: 'softmax', targetHandle: 'x' });
  const into = currentDocument().edges.filter(({ target }) => target === 'softmax');
  expect(into).toHaveLength(1);
  expect(into[0]?.source).toBe(id);
  expect(currentDocument().edges.length).toBe(before);
});

test('a renamed node keeps its wires and stays selected', () => {
  open('iris');
  select(['dense_1']);
  const wires = currentDocument().edges.filter((edge) => edge.source === 'dense_1' || edge.target === 'dense_1').length;
  expect(actions.renameNode('dense_1', 'first')).toBe(true);
  expect(selectedNodes()).toEqual(['first']);
  const now = currentDocument().edges.filter((edge) => edge.source === 'first' || edge.target === 'first');
  expect(now).toHaveLength(wires);
});

test('an id is refused when it is taken or not an id', () => {
  open('iris');
  expect(actions.renameNode('dense_1', 'softmax')).toBe(false);
  expect(actions.renameNode('dense_1', '1st layer')).toBe(false);
  expect(actions.idProblem('dense_1', 'dense_1')).toBeNull();
});

test('deleting and reconnecting leads the data past the node', async () => {
  open('digits-batchnorm');
  useDocument.setState({ checked: await createChecker().check(currentDocument(), {}) });
  select(['bn_1']);
  actions.deleteAndReconnect();
  const { edges } = currentDocument();
  expect(edges.some(({ source, target }) => source === 'dense_1' && target === 'act_1')).toBe(true);
  expect(undoNames()).toEqual(['delete bn_1']);
});

test('a copy has new ids and the wires inside it', () => {
  open('digits-batchnorm');
  select(['dense_1', 'bn_1']);
  const text = selectionText() as string;
  const { nodes, edges } = currentDocument();
  expect(pasteText(text)).toBe(true);
  const [a, b] = selectedNodes();
  expect(currentDocument().nodes).toHaveLength(nodes.length + 2);
  expect(currentDocument().edges).toHaveLength(edges.length + 1);
  expect(currentDocument().edges.some(({ source, target }) => source === a && target === b)).toBe(true);
});

test('pasting a text that is no graph changes nothing', () => {
  open('iris');
  const before = currentDocument();
  expect(pasteText('hello')).toBe(false);
  expect(pasteText('{"format": "zlens-graph", "version": 999}')).toBe(false);
  expect(currentDocument()).toBe(before);
});

test('the selection drops what no longer is', () => {
  open('iris');
  const id = actions.addNode('dense', { x: 0, y: 0 }) as string;
  select([id, 'softmax']);
  undoEdit();
  expect(selectedNodes()).toEqual(['softmax']);
});

test('a document is dirty until it is what the file holds, also by undoing', () => {
  open('iris');
  expect(isDirty(useDocument.getState())).toBe(false);
  actions.setName('Changed');
  expect(isDirty(useDocument.getState())).toBe(true);
  undoEdit();
  expect(isDirty(useDocument.getState())).toBe(false);
  redoEdit();
  useDocument.setState({ saved: currentDocument() });
  expect(isDirty(useDocument.getState())).toBe(false);
});

test('a new node covers no other', () => {
  open('iris');
  const document = currentDocument();
  const place = freePlaceAmong(
    document.nodes.map(({ position }) => position),
    document.nodes[0]?.position ?? { x: 0, y: 0 },
  );
  for (const { position } of document.nodes) {
    const apart = Math.abs(position.x - place.x) >= 160 || Math.abs(position.y - place.y) >= 104;
    expect(apart).toBe(true);
  }
});

test('an edit keeps all that it does not touch', () => {
  open('iris');
  const before = currentDocument();
  edit('test', (document) => ({ ...document, name: 'Other' }));
  expect(currentDocument().nodes).toBe(before.nodes);
  setParameters(['dense_1'], 'units', 99);
  const untouched = currentDocument().nodes.filter((node) => before.nodes.includes(node));
  expect(untouched).toHaveLength(before.nodes.length - 1);
});

test('a node dropped on a wire is led through it, once', () => {
  open('iris');
  const wire = currentDocument().edges.find(({ source, target }) => source === 'data' && target === 'dense_1');
  const id = actions.addNode('activation', { x: 0, y: 0 }, (document, added) =>
    wiring.ledThrough(document, wire?.id as string, added),
  );
  const { edges } = currentDocument();
  expect(edges.some(({ source, target }) => source === 'data' && target === id)).toBe(true);
  expect(edges.find(({ target }) => target === 'dense_1')?.source).toBe(id);
  expect(undoNames()).toEqual(['add Activation']);
  expect(wiring.ledThrough(currentDocument(), edges[0]?.id as string, id as string)).toBe(currentDocument());
});

test('a node moved onto a wire is one step with its move', () => {
  open('iris');
  const wire = currentDocument().edges.find(({ source, target }) => source === 'data' && target === 'dense_1');
  const id = actions.addNode('activation', { x: 0, y: 0 }) as string;
  moving.moveNodes(new Map([[id, { x: 200, y: 24 }]]), 'drag 1');
  wiring.insertIntoWire(wire?.id as string, id, 'drag 1');
  expect(undoNames()).toEqual(['add Activation', `insert ${id} into a wire`]);
});

test('a node whose ports do not fit is not led into a wire', () => {
  open('iris');
  const labels = currentDocument().edges.find(({ sourceHandle }) => sourceHandle === 'labels');
  const id = actions.addNode('dense', { x: 0, y: 0 }) as string;
  wiring.insertIntoWire(labels?.id as string, id);
  expect(undoNames()).toEqual(['add Dense']);
});
