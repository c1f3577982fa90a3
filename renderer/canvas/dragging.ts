/** Dragging cards: where they go, what they would be dropped on, and what the drop does; all of it one step. */

import { toast } from '../app/dialog-store';
import { findNode, outline, withInner } from '../document/lookup';
import { movableRoots, moveNodes } from '../document/moving';
import { currentDocument, endStep } from '../document/store';
import { reparent } from '../document/structure';
import { canInsert, insertIntoWire } from '../document/wiring';
import { texts } from '../texts';
import { setDropTarget } from './drop';
import type { Point, Rect } from './geometry';
import { glide } from './motion';
import { frameAt, holdFrames, lookOf, originOf, positionsFor, rectsOf } from './places';
import { updateRoutes, wireUnder } from './routes';

let gesture = 0;
let dragged: readonly string[] = [];

/** Begins a drag of these nodes. The frames about them keep their size until it ends. */
export function startDrag(ids: readonly string[]): void {
  gesture++;
  endStep();
  dragged = movableRoots(ids);
  const document = currentDocument();
  const { parents } = outline(document);
  const moved = withInner(document, dragged);
  const frames = new Map<string, Rect>();
  for (const id of dragged) {
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
      const rect = rectsOf(document).get(at);
      if (rect && !moved.has(at)) frames.set(at, rect);
    }
  }
  holdFrames(frames);
}

/** Moves nodes to places of the canvas. */
export function dragTo(places: ReadonlyMap<string, Point>): void {
  const roots = new Set(movableRoots([...places.keys()]));
  const moved = new Map([...places].filter(([id]) => roots.has(id)));
  moveNodes(positionsFor(currentDocument(), moved), `drag ${gesture}`);
}

/** The nearest subgraph about a container, itself included: wires cannot cross its border. */
function borderOf(container: string | undefined): string | undefined {
  const document = currentDocument();
  const { parents } = outline(document);
  let at = container;
  while (at !== undefined && findNode(document, at)?.type !== 'subgraph') at = parents.get(at);
  return at;
}

/** Whether a node may go into another container: over the border of a subgraph it may take no wire along. */
function mayMoveTo(id: string, container: string | undefined): boolean {
  const document = currentDocument();
  if (borderOf(outline(document).parents.get(id)) === borderOf(container)) return true;
  const type = findNode(document, id)?.type;
  if (type === 'subgraphInput' || type === 'subgraphOutput') return false;
  const inside = withInner(document, [id]);
  return !document.edges.some(({ source, target }) => inside.has(source) !== inside.has(target));
}

const middleOf = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });

/** The frame that a dragged node would be put into; undefined: none, the canvas itself. */
function frameUnder(id: string): string | undefined {
  const document = currentDocument();
  const rect = rectsOf(document).get(id);
  return rect ? (frameAt(document, middleOf(rect), withInner(document, dragged)) ?? undefined) : undefined;
}

/** The wire that a single card would be led into. */
function wireBelow(): string | null {
  const document = currentDocument();
  const [id] = dragged;
  const node = id === undefined || dragged.length > 1 ? undefined : findNode(document, id);
  const rect = node && rectsOf(document).get(node.id);
  if (!node || !rect || lookOf(node) !== 'card') return null;
  return wireUnder(rect, (edgeId) => canInsert(document, edgeId, node.id));
}

/** Shows what a drop would do. */
export function dragOver(): void {
  const [first] = dragged;
  const frame = first === undefined ? undefined : frameUnder(first);
  const { parents } = outline(currentDocument());
  const enters = first !== undefined && frame !== parents.get(first) && mayMoveTo(first, frame);
  setDropTarget({ wire: wireBelow(), frame: (enters ? frame : undefined) ?? null });
}

/** Ends the drag: into the frames that the nodes lie over, and into the wire that a single one lies on. */
export function endDrag(): void {
  setDropTarget();
  const wire = wireBelow();
  const targets = new Map(dragged.map((id) => [id, frameUnder(id)]));
  const before = currentDocument();
  const { parents } = outline(before);
  const rects = rectsOf(before);
  for (const container of new Set(targets.values())) {
    const entering = dragged.filter((id) => targets.get(id) === container && parents.get(id) !== container);
    const allowed = entering.filter((id) => mayMoveTo(id, container));
    const [stays] = entering.filter((id) => !allowed.includes(id));
    if (stays !== undefined) toast(texts.canvas.staysInside(stays));
    const origin = originOf(before, container);
    const places = new Map(
      allowed.flatMap((id): [string, Point][] => {
        const node = findNode(before, id);
        const rect = rects.get(id);
        if (!node || !rect) return [];
        const old = originOf(before, parents.get(id));
        return [[id, { x: node.position.x + old.x - origin.x, y: node.position.y + old.y - origin.y }]];
      }),
    );
    if (places.size > 0) reparent(places, container ?? null, `drag ${gesture}`);
  }
  const [only] = dragged;
  if (wire !== null && only !== undefined && dragged.length === 1) {
    glide();
    insertIntoWire(wire, only, `drag ${gesture}`);
  }
  dragged = [];
  holdFrames(new Map());
  endStep();
  updateRoutes(currentDocument(), true);
}

/** Takes nodes out of the frame that they stand in, into what is about that; they stay where they are. */
export function takeOut(ids: readonly string[]): void {
  const document = currentDocument();
  const { parents } = outline(document);
  for (const id of movableRoots(ids)) {
    const node = findNode(document, id);
    const parent = parents.get(id);
    if (!node || parent === undefined) continue;
    const outer = parents.get(parent);
    if (!mayMoveTo(id, outer)) {
      toast(texts.canvas.staysInside(id));
      continue;
    }
    const corner = findNode(document, parent)?.position ?? { x: 0, y: 0 };
    const place = { x: node.position.x + corner.x, y: node.position.y + corner.y };
    reparent(new Map([[id, place]]), outer ?? null, `take out ${ids.join(' ')}`);
  }
  endStep();
}
