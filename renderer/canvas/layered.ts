/**
 * Layered layout (Sugiyama's method, by way of dagre), from left to right or top to bottom. Containers are laid out from the
 * inside outwards: what stands in a frame first, then the frame as one box among its neighbours.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { GraphDocument } from '../../engine';
import { outline } from '../document/lookup';
import { CARD, GRID, onGrid } from '../document/placing';
import { FRAME, type Point, type Rect } from './geometry';
import { lookOf, originOf, rectsOf, shownAs } from './places';

export type Direction = 'LR' | 'TB';

/** Where each of the boxes goes, from 0, 0. */
function layers(
  boxes: ReadonlyMap<string, Rect>,
  links: readonly (readonly [string, string])[],
  direction: Direction,
): Map<string, Point> {
  const graph = new Graph();
  graph.setGraph({
    rankdir: direction,
    nodesep: direction === 'LR' ? CARD.rowGap : CARD.columnGap,
    ranksep: direction === 'LR' ? CARD.columnGap : CARD.rowGap + GRID * 3,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const [from, to] of links) graph.setEdge(from, to);
  layout(graph);
  const corners = [...boxes].map(([id, { width, height }]): [string, Point] => {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Point>;
    return [id, { x: x - width / 2, y: y - height / 2 }];
  });
  const left = Math.min(...corners.map(([, { x }]) => x));
  const top = Math.min(...corners.map(([, { y }]) => y));
  return new Map(corners.map(([id, { x, y }]) => [id, onGrid({ x: x - left, y: y - top })]));
}

/**
 * The positions of nodes laid out in layers. `chosen`: only these, which stand in one container; null: all. Each container's
 * content keeps its corner. Notes stay where they are.
 */
export function layered(
  document: GraphDocument,
  direction: Direction,
  chosen: readonly string[] | null,
): Map<string, Point> {
  const { parents } = outline(document);
  const rects = rectsOf(document);
  const children = new Map<string | undefined, string[]>();
  for (const node of document.nodes) {
    if (!rects.has(node.id) || lookOf(node) === 'note') continue;
    const container = parents.get(node.id);
    const list = children.get(container);
    if (list) list.push(node.id);
    else children.set(container, [node.id]);
  }
  const looks = new Map(document.nodes.map((node) => [node.id, lookOf(node)]));
  const positions = new Map<string, Point>();

  /** The ancestor of a node, or itself, that is one of these. */
  const among = (boxes: ReadonlyMap<string, Rect>, id: string): string | null => {
    for (let at: string | undefined = shownAs(document, id); at !== undefined; at = parents.get(at)) {
      if (boxes.has(at)) return at;
    }
    return null;
  };

  /** Lays out what stands in a container; the size of that. */
  const arrange = (
    ids: readonly string[],
    corner: (boxes: ReadonlyMap<string, Rect>) => Point,
  ): { width: number; height: number } => {
    const boxes = new Map<string, Rect>();
    for (const id of ids) {
      const rect = rects.get(id) as Rect;
      const inside = looks.get(id) === 'frame' ? (children.get(id) ?? []) : [];
      if (inside.length === 0) boxes.set(id, rect);
      else {
        const content = arrange(inside, () => ({ x: FRAME.side, y: FRAME.head }));
        boxes.set(id, {
          ...rect,
          width: content.width + 2 * FRAME.side,
          height: content.height + FRAME.head + FRAME.side,
        });
      }
    }
    if (boxes.size === 0) return { width: 0, height: 0 };
    const links = document.edges.flatMap(({ source, target }): [string, string][] => {
      const from = among(boxes, source);
      const to = among(boxes, target);
      return from !== null && to !== null && from !== to ? [[from, to]] : [];
    });
    const places = layers(boxes, links, direction);
    const at = corner(boxes);
    for (const [id, { x, y }] of places) positions.set(id, { x: x + at.x, y: y + at.y });
    const ends = [...places].map(([id, { x, y }]) => {
      const { width, height } = boxes.get(id) as Rect;
      return { x: x + width, y: y + height };
    });
    return { width: Math.max(...ends.map(({ x }) => x)), height: Math.max(...ends.map(({ y }) => y)) };
  };

  const container = chosen === null ? undefined : parents.get(chosen[0] ?? '');
  const origin = originOf(document, container);
  const ids = chosen === null ? (children.get(undefined) ?? []) : chosen.filter((id) => rects.has(id));
  arrange(ids, (boxes) => {
    const left = Math.min(...[...boxes.values()].map(({ x }) => x));
    const top = Math.min(...[...boxes.values()].map(({ y }) => y));
    return onGrid({ x: left - origin.x, y: top - origin.y });
  });
  return positions;
}
