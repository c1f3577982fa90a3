/** Aligning, distributing and laying out what is on the canvas; each one step, and cards slide to their places. */
import type { GraphDocument } from '../../engine';
import { toast } from '../app/dialog-store';
import { type Alignment, type Axis, aligned, distributed } from '../document/arrange';
import * as edits from '../document/edits';
import { outline, withInner } from '../document/lookup';
import { movableRoots } from '../document/moving';
import { setReroutes } from '../document/reroutes';
import { selectedNodes } from '../document/selection';
import { currentDocument, edit } from '../document/store';
import { groupSelection, makeSubgraph, setCollapsed } from '../document/structure';
import { texts } from '../texts';
import { editText } from './editing';
import { makeRoomAround } from './frame-room';
import { CARD_HEIGHT, CARD_WIDTH, type Point, type Rect } from './geometry';
import type { Direction } from './layered';
import { glide } from './motion';
import { framesOf, originOf, positionsFor, rectsOf } from './places';
import { updateRoutes } from './routes';
import { fitView } from './viewport';

const names = texts.gestures;
const words = texts.arrange;

/** The selected rectangles, without what is carried by a selected container. */
function selectedRects(): Map<string, Rect> {
  const rects = rectsOf(currentDocument());
  return new Map(
    movableRoots(selectedNodes()).flatMap((id): [string, Rect][] => {
      const rect = rects.get(id);
      return rect ? [[id, rect]] : [];
    }),
  );
}

export const selectedCount = (): number => selectedRects().size;

function put(name: string, places: ReadonlyMap<string, Point>): void {
  glide();
  edit(name, (document) => edits.moveNodes(document, positionsFor(document, places)));
  updateRoutes(currentDocument(), true);
}

export function align(how: Alignment): void {
  const rects = selectedRects();
  if (rects.size > 1) put(names.align(words.aligned[how], rects.size), aligned(rects, how));
}

export function distribute(axis: Axis): void {
  const rects = selectedRects();
  if (rects.size > 2) put(names.distribute(words.distributed[axis], rects.size), distributed(rects, axis));
}

/** The selected nodes of one container, if they are at least two; else all. Notes stay where they were put. */
function toArrange(document: GraphDocument): string[] | null {
  const { parents } = outline(document);
  const roots = movableRoots(selectedNodes());
  const container = parents.get(roots[0] ?? '');
  if (roots.length < 2 || roots.some((id) => parents.get(id) !== container)) return null;
  return roots;
}

/** Lays the graph out in columns or rows as the data flows, or of several selected nodes only those. */
export async function arrange(direction: Direction): Promise<void> {
  const { layered } = await import('./layered');
  const document = currentDocument();
  const chosen = toArrange(document);
  const positions = layered(document, direction, chosen);
  glide();
  edit(names.layout, (before) => {
    const moved = edits.moveNodes(before, positions);
    return before.edges.reduce(
      (result, { id, source, target }) =>
        positions.has(source) && positions.has(target) ? setReroutes(result, id, []) : result,
      moved,
    );
  });
  updateRoutes(currentDocument(), true);
  if (!chosen) fitView();
}

/** Puts a frame about the selection, and the caret into its title. */
export function group(): void {
  const id = groupSelection();
  if (id === null) toast(texts.canvas.severalContainers);
  else editText(id);
}

/** Shows containers as cards, or as frames for which the neighbours make room. */
export function fold(ids: readonly string[], collapsed: boolean): void {
  const before = currentDocument();
  glide();
  setCollapsed(ids, collapsed, (document) =>
    collapsed ? document : ids.reduce((changed, id) => makeRoomAround(changed, id, rectsOf(before).get(id)), document),
  );
  updateRoutes(currentDocument(), true);
}

/** Makes a subgraph of the selection, as a card in the middle of where it was, or in the first one's place where that is taken. */
export function toSubgraph(): void {
  const document = currentDocument();
  const rects = [...selectedRects().values()];
  if (rects.length === 0) return;
  const left = Math.min(...rects.map(({ x }) => x));
  const right = Math.max(...rects.map(({ x, width }) => x + width));
  const top = Math.min(...rects.map(({ y }) => y));
  const bottom = Math.max(...rects.map(({ y, height }) => y + height));
  const [first] = selectedRects().keys();
  const origin = originOf(document, first === undefined ? undefined : outline(document).parents.get(first));
  const middle = { x: (left + right - CARD_WIDTH) / 2, y: (top + bottom - CARD_HEIGHT) / 2 };
  const chosen = withInner(document, selectedNodes());
  const isTaken = [...rectsOf(document)].some(
    ([other, { x, y, width, height }]) =>
      !chosen.has(other) &&
      !framesOf(document).has(other) &&
      x < middle.x + CARD_WIDTH &&
      x + width > middle.x &&
      y < middle.y + CARD_HEIGHT &&
      y + height > middle.y,
  );
  const place = isTaken ? (rects[0] ?? middle) : middle;
  const corner = { x: place.x - origin.x, y: place.y - origin.y };
  const id = makeSubgraph({ x: Math.round(corner.x), y: Math.round(corner.y) });
  if (id === null) toast(texts.canvas.severalContainers);
  else editText(id);
}
