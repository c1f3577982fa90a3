/** Points that a wire is led through, in the coordinates of the canvas. */
import type { GraphDocument, GraphEdge } from '../../engine';
import { outline } from './lookup';
import type { Position } from './position';

export const reroutesOf = (edge: GraphEdge | undefined): readonly Position[] => edge?.reroutes ?? [];

/** The document with other points on one wire. */
export function setReroutes(document: GraphDocument, edgeId: string, points: readonly Position[]): GraphDocument {
  let changed = false;
  const edges = document.edges.map((edge) => {
    if (edge.id !== edgeId) return edge;
    const old = reroutesOf(edge);
    const same = old.length === points.length && old.every(({ x, y }, i) => x === points[i]?.x && y === points[i]?.y);
    if (same) return edge;
    changed = true;
    const { reroutes: _, ...rest } = edge;
    return (points.length === 0 ? rest : { ...rest, reroutes: points.map(({ x, y }) => ({ x, y })) }) as GraphEdge;
  });
  return changed ? { ...document, edges } : document;
}

/** Where in the list of points a new one belongs: in the leg of the way that it adds least to. */
export function reroutePlace(way: readonly Position[], point: Position): number {
  const distance = (a: Position, b: Position): number => Math.hypot(a.x - b.x, a.y - b.y);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let leg = 0; leg + 1 < way.length; leg++) {
    const from = way[leg] as Position;
    const to = way[leg + 1] as Position;
    const detour = distance(from, point) + distance(point, to) - distance(from, to);
    if (detour >= least) continue;
    least = detour;
    best = leg;
  }
  return best;
}

/** The document with the points of those wires moved of which both ends were moved the same way. */
export function carryReroutes(document: GraphDocument, moves: ReadonlyMap<string, Position>): GraphDocument {
  if (!document.edges.some(({ reroutes }) => reroutes !== undefined && reroutes.length > 0)) return document;
  const { parents } = outline(document);
  const moveOf = (id: string): Position => {
    const sum = { x: 0, y: 0 };
    for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) {
      sum.x += moves.get(at)?.x ?? 0;
      sum.y += moves.get(at)?.y ?? 0;
    }
    return sum;
  };
  let changed = false;
  const edges = document.edges.map((edge) => {
    if (!edge.reroutes || edge.reroutes.length === 0) return edge;
    const [a, b] = [moveOf(edge.source), moveOf(edge.target)];
    if ((a.x === 0 && a.y === 0) || a.x !== b.x || a.y !== b.y) return edge;
    changed = true;
    return { ...edge, reroutes: edge.reroutes.map(({ x, y }) => ({ x: x + a.x, y: y + a.y })) };
  });
  return changed ? { ...document, edges } : document;
}
