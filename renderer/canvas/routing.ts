/**
 * Orthogonal wires in the gaps between cards. For each wire a few dozen ways with two to five straight pieces are
 * compared: short ones with few bends first, and those that run through a card or along another net's wire cost more.
 * Not a shortest-path search over the whole plane: with cards on top of each other a wire may have to cross one.
 */
import type { Point, Rect, WirePlan } from './geometry';
import { routeVia } from './via';

/** How far a wire runs straight out of a port before it turns. */
const STUB = 16;
/** Distance of wires of different ports that turn side by side. */
const LANE = 12;
/** Room between a wire and the card that it runs along. */
const CLEARANCE = 4;
const BEND_COST = 24;
const CARD_COST = 4000;
const OVERLAP_COST = 300;
/** Wires this near to each other look like one. */
const LANE_WIDTH = 6;

export type Route = readonly Point[];

interface Piece {
  vertical: boolean;
  /** x of a vertical piece, y of a horizontal one. */
  at: number;
  low: number;
  high: number;
}

const pieceBetween = (a: Point, b: Point): Piece =>
  a.x === b.x
    ? { vertical: true, at: a.x, low: Math.min(a.y, b.y), high: Math.max(a.y, b.y) }
    : { vertical: false, at: a.y, low: Math.min(a.x, b.x), high: Math.max(a.x, b.x) };

const piecesOf = (route: Route): Piece[] =>
  route.slice(1).map((point, place) => pieceBetween(route[place] as Point, point));

/** Drops points that lie on a straight line between their neighbours. */
function straighten(points: Point[]): Point[] {
  const result: Point[] = [];
  for (const point of points) {
    const last = result.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = result.at(-2);
    const inLine =
      before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (inLine) result.pop();
    result.push(point);
  }
  return result;
}

const lengthOf = (route: Route): number => {
  let length = 0;
  for (let place = 1; place < route.length; place++) {
    const a = route[place - 1] as Point;
    const b = route[place] as Point;
    length += Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  }
  return length;
};

const CELL = 256;

/** Cards by the squares of a coarse grid, so that a piece looks only at those near it. */
class CardIndex {
  private readonly cells = new Map<number, { id: string; rect: Rect }[]>();

  constructor(cards: ReadonlyMap<string, Rect>) {
    for (const [id, rect] of cards) {
      const entry = { id, rect };
      this.visit(rect.x, rect.x + rect.width, rect.y, rect.y + rect.height, (key) => {
        const cell = this.cells.get(key);
        if (cell) cell.push(entry);
        else this.cells.set(key, [entry]);
      });
    }
  }

  private visit(left: number, right: number, top: number, bottom: number, see: (key: number) => void): void {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) see(x * 1_000_003 + y);
    }
  }

  /** Cards within `margin` of a rectangle. */
  near(left: number, right: number, top: number, bottom: number, margin: number): Map<string, Rect> {
    const found = new Map<string, Rect>();
    this.visit(left - margin, right + margin, top - margin, bottom + margin, (key) => {
      for (const { id, rect } of this.cells.get(key) ?? []) {
        const apart =
          rect.x >= right + margin ||
          rect.x + rect.width <= left - margin ||
          rect.y >= bottom + margin ||
          rect.y + rect.height <= top - margin;
        if (!apart) found.set(id, rect);
      }
    });
    return found;
  }

  crossed({ vertical, at, low, high }: Piece): Map<string, Rect> {
    return vertical ? this.near(at, at, low, high, CLEARANCE) : this.near(low, high, at, at, CLEARANCE);
  }
}

/** Pieces that are taken by other nets, by lane. */
class Lanes {
  private readonly lanes = new Map<string, { piece: Piece; net: string }[]>();

  private key(vertical: boolean, lane: number): string {
    return `${vertical ? 'v' : 'h'}${lane}`;
  }

  add(route: Route, net: string): void {
    for (const piece of piecesOf(route)) {
      const key = this.key(piece.vertical, Math.round(piece.at / LANE_WIDTH));
      const lane = this.lanes.get(key);
      if (lane) lane.push({ piece, net });
      else this.lanes.set(key, [{ piece, net }]);
    }
  }

  cost(piece: Piece, net: string): number {
    let cost = 0;
    const center = Math.round(piece.at / LANE_WIDTH);
    for (let lane = center - 1; lane <= center + 1; lane++) {
      for (const other of this.lanes.get(this.key(piece.vertical, lane)) ?? []) {
        if (other.net === net || Math.abs(other.piece.at - piece.at) >= LANE_WIDTH) continue;
        const shared = Math.min(piece.high, other.piece.high) - Math.max(piece.low, other.piece.low);
        if (shared > CLEARANCE) cost += OVERLAP_COST + shared;
      }
    }
    return cost;
  }
}

