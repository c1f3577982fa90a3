/** Where nodes lie on the canvas: those in a container stand relative to it, and containers are as large as needed. */
import type { GraphDocument, GraphNode } from '../../engine';
import { outline } from '../document/lookup';
import { CARD_HEIGHT, CARD_WIDTH, type Point, type Rect } from './geometry';

/** How a node is drawn. */
export type Look = 'card' | 'frame' | 'note';

const LOOKS: Readonly<Record<string, Look>> = { group: 'frame', subgraph: 'frame', comment: 'note' };
export const lookOf = ({ type }: GraphNode): Look => LOOKS[type] ?? 'card';

const FRAME = { width: 240, height: 144, margin: 24 };
const NOTE = { width: 240, height: 104 };

const places = new WeakMap<GraphNode[], ReadonlyMap<string, Rect>>();

const sizeOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value >= 40 && value <= 4000 ? value : otherwise;

/** Every node's rectangle in the coordinates of the canvas. */
export function rectsOf(document: GraphDocument): ReadonlyMap<string, Rect> {
  const known = places.get(document.nodes);
  if (known) return known;
  const { parents } = outline(document);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const origins = new Map<string, Point & { depth: number }>();
  const originOf = (id: string): Point & { depth: number } => {
    const path: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && !origins.has(at)) {
      path.push(at);
      at = parents.get(at);
    }
    let origin = at === undefined ? { x: 0, y: 0, depth: -1 } : (origins.get(at) as Point & { depth: number });
    for (const step of path.reverse()) {
      const position = nodes.get(step)?.position ?? { x: 0, y: 0 };
      origin = { x: origin.x + position.x, y: origin.y + position.y, depth: origin.depth + 1 };
      origins.set(step, origin);
    }
    return origin;
  };
  const rects = new Map<string, Rect>();
  const deepestFirst = [...nodes.values()].sort((a, b) => originOf(b.id).depth - originOf(a.id).depth);
  const ends = new Map<string, Point>();
  for (const node of deepestFirst) {
    const { x, y } = originOf(node.id);
    const end = ends.get(node.id);
    const look = lookOf(node);
    const width =
      look === 'frame'
        ? Math.max(FRAME.width, (end?.x ?? x) - x + FRAME.margin)
        : look === 'note'
          ? sizeOf(node.data.width, NOTE.width)
          : CARD_WIDTH;
    const height =
      look === 'frame'
        ? Math.max(FRAME.height, (end?.y ?? y) - y + FRAME.margin)
        : look === 'note'
          ? sizeOf(node.data.height, NOTE.height)
          : CARD_HEIGHT;
    rects.set(node.id, { x, y, width, height });
    const parent = parents.get(node.id);
    if (parent === undefined) continue;
    const before = ends.get(parent) ?? { x, y };
    ends.set(parent, { x: Math.max(before.x, x + width), y: Math.max(before.y, y + height) });
  }
  places.set(document.nodes, rects);
  return rects;
}
