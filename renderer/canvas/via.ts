/** Wires led through points: level pieces through each, joined by upright ones. No card is avoided; a person chose the way. */
import type { Point } from './geometry';

/** How far a wire runs straight before it turns back. */
const STUB = 16;

interface Stop extends Point {
  /** 1: the wire runs to the right here, −1: to the left. */
  direction: number;
}

/** The corners between two stops, both left out. */
function leg(from: Stop, to: Stop): Point[] {
  if (from.direction === to.direction && (to.x - from.x) * from.direction > 0) {
    if (from.y === to.y) return [];
    const x = Math.round((from.x + to.x) / 2);
    return [
      { x, y: from.y },
      { x, y: to.y },
    ];
  }
  if (from.direction !== to.direction) {
    // A turn: out past the further one, and back.
    const x = from.direction > 0 ? Math.max(from.x, to.x) + STUB : Math.min(from.x, to.x) - STUB;
    return [
      { x, y: from.y },
      { x, y: to.y },
    ];
  }
  const out = from.x + STUB * from.direction;
  const into = to.x - STUB * to.direction;
  const middle = Math.round((from.y + to.y) / 2);
  return [
    { x: out, y: from.y },
    { x: out, y: middle },
    { x: into, y: middle },
    { x: into, y: to.y },
  ];
}

/** The corners of a wire through points, its ends included. It passes a point in the direction of what comes after. */
export function routeVia(from: Point, via: readonly Point[], to: Point): Point[] {
  const stops: Stop[] = [{ x: from.x, y: from.y, direction: 1 }];
  via.forEach((point, place) => {
    const next = via[place + 1] ?? to;
    stops.push({ x: point.x, y: point.y, direction: next.x >= point.x ? 1 : -1 });
  });
  stops.push({ x: to.x, y: to.y, direction: 1 });
  const route: Point[] = [{ x: from.x, y: from.y }];
  for (let place = 1; place < stops.length; place++) {
    const stop = stops[place] as Stop;
    route.push(...leg(stops[place - 1] as Stop, stop), { x: stop.x, y: stop.y });
  }
  return route;
}
