/**
 * Where nodes lie on the canvas. A node in a container stands relative to that container's position; a frame is drawn about
 * what stands in it, on whatever side of its position that is. What stands in a collapsed container is not drawn.
 */
import type { GraphDocument, GraphNode } from '../../engine';
import { outline } from '../document/lookup';
import { isCollapsed } from '../document/structure';
import { CARD_HEIGHT, CARD_WIDTH, FRAME, type Point, type Rect } from './geometry';

/** How a node is drawn; `stack` is a collapsed container. */
export type Look = 'card' | 'frame' | 'note' | 'stack';

const LOOKS: Readonly<Record<string, Look>> = { group: 'frame', subgraph: 'frame', comment: 'note' };

export function lookOf(node: GraphNode): Look {
  return isCollapsed(node) ? 'stack' : (LOOKS[node.type] ?? 'card');
}

const NOTE = { width: 240, height: 104 };

interface Layout {
  /** The rectangle of every node that is drawn, in the coordinates of the canvas. */
  rects: ReadonlyMap<string, Rect>;
  /** Where each node's position is, in those coordinates. */
  origins: ReadonlyMap<string, Point>;
  /** By node that is not drawn: the outermost collapsed container about it. */
  hidden: ReadonlyMap<string, string>;
  /** How deep each node stands in containers. */
  depths: ReadonlyMap<string, number>;
}

let layouts = new WeakMap<GraphNode[], Layout>();

/** Frames that keep their size while what stands in them is dragged: so it can be taken out. */
let held: ReadonlyMap<string, Rect> = new Map();

export function holdFrames(rects: ReadonlyMap<string, Rect>): void {
  if (held.size === 0 && rects.size === 0) return;
  held = rects;
  layouts = new WeakMap();
}

const sizeOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value >= 40 && value <= 4000 ? value : otherwise;

function around(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

function frameAround(content: readonly Rect[], corner: Point): Rect {
  if (content.length === 0) return { ...corner, width: FRAME.width, height: FRAME.height };
  const { x, y, width, height } = around(content);
  return {
    x: x - FRAME.side,
    y: y - FRAME.head,
    width: Math.max(FRAME.width, width + 2 * FRAME.side),
    height: Math.max(FRAME.height, height + FRAME.head + FRAME.side),
  };
}

function ownRect(node: GraphNode, corner: Point, content: readonly Rect[]): Rect {
  switch (lookOf(node)) {
    case 'frame':
      return held.get(node.id) ?? frameAround(content, corner);
    case 'note':
      return { ...corner, width: sizeOf(node.data.width, NOTE.width), height: sizeOf(node.data.height, NOTE.height) };
    default:
      return { ...corner, width: CARD_WIDTH, height: CARD_HEIGHT };
  }
}

function readLayout(document: GraphDocument): Layout {
  const { parents } = outline(document);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const origins = new Map<string, Point>();
  const depths = new Map<string, number>();
  const hidden = new Map<string, string>();
  for (const { id } of document.nodes) {
    const path: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && !origins.has(at)) {
      path.push(at);
      at = parents.get(at);
    }
    for (const step of path.reverse()) {
      const parent = parents.get(step);
      const outer = parent === undefined ? undefined : origins.get(parent);
      const position = nodes.get(step)?.position ?? { x: 0, y: 0 };
      origins.set(step, { x: (outer?.x ?? 0) + position.x, y: (outer?.y ?? 0) + position.y });
      depths.set(step, parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1);
      if (parent === undefined) continue;
      const shown = hidden.get(parent) ?? (isCollapsed(nodes.get(parent)) ? parent : undefined);
      if (shown !== undefined) hidden.set(step, shown);
    }
  }
  const rects = new Map<string, Rect>();
  const contents = new Map<string, Rect[]>();
  const deepestFirst = [...nodes.values()].sort((a, b) => (depths.get(b.id) ?? 0) - (depths.get(a.id) ?? 0));
  for (const node of deepestFirst) {
    if (hidden.has(node.id)) continue;
    const rect = ownRect(node, origins.get(node.id) ?? node.position, contents.get(node.id) ?? []);
    rects.set(node.id, rect);
    const parent = parents.get(node.id);
    if (parent === undefined) continue;
    const content = contents.get(parent);
    if (content) content.push(rect);
    else contents.set(parent, [rect]);
  }
  return { rects, origins, hidden, depths };
}

function layoutOf(document: GraphDocument): Layout {
  let found = layouts.get(document.nodes);
  if (!found) {
    found = readLayout(document);
    layouts.set(document.nodes, found);
  }
  return found;
}

/** The rectangle of every node that is drawn, in the coordinates of the canvas. */
export const rectsOf = (document: GraphDocument): ReadonlyMap<string, Rect> => layoutOf(document).rects;

/** What is drawn in a node's place: itself, or the collapsed container that it stands in. */
export const shownAs = (document: GraphDocument, id: string): string => layoutOf(document).hidden.get(id) ?? id;

const frameIds = new WeakMap<GraphNode[], ReadonlySet<string>>();

/** The containers that are drawn as frames. */
export function framesOf({ nodes }: GraphDocument): ReadonlySet<string> {
  let found = frameIds.get(nodes);
  if (!found) {
    found = new Set(nodes.filter((node) => lookOf(node) === 'frame').map(({ id }) => id));
    frameIds.set(nodes, found);
  }
  return found;
}

/** The rectangle of what is drawn in a node's place. */
export const rectAt = (document: GraphDocument, id: string): Rect | undefined =>
  layoutOf(document).rects.get(shownAs(document, id));

export const depthOf = (document: GraphDocument, id: string): number => layoutOf(document).depths.get(id) ?? 0;

/** Where a container's inside begins: what stands in it has its place from there. The canvas itself begins at 0, 0. */
export const originOf = (document: GraphDocument, container: string | undefined): Point =>
  (container === undefined ? undefined : layoutOf(document).origins.get(container)) ?? { x: 0, y: 0 };

/** The positions that put these nodes' rectangles at places of the canvas. */
export function positionsFor(document: GraphDocument, places: ReadonlyMap<string, Point>): Map<string, Point> {
  const { rects } = layoutOf(document);
  return new Map(
    document.nodes.flatMap(({ id, position }): [string, Point][] => {
      const to = places.get(id);
      const rect = rects.get(id);
      return to && rect ? [[id, { x: position.x + to.x - rect.x, y: position.y + to.y - rect.y }]] : [];
    }),
  );
}

/** The innermost frame that holds a point of the canvas, apart from these nodes and what stands in them. */
export function frameAt(document: GraphDocument, { x, y }: Point, apart: ReadonlySet<string>): string | null {
  let found: string | null = null;
  let depth = -1;
  for (const node of document.nodes) {
    if (lookOf(node) !== 'frame' || apart.has(node.id)) continue;
    const rect = rectsOf(document).get(node.id);
    const own = depthOf(document, node.id);
    if (!rect || own <= depth) continue;
    if (x < rect.x || x > rect.x + rect.width || y < rect.y || y > rect.y + rect.height) continue;
    found = node.id;
    depth = own;
  }
  return found;
}
