/** What gestures do to the document: arranging, reaching, points on wires, replacing, frames. */
import { beforeEach, expect, test } from 'vitest';
import { type GraphDocument, parseDocument, printDocument } from '../../engine';
import { findExample } from '../examples';
import { addNode } from './actions';
import { aligned, distributed } from './arrange';
import { duplicateSelection } from './copying';
import { moveNodes } from './edits';
import { findNode, sourceOf } from './lookup';
import { isChanged, sameMeaning, sameProgram } from './meaning';
import { neighbourOf, ofSameKind, reach } from './reach';
import { replacements, replaceType } from './replace';
import { reroutePlace, setReroutes } from './reroutes';
import { select, selectedNodes } from './selection';
import { currentDocument, loadDocument, undoEdit, useDocument } from './store';
import { dissolve, groupSelection, makeSubgraph, setCollapsed, toggleFlag } from './structure';
import { ledThrough } from './wiring';

function open(id: string): GraphDocument {
  const parsed = parseDocument(findExample(id)?.text ?? '');
  if (!parsed.ok) throw new Error(`The example ${id} does not open.`);
  loadDocument(parsed.value);
  return parsed.value;
}

const undoNames = (): string[] => useDocument.getState().history.past.map(({ name }) => name);

beforeEach(() => void open('digits-batchnorm'));

const BOXES = new Map([
  ['a', { x: 0, y: 0, width: 100, height: 50 }],
  ['b', { x: 130, y: 20, width: 60, height: 50 }],
  ['c', { x: 300, y: 90, width: 100, height: 10 }],
]);

test('aligned boxes share an edge or a middle', () => {
  const places = (how: Parameters<typeof aligned>[1]) => [...aligned(BOXES, how).values()];
  expect(places('left').map(({ x }) => x)).toEqual([0, 0, 0]);
  expect(places('right').map(({ x }) => x)).toEqual([300, 340, 300]);
  expect(places('centre').map(({ x }) => x)).toEqual([150, 170, 150]);
  expect(places('top').map(({ y }) => y)).toEqual([0, 0, 0]);
  expect(places('bottom').map(({ y }) => y)).toEqual([50, 50, 90]);
  expect(places('middle').map(({ y }) => y)).toEqual([25, 25, 45]);
});

test('distributed boxes have equal gaps, and the outermost stay', () => {
  const places = distributed(BOXES, 'horizontal');
  expect(places.get('a')?.x).toBe(0);
  expect(places.get('b')?.x).toBe(170);
  expect(places.get('c')?.x).toBe(300);
  expect([...distributed(BOXES, 'vertical').values()].map(({ y }) => y)).toEqual([0, 45, 90]);
});

test('upstream is all that feeds a node, downstream all that it feeds', () => {
  const document = currentDocument();
  expect([...reach(document, ['bn_1'], 'upstream')].sort()).toEqual(['bn_1', 'data', 'dense_1']);
  const after = reach(document, ['softmax'], 'downstream');
  expect(after.has('softmax')).toBe(true);
  expect(after.has('dense_1')).toBe(false);
  expect(reach(document, ['data'], 'downstream').size).toBe(document.nodes.length);
  expect(ofSameKind(document, ['bn_1'])).toEqual(['bn_1', 'bn_2', 'bn_3']);
});

test('the neighbour of what goes is what fed it, else what it fed, else the nearest', () => {
  const document = currentDocument();
  expect(neighbourOf(document, ['bn_1'])).toBe('dense_1');
  expect(neighbourOf(document, ['data'])).not.toBe('data');
  expect(
    neighbourOf(
      document,
      document.nodes.map(({ id }) => id),
    ),
  ).toBeNull();
});

test('a new point goes into the leg that it adds least to', () => {
  const way = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
  ];
  expect(reroutePlace(way, { x: 50, y: 1 })).toBe(0);
  expect(reroutePlace(way, { x: 99, y: 50 })).toBe(1);
});

test('points of a wire move with both of its ends, and not with one', () => {
  const document = currentDocument();
  const edge = document.edges.find(({ source, target }) => source === 'dense_1' && target === 'bn_1');
  const bent = setReroutes(document, edge?.id as string, [{ x: 10, y: 20 }]);
  const place = (id: string, dx: number): [string, { x: number; y: number }] => {
    const { x, y } = findNode(document, id)?.position ?? { x: 0, y: 0 };
    return [id, { x: x + dx, y }];
  };
  const points = (moved: GraphDocument) => moved.edges.find(({ id }) => id === edge?.id)?.reroutes;
  expect(points(moveNodes(bent, new Map([place('dense_1', 8)])))).toEqual([{ x: 10, y: 20 }]);
  expect(points(moveNodes(bent, new Map([place('dense_1', 8), place('bn_1', 8)])))).toEqual([{ x: 18, y: 20 }]);
  expect(sameMeaning(document, bent)).toBe(true);
  expect(setReroutes(bent, edge?.id as string, []).edges.find(({ id }) => id === edge?.id)).toEqual(edge);
});

