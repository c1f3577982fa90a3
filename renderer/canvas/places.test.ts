import { expect, test } from 'vitest';
import { type GraphNode, newDocument } from '../../engine';
import { extract, insertCopy, remove } from '../document/edits';
import { handleAt, portsOf, withInner } from '../document/lookup';
import { flowEdge, flowNodes } from './flow-elements';
import { frameAt, originOf, positionsFor, rectsOf, shownAs } from './places';

const node = (id: string, type: string, x: number, y: number, parentId?: string): GraphNode => ({
  id,
  type,
  position: { x, y },
  data: {},
  ...(parentId === undefined ? {} : { parentId }),
});

const NODES = [
  node('inner', 'square', 40, 60, 'box'),
  node('note', 'comment', 0, 0),
  node('in', 'subgraphInput', 10, 20, 'box'),
  node('frame', 'group', 100, 200),
  node('box', 'subgraph', 30, 40, 'frame'),
];
const wire = (source: string, sourceHandle: string, target: string, targetHandle: string) => ({
  id: `${source}-${target}-${targetHandle}`,
  source,
  sourceHandle,
  target,
  targetHandle,
});
const EDGES = [wire('w', 'value', 'box', 'in'), wire('in', 'value', 'inner', 'x')];
const DOCUMENT = { ...newDocument('Nested'), nodes: [...NODES, node('w', 'variable', 0, 400)], edges: EDGES };

test('what stands in a container is placed from its position, and frames are drawn about all of it', () => {
  const rects = rectsOf(DOCUMENT);
  expect(rects.get('inner')).toEqual({ x: 170, y: 300, width: 160, height: 104 });
  expect(rects.get('box')).toEqual({ x: 116, y: 220, width: 240, height: 208 });
  expect(rects.get('frame')).toEqual({ x: 92, y: 180, width: 288, height: 272 });
  expect(rects.get('note')).toEqual({ x: 0, y: 0, width: 240, height: 104 });
});

test('React Flow gets places of the canvas, and frames lie under what stands in them', () => {
  const nodes = flowNodes(DOCUMENT, new Set());
  const found = (id: string) => nodes.find((node) => node.id === id);
  expect(found('inner')).toMatchObject({ type: 'card', position: { x: 170, y: 300 }, zIndex: 0 });
  expect(found('frame')).toMatchObject({ type: 'frame', position: { x: 92, y: 180 }, width: 288 });
  expect(found('frame')?.zIndex).toBeLessThan(found('box')?.zIndex as number);
  expect(found('box')?.zIndex).toBeLessThan(0);
});

test('a collapsed container is a card, and what stands in it is not drawn', () => {
  const nodes = DOCUMENT.nodes.map((n) => (n.id === 'frame' ? { ...n, data: { collapsed: true } } : n));
  const collapsed = { ...DOCUMENT, nodes };
  expect([...rectsOf(collapsed).keys()].sort()).toEqual(['frame', 'note', 'w']);
  expect(rectsOf(collapsed).get('frame')).toEqual({ x: 100, y: 200, width: 160, height: 104 });
  expect(shownAs(collapsed, 'inner')).toBe('frame');
  expect(flowEdge(collapsed, EDGES[0] as (typeof EDGES)[0], false)).toMatchObject({ source: 'w', target: 'frame' });
  expect(flowEdge(collapsed, EDGES[1] as (typeof EDGES)[0], false)).toBeNull();
  const drawn = new Set(flowNodes(collapsed, new Set()).flatMap(({ handles }) => handles?.map(({ id }) => id) ?? []));
  expect(drawn).toContain(flowEdge(collapsed, EDGES[0] as (typeof EDGES)[0], false)?.targetHandle);
});

test('a place of the canvas becomes a position in the container, and the other way round', () => {
  const positions = positionsFor(
    DOCUMENT,
    new Map([
      ['inner', { x: 180, y: 300 }],
      ['frame', { x: 100, y: 180 }],
    ]),
  );
  expect(positions.get('inner')).toEqual({ x: 50, y: 60 });
  expect(positions.get('frame')).toEqual({ x: 108, y: 200 });
  expect(originOf(DOCUMENT, 'box')).toEqual({ x: 130, y: 240 });
});

test('a point is in the innermost frame about it', () => {
  expect(frameAt(DOCUMENT, { x: 200, y: 350 }, new Set())).toBe('box');
  expect(frameAt(DOCUMENT, { x: 200, y: 350 }, new Set(['box']))).toBe('frame');
  expect(frameAt(DOCUMENT, { x: 0, y: 0 }, new Set())).toBeNull();
});

test('a wire that names a port by its node is drawn at the port', () => {
  const named = { ...DOCUMENT, nodes: DOCUMENT.nodes.map((n) => (n.id === 'in' ? { ...n, data: { name: 'x' } } : n)) };
  expect(portsOf(named, 'box').inputs.map(({ name }) => name)).toEqual(['x']);
  expect(handleAt(named, 'box', 'input', 'in')).toBe('x');
  expect(flowEdge(named, EDGES[0] as (typeof EDGES)[0], false)?.targetHandle).toBe('x');
});

test('a list of inputs has a handle for each wire and one more', () => {
  const nodes = [node('w', 'variable', 0, 0), node('join', 'concat', 0, 0)];
  const ports = (edges: typeof EDGES) =>
    flowNodes({ ...newDocument('List'), nodes, edges }, new Set())
      .find(({ id }) => id === 'join')
      ?.handles?.filter(({ type }) => type === 'target')
      .map(({ id }) => id);
  expect(ports([])).toEqual(['a', 'b']);
  expect(ports([wire('w', 'value', 'join', 'a'), wire('w', 'value', 'join', 'b')])).toEqual(['a', 'b', 'c']);
});

test('removing and copying a container takes along what stands inside', () => {
  expect(remove(DOCUMENT, ['frame']).nodes.map(({ id }) => id)).toEqual(['note', 'w']);
  expect([...withInner(DOCUMENT, ['box'])].sort()).toEqual(['box', 'in', 'inner']);
  const part = extract(DOCUMENT, ['box']);
  const { document } = insertCopy(DOCUMENT, part, { x: 5, y: 5 }, (_, { id }) => `${id}_copy`);
  const copy = (id: string) => document.nodes.find((n) => n.id === id);
  expect(copy('inner_copy')).toMatchObject({ parentId: 'box_copy', position: { x: 40, y: 60 } });
  expect(copy('box_copy')).toMatchObject({ parentId: 'frame', position: { x: 35, y: 45 } });
});
