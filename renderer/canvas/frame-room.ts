/** Room for a frame that was a card a moment ago: its neighbours slide apart, as far as they would lie under it. */
import type { GraphDocument } from '../../engine';
import { moveNodes } from '../document/edits';
import { outline } from '../document/lookup';
import { GRID } from '../document/placing';
import type { Point, Rect } from './geometry';
import { positionsFor, rectsOf } from './places';

/** What is kept free about the frame. */
const GAP = { beside: 48, above: 16 } as const;

const upToGrid = (length: number): number => Math.ceil(Math.max(0, length) / GRID) * GRID;

/** The document with the neighbours of a container moved out of its way. `card` is where it was before. */
export function makeRoomAround(document: GraphDocument, id: string, card: Rect | undefined): GraphDocument {
  const rects = rectsOf(document);
  const frame = rects.get(id);
  if (!frame || !card) return document;
  const { parents } = outline(document);
  const container = parents.get(id);
  const others = [...rects].filter(([other]) => other !== id && parents.get(other) === container);
  const right = card.x + card.width;
  const bottom = card.y + card.height;
  const inRow = others.filter(([, { y, height }]) => y < bottom && y + height > card.y);
  const after = inRow.filter(([, { x }]) => x >= right);
  const before = inRow.filter(([, { x, width }]) => x + width <= card.x);
  const level = ([, { x, width }]: [string, Rect]): boolean => x < frame.x + frame.width && x + width > frame.x;
  const above = others.filter(([, { y, height }]) => y + height <= card.y);
  const below = others.filter(([, { y }]) => y >= bottom);

  const nearest = (list: [string, Rect][], edge: (rect: Rect) => number): number[] =>
    list.map(([, rect]) => edge(rect));
  const shiftRight = upToGrid(frame.x + frame.width + GAP.beside - Math.min(...nearest(after, ({ x }) => x)));
  const shiftLeft = upToGrid(Math.max(...nearest(before, ({ x, width }) => x + width)) + GAP.beside - frame.x);
  const shiftUp = upToGrid(Math.max(...nearest(above.filter(level), (r) => r.y + r.height)) + GAP.above - frame.y);
  const shiftDown = upToGrid(
    frame.y + frame.height + GAP.above - Math.min(...nearest(below.filter(level), ({ y }) => y)),
  );

  const places = new Map<string, Point>();
  const move = (list: [string, Rect][], dx: number, dy: number): void => {
    if (dx === 0 && dy === 0) return;
    for (const [other, { x, y }] of list) places.set(other, { x: x + dx, y: y + dy });
  };
  move(after, shiftRight, 0);
  move(before, -shiftLeft, 0);
  move(above, 0, -shiftUp);
  move(below, 0, shiftDown);
  return moveNodes(document, positionsFor(document, places));
}
