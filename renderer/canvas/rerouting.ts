/** Points on wires, put where a wire runs. */
import { reroutePlace, reroutesOf } from '../document/reroutes';
import { select } from '../document/selection';
import { currentDocument } from '../document/store';
import { rerouteWire } from '../document/wiring';
import type { Point } from './geometry';
import { useRoutes } from './routes';

/** The place of a way that is nearest to a point: a new point there changes nothing until it is moved. */
export function nearestOn(route: readonly Point[], point: Point): Point {
  let best = point;
  let least = Number.POSITIVE_INFINITY;
  for (let place = 1; place < route.length; place++) {
    const [a, b] = [route[place - 1] as Point, route[place] as Point];
    const x = Math.min(Math.max(point.x, Math.min(a.x, b.x)), Math.max(a.x, b.x));
    const y = Math.min(Math.max(point.y, Math.min(a.y, b.y)), Math.max(a.y, b.y));
    const distance = Math.hypot(x - point.x, y - point.y);
    if (distance >= least) continue;
    least = distance;
    best = { x: Math.round(x), y: Math.round(y) };
  }
  return best;
}

/** Leads a wire through the place of its way that is nearest to a point of the canvas. */
export function addRoutePoint(edgeId: string, point: Point): void {
  const edge = currentDocument().edges.find(({ id }) => id === edgeId);
  const route = useRoutes.getState().wires.get(edgeId)?.route;
  const [from, to] = [route?.[0], route?.at(-1)];
  if (!edge || !route || !from || !to) return;
  const old = reroutesOf(edge);
  const place = reroutePlace([from, ...old, to], point);
  rerouteWire(edgeId, old.toSpliced(place, 0, nearestOn(route, point)));
  select([], [edgeId]);
}

/** Leads a wire through the middle of its longest piece, to be moved from there. */
export function addMiddlePoint(edgeId: string): void {
  const route = useRoutes.getState().wires.get(edgeId)?.route ?? [];
  let middle: Point | null = null;
  let longest = -1;
  for (let place = 1; place < route.length; place++) {
    const [a, b] = [route[place - 1] as Point, route[place] as Point];
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    if (length <= longest) continue;
    longest = length;
    middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }
  if (middle) addRoutePoint(edgeId, middle);
}