test('another type keeps the wires and the parameters that fit', () => {
  const document = currentDocument();
  expect(replacements(document, 'bn_1').map(({ type }) => type)).toContain('layerNorm');
  expect(replacements(document, 'bn_1').map(({ type }) => type)).not.toContain('dataset');
  const replaced = replaceType(document, 'bn_1', 'layerNorm');
  expect(findNode(replaced, 'bn_1')).toMatchObject({ type: 'layerNorm' });
  expect(findNode(replaced, 'bn_1')?.data.epsilon).toBe(findNode(document, 'bn_1')?.data.epsilon);
  expect(findNode(replaced, 'bn_1')?.data.momentum).toBeUndefined();
  expect(replaced.edges.map(({ source, target }) => [source, target])).toEqual(
    document.edges.map(({ source, target }) => [source, target]),
  );
});

test('a node led into a wire has room, and those before the wire stay', () => {
  const document = currentDocument();
  const wire = document.edges.find(({ source, target }) => source === 'dense_1' && target === 'bn_1');
  const target = findNode(document, 'bn_1')?.position as { x: number; y: number };
  const id = addNode('dropout', { x: target.x - 60, y: target.y }, (added, node) =>
    ledThrough(added, wire?.id as string, node),
  ) as string;
  const now = currentDocument();
  const x = (node: string): number => findNode(now, node)?.position.x as number;
  expect(x('dense_1')).toBe(findNode(document, 'dense_1')?.position.x);
  expect(x(id)).toBeGreaterThanOrEqual(x('dense_1') + 160);
  expect(x('bn_1')).toBeGreaterThanOrEqual(x(id) + 160);
  expect(x('act_1') - x('bn_1')).toBe(
    (findNode(document, 'act_1')?.position.x as number) - (findNode(document, 'bn_1')?.position.x as number),
  );
  expect(undoNames()).toHaveLength(1);
});

test('frames, their titles and folding mean nothing to the program', () => {
  const before = currentDocument();
  select(['dense_1', 'bn_1']);
  const id = groupSelection() as string;
  expect(sameProgram(before, currentDocument())).toBe(true);
  expect(isChanged(before, currentDocument(), findNode(currentDocument(), 'bn_1') as never)).toBe(false);
  setCollapsed([id], true);
  expect(sameProgram(before, currentDocument())).toBe(true);
  toggleFlag([id], 'frozen');
  expect(sameProgram(before, currentDocument())).toBe(false);
  expect(undoNames()).toEqual(['group 2 nodes', `collapse ${id}`, `freeze ${id}`]);
});

test('a subgraph is made, and unpacking it gives the nodes back where they were', () => {
  const before = currentDocument();
  select(['dense_2', 'bn_2', 'act_2']);
  const id = makeSubgraph({ x: 400, y: 200 }) as string;
  expect(findNode(currentDocument(), id)?.position).toEqual({ x: 400, y: 200 });
  const out = currentDocument().edges.find(({ source }) => source === id);
  expect(sourceOf(currentDocument(), id, out?.sourceHandle as string)).toEqual({ nodeId: 'act_2', port: 'y' });
  dissolve([id]);
  expect([...selectedNodes()].sort()).toEqual(['act_2', 'bn_2', 'dense_2']);
  for (const node of before.nodes) expect(findNode(currentDocument(), node.id)?.position).toEqual(node.position);
  undoEdit();
  undoEdit();
  expect(printDocument(currentDocument())).toBe(printDocument(before));
});

test('a copy with wires takes its inputs from where the original takes them', () => {
  select(['bn_1']);
  duplicateSelection(true);
  const [copy] = selectedNodes();
  const into = currentDocument().edges.filter(({ target }) => target === copy);
  expect(into.map(({ source }) => source)).toEqual(['dense_1']);
  expect(undoNames()).toEqual(['duplicate 1 node with wires']);
});

test('bypass is switched for all, and off where all have it', () => {
  toggleFlag(['bn_1', 'data'], 'bypassed');
  expect(findNode(currentDocument(), 'bn_1')?.bypassed).toBe(true);
  expect(findNode(currentDocument(), 'data')?.bypassed).toBeUndefined();
  toggleFlag(['bn_1', 'bn_2'], 'bypassed');
  expect(findNode(currentDocument(), 'bn_2')?.bypassed).toBe(true);
  toggleFlag(['bn_1', 'bn_2'], 'bypassed');
  expect(findNode(currentDocument(), 'bn_1')).not.toHaveProperty('bypassed');
});