/** Where a wire can run level: in the gap between its two cards, past them, and past the cards in its way. */
function channels(source: Rect, target: Rect, obstacles: Iterable<Rect>): number[] {
  const bottoms = [source.y + source.height, target.y + target.height];
  const tops = [source.y, target.y];
  const middles: number[] = [];
  if (target.y - (bottoms[0] as number) >= STUB) middles.push((target.y + (bottoms[0] as number)) / 2);
  if (source.y - (bottoms[1] as number) >= STUB) middles.push((source.y + (bottoms[1] as number)) / 2);
  for (const rect of obstacles) {
    bottoms.push(rect.y + rect.height);
    tops.push(rect.y);
  }
  const levels = new Set<number>();
  for (const middle of middles) for (const lane of [0, LANE, -LANE]) levels.add(Math.round(middle) + lane);
  for (const bottom of bottoms) for (const lane of [22, 14, 32]) levels.add(bottom + lane);
  for (const top of tops) for (const lane of [22, 14, 32]) levels.add(top - lane);
  return [...levels];
}

/** How far a wire goes out of its port before it turns, and how far it comes in straight. */
const leaveAt = ({ from }: WirePlan): number => from.x + STUB + (from.count - 1 - from.index) * LANE;
const enterAt = ({ to }: WirePlan): number => to.x - STUB - to.index * LANE;

/** Ways with at most two bends, for a target at the right: none can be shorter. */
function shortWays(wire: WirePlan): Point[][] {
  const { from, to } = wire;
  if (to.x <= from.x) return [];
  if (from.y === to.y) return [[from, to]];
  const middle = Math.round((from.x + to.x) / 2);
  const leave = leaveAt(wire);
  const enter = enterAt(wire);
  return [...new Set([leave, enter, middle, leave + LANE, enter - LANE])]
    .filter((x) => x >= from.x + 8 && x <= to.x - 8)
    .map((x) => [from, { x, y: from.y }, { x, y: to.y }, to]);
}

/** Ways around: out, level through a gap, and back in. */
function longWays(wire: WirePlan, source: Rect, target: Rect, index: CardIndex): Point[][] {
  const { from, to } = wire;
  const leave = leaveAt(wire);
  const enter = enterAt(wire);
  const obstacles = index.near(
    Math.min(from.x, to.x) - STUB,
    Math.max(from.x, to.x) + STUB,
    Math.min(source.y, target.y),
    Math.max(source.y + source.height, target.y + target.height),
    STUB,
  );
  return channels(source, target, obstacles.values()).flatMap((y) =>
    [leave, leave + LANE].flatMap((out) =>
      [enter, enter - LANE].map((into) =>
        straighten([from, { x: out, y: from.y }, { x: out, y }, { x: into, y }, { x: into, y: to.y }, to]),
      ),
    ),
  );
}

function best(wire: WirePlan, ends: ReadonlyMap<string, Rect>, index: CardIndex, lanes: Lanes): Route {
  if (wire.via) return straighten(routeVia(wire.from, wire.via, wire.to));
  const source = ends.get(wire.source);
  const target = ends.get(wire.target);
  if (!source || !target) return [wire.from, wire.to];
  let chosen: Route = [wire.from, wire.to];
  let least = Number.POSITIVE_INFINITY;
  /** Compares ways; true when one of them costs nothing but its length. */
  const compare = (ways: readonly Route[]): boolean => {
    const priced = ways
      .map((route) => ({ route, base: lengthOf(route) + route.length * BEND_COST }))
      .sort((a, b) => a.base - b.base);
    for (const { route, base } of priced) {
      if (base >= least) return false;
      let cost = base;
      const pieces = piecesOf(route);
      for (const [place, piece] of pieces.entries()) {
        cost += lanes.cost(piece, wire.net);
        for (const id of index.crossed(piece).keys()) {
          // The first piece leaves its own card, the last one enters its own.
          const own = (place === 0 && id === wire.source) || (place === pieces.length - 1 && id === wire.target);
          if (!own) cost += CARD_COST;
        }
        if (cost >= least) break;
      }
      if (cost >= least) continue;
      least = cost;
      chosen = route;
      if (cost === base) return true;
    }
    return false;
  };
  if (!compare(shortWays(wire))) compare(longWays(wire, source, target, index));
  return chosen;
}

