import { expect, test } from 'vitest';
import { groupNodes, parseDocument } from '../../engine';
import { moveNodes } from '../document/edits';
import { examples, findExample } from '../examples';
import { layered } from './layered';
import { lookOf, rectsOf } from './places';
import { routeVia } from './via';

function example(id: string) {
  const parsed = parseDocument(findExample(id)?.text ?? '');
  if (!parsed.ok) throw new Error(`The example ${id} does not open.`);
  return parsed.value;
}

test('laid out from left to right every wire leads to the right, downwards every wire leads down, and no card covers another', () => {
  for (const { id } of examples) {
    const document = example(id);
    for (const direction of ['LR', 'TB'] as const) {
      const after = moveNodes(document, layered(document, direction, null));
      const rects = rectsOf(after);
      const axis = direction === 'LR' ? 'x' : 'y';
      for (const { source, target } of after.edges) {
        expect((rects.get(target)?.[axis] as number) - (rects.get(source)?.[axis] as number)).toBeGreaterThan(0);
      }
      // Frames hold cards, and notes stay where they were put.
      const all = after.nodes.flatMap((node) => (lookOf(node) === 'card' ? (rects.get(node.id) ?? []) : []));
      for (const [place, a] of all.entries()) {
        for (const b of all.slice(place + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      }
    }
  }
});

test('what stands in a frame is laid out in it, and others stand beside the frame', () => {
  const document = groupNodes(example('digits-batchnorm'), ['dense_2', 'bn_2', 'act_2']);
  if (!document) throw new Error('They can be grouped.');
  const after = moveNodes(document.document, layered(document.document, 'LR', null));
  const rects = rectsOf(after);
  const frame = rects.get(document.id);
  if (!frame) throw new Error('The frame is drawn.');
  for (const node of after.nodes) {
    const rect = rects.get(node.id);
    if (!rect || node.id === document.id) continue;
    const inside = rect.x >= frame.x && rect.x + rect.width <= frame.x + frame.width;
    expect(inside && rect.y >= frame.y && rect.y < frame.y + frame.height).toBe(node.parentId === document.id);
  }
});

test('of several nodes only those are laid out', () => {
  const document = example('iris');
  expect([...layered(document, 'TB', ['dense_1', 'softmax']).keys()].sort()).toEqual(['dense_1', 'softmax']);
});

test('a wire through points passes each of them with level and upright pieces alone', () => {
  const from = { x: 0, y: 0 };
  const to = { x: 400, y: 50 };
  for (const via of [
    [{ x: 200, y: 100 }],
    [{ x: 600, y: -40 }],
    [
      { x: 300, y: 200 },
      { x: 100, y: 120 },
    ],
    [{ x: -200, y: 0 }],
  ]) {
    const route = routeVia(from, via, to);
    expect(route[0]).toEqual(from);
    expect(route.at(-1)).toEqual(to);
    for (const point of via) expect(route).toContainEqual(point);
    for (let place = 1; place < route.length; place++) {
      const [a, b] = [route[place - 1] as typeof from, route[place] as typeof from];
      expect(a.x === b.x || a.y === b.y).toBe(true);
    }
  }
});
