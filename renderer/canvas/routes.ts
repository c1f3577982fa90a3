/** The routes of the document's wires, found again only where something moved. */
import { create } from 'zustand';
import { formatShape, type GraphDocument } from '../../engine';
import { sourceOf } from '../document/lookup';
import { type DocumentState, useDocument } from '../document/store';
import { CARD_HEIGHT, CARD_WIDTH, type Point, type WirePlan } from './geometry';
import { lookOf } from './places';
import { type Route, roundedPath, routeWires, shapeWires, type WireShape } from './routing';
import { type WireLayout, wireLayoutOf } from './wire-layout';

export interface DrawnWire extends WireShape {
  path: string;
}

export const useRoutes = create<{ wires: ReadonlyMap<string, DrawnWire> }>()(() => ({ wires: new Map() }));

/** Above this, only the wires of moved cards are routed again while a card is dragged. */
const MANY = 120;

let layout: WireLayout | null = null;
let routes = new Map<string, Route>();

const samePlan = (a: WirePlan, b: WirePlan | undefined): boolean =>
  b !== undefined &&
  a.net === b.net &&
  a.via === b.via &&
  a.from.x === b.from.x &&
  a.from.y === b.from.y &&
  a.to.x === b.to.x &&
  a.to.y === b.to.y;

/** Keeps the drawn form of wires that did not change, so that they are not rendered again. */
function draw(shapes: Map<string, WireShape>, before: ReadonlyMap<string, DrawnWire>): Map<string, DrawnWire> {
  const drawn = new Map<string, DrawnWire>();
  for (const [id, shape] of shapes) {
    const path = roundedPath(shape.route);
    const old = before.get(id);
    const same =
      old &&
      old.path === path &&
      old.label?.x === shape.label?.x &&
      old.label?.y === shape.label?.y &&
      (old.band === null) === (shape.band === null);
    drawn.set(id, same ? old : { ...shape, path });
  }
  return drawn;
}

/** Finds the routes of a document. `all`: also those that could stay as they are. */
export function updateRoutes(document: GraphDocument, all = false): void {
  const next = wireLayoutOf(document);
  const kept = new Map<string, Route>();
  if (!all && layout && next.wires.length > MANY) {
    const known = new Map(layout.wires.map((wire) => [wire.id, wire]));
    for (const wire of next.wires) {
      const route = routes.get(wire.id);
      if (route && samePlan(wire, known.get(wire.id))) kept.set(wire.id, route);
    }
  }
  layout = next;
  routes = routeWires(next.wires, next.cards, kept, next.ends);
  useRoutes.setState({ wires: draw(shapeWires(next.wires, routes), useRoutes.getState().wires) });
}

/** Whether routes depend on the difference between two documents. */
const moved = (a: GraphDocument, b: GraphDocument): boolean =>
  a.edges !== b.edges ||
  a.nodes.length !== b.nodes.length ||
  a.nodes.some((node, place) => {
    const other = b.nodes[place];
    return (
      node.position !== other?.position ||
      node.id !== other.id ||
      node.type !== other.type ||
      node.parentId !== other.parentId ||
      (lookOf(node) !== 'card' && node.data !== other.data)
    );
  });

/** Routes the wires of the open document from now on; the function that comes back ends it. */
export function startRouting(): () => void {
  updateRoutes(useDocument.getState().document, true);
  return useDocument.subscribe(({ document }, before) => {
    if (document !== before.document && moved(document, before.document)) updateRoutes(document);
  });
}

/** The first wire that runs through the middle of a card at this place and that `fits`: dropped there, the card is inserted. */
export function wireUnder(position: Point, fits: (edgeId: string) => boolean): string | null {
  const center = { x: position.x + CARD_WIDTH / 2, y: position.y + CARD_HEIGHT / 2 };
  for (const [id, { route }] of useRoutes.getState().wires) {
    const hit = route.slice(1).some((to, place) => {
      const from = route[place] as Point;
      return (
        Math.min(from.x, to.x) - CARD_HEIGHT / 4 <= center.x &&
        Math.max(from.x, to.x) + CARD_HEIGHT / 4 >= center.x &&
        Math.min(from.y, to.y) - CARD_HEIGHT / 4 <= center.y &&
        Math.max(from.y, to.y) + CARD_HEIGHT / 4 >= center.y
      );
    });
    if (hit && fits(id)) return id;
  }
  return null;
}

/** What a wire's label says: the shape of what it carries. */
export function wireLabel({ document, checked }: DocumentState, nodeId: string, port: string): string {
  const source = sourceOf(document, nodeId, port);
  const type = checked?.byId.get(source.nodeId)?.outputs[source.port];
  return type ? formatShape(type.shape) : '';
}