/**
 * Routes all wires, in order. `kept` holds routes that need not be found again (while a card is dragged, those of the
 * wires that do not touch it). `ends` are the rectangles that wires may end at, frames as well; only cards are avoided.
 */
export function routeWires(
  wires: readonly WirePlan[],
  cards: ReadonlyMap<string, Rect>,
  kept: ReadonlyMap<string, Route> = new Map(),
  ends: ReadonlyMap<string, Rect> = cards,
): Map<string, Route> {
  const index = new CardIndex(cards);
  const lanes = new Lanes();
  const routes = new Map<string, Route>();
  for (const wire of wires) {
    const old = kept.get(wire.id);
    if (!old) continue;
    lanes.add(old, wire.net);
    routes.set(wire.id, old);
  }
  // Straight wires first: they take the way that suits nobody else.
  const rest = wires.filter(({ id }) => !kept.has(id));
  const level = (wire: WirePlan): number => (wire.from.y === wire.to.y && wire.to.x > wire.from.x ? 0 : 1);
  for (const wire of rest.toSorted((a, b) => level(a) - level(b))) {
    const route = best(wire, ends, index, lanes);
    lanes.add(route, wire.net);
    routes.set(wire.id, route);
  }
  return routes;
}

/** The path of a route with rounded corners, for SVG. */
export function roundedPath(route: Route, radius = 8): string {
  const [first] = route;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  for (let place = 1; place < route.length; place++) {
    const before = route[place - 1] as Point;
    const corner = route[place] as Point;
    const after = route[place + 1];
    if (!after) {
      path += `L${corner.x} ${corner.y}`;
      continue;
    }
    const inward = Math.abs(corner.x - before.x) + Math.abs(corner.y - before.y);
    const outward = Math.abs(after.x - corner.x) + Math.abs(after.y - corner.y);
    const r = Math.min(radius, inward / 2, outward / 2);
    const from = toward(corner, before, r);
    const to = toward(corner, after, r);
    path += `L${from.x} ${from.y}Q${corner.x} ${corner.y} ${to.x} ${to.y}`;
  }
  return path;
}

const toward = (from: Point, to: Point, distance: number): Point => ({
  x: from.x + Math.sign(to.x - from.x) * distance,
  y: from.y + Math.sign(to.y - from.y) * distance,
});

export interface WireShape {
  route: Route;
  /** Where the label goes; null where another wire of the net already says it on the same line. */
  label: Point | null;
  /** The level piece that carries the band of a z wire; it runs to the right, so that up is plus. */
  band: { from: Point; to: Point } | null;
}

const BAND_MINIMUM = 40;

/** Routes with the places of their labels and bands. */
export function shapeWires(wires: readonly WirePlan[], routes: ReadonlyMap<string, Route>): Map<string, WireShape> {
  const shapes = new Map<string, WireShape>();
  const labelled = new Map<string, Piece[]>();
  const banded = new Set<string>();
  for (const { id, net } of wires) {
    const route = routes.get(id);
    if (!route) continue;
    const longest = longestPiece(route);
    const piece = longest && pieceBetween(longest.from, longest.to);
    const others = labelled.get(net) ?? [];
    const said =
      piece &&
      others.some(
        (other) =>
          other.vertical === piece.vertical &&
          other.at === piece.at &&
          Math.min(other.high, piece.high) - Math.max(other.low, piece.low) > BAND_MINIMUM,
      );
    let label: Point | null = null;
    if (longest && piece && !said) {
      label = { x: (longest.from.x + longest.to.x) / 2, y: (longest.from.y + longest.to.y) / 2 };
      labelled.set(net, [...others, piece]);
    }
    const level = banded.has(net) ? null : longestPiece(route, (from, to) => from.y === to.y && to.x > from.x);
    const band = level && Math.abs(level.to.x - level.from.x) >= BAND_MINIMUM ? level : null;
    if (band) banded.add(net);
    shapes.set(id, { route, label, band });
  }
  return shapes;
}

function longestPiece(
  route: Route,
  fits: (from: Point, to: Point) => boolean = () => true,
): { from: Point; to: Point } | null {
  let found: { from: Point; to: Point } | null = null;
  let length = 0;
  for (let place = 1; place < route.length; place++) {
    const from = route[place - 1] as Point;
    const to = route[place] as Point;
    const own = Math.abs(from.x - to.x) + Math.abs(from.y - to.y);
    if (own > length && fits(from, to)) {
      found = { from, to };
      length = own;
    }
  }
  return found;
}
