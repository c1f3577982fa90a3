/** Adding nodes at places of the canvas: into the frame that is there, wired to where they came from, led into a wire. */
import { type GraphDocument, type NodeDefinition, nodeRegistry } from '../../engine';
import { addNode } from '../document/actions';
import { fittingPort, type PortPlace, wireBetween } from '../document/connections';
import { connect } from '../document/edits';
import { outline } from '../document/lookup';
import { CARD, freePlaceAmong } from '../document/placing';
import { currentDocument } from '../document/store';
import { ledThrough } from '../document/wiring';
import { type Point, portHeight } from './geometry';
import { glide } from './motion';
import { frameAt, lookOf, originOf, rectsOf } from './places';
import { focusNode, keepInView } from './viewport';

/** Whether a new node of this type makes sense by itself. Ports belong into subgraphs, and those are made of a selection. */
export function canAdd(document: GraphDocument, { structure }: NodeDefinition): boolean {
  if (structure === 'subgraph') return false;
  return structure !== 'subgraphInput' && structure !== 'subgraphOutput'
    ? true
    : document.nodes.some(({ type }) => type === 'subgraph');
}

const isPort = (type: string): boolean => nodeRegistry.get(type)?.structure?.startsWith('subgraph') ?? false;

/** The container that a node dropped with its middle at a point goes into: ports only into subgraphs. */
function containerAt(document: GraphDocument, type: string, middle: Point): string | undefined {
  const { parents } = outline(document);
  let at = frameAt(document, middle, new Set()) ?? undefined;
  while (isPort(type) && at !== undefined && document.nodes.find(({ id }) => id === at)?.type !== 'subgraph') {
    at = parents.get(at);
  }
  return at;
}

/** The nearest place of the canvas where a card covers no other card or note. */
export function freeSpot(document: GraphDocument, wanted: Point): Point {
  const rects = rectsOf(document);
  const taken = document.nodes.flatMap((node) => (lookOf(node) === 'frame' ? [] : (rects.get(node.id) ?? [])));
  return freePlaceAmong(taken, wanted);
}

/**
 * Adds a node with its corner near a place of the canvas, and shows it. `wire`: it is led into that one and may cover what
 * slides away; `from`: it is wired to that port.
 */
export function addAt(
  type: string,
  wanted: Point,
  { wire = null, from = null }: { wire?: string | null; from?: PortPlace | null } = {},
): string | null {
  const document = currentDocument();
  const place = wire === null ? freeSpot(document, wanted) : wanted;
  const container = containerAt(document, type, { x: wanted.x + CARD.width / 2, y: wanted.y + CARD.height / 2 });
  const origin = originOf(document, container);
  const then = (added: GraphDocument, id: string): GraphDocument => {
    if (wire !== null) return ledThrough(added, wire, id);
    return from === null ? added : wiredTo(added, from, id, type);
  };
  if (wire !== null) glide();
  const id = addNode(type, { x: place.x - origin.x, y: place.y - origin.y }, then, container);
  if (id === null) return null;
  keepInView(id);
  focusNode(id);
  return id;
}

function wiredTo(document: GraphDocument, from: PortPlace, nodeId: string, type: string): GraphDocument {
  const port = fittingPort(from, type);
  const side = from.side === 'output' ? 'input' : 'output';
  const wire = port && wireBetween(from, { nodeId, port: port.name, side });
  return wire ? connect(document, wire) : document;
}

/** Where the corner of a new card goes so that the port that fits lies at a point. */
export function cornerAtPort(type: string, from: PortPlace, point: Point): Point {
  const port = fittingPort(from, type);
  const side = from.side === 'output' ? 'input' : 'output';
  const definition = nodeRegistry.get(type);
  const ports = (side === 'input' ? definition?.inputs : definition?.outputs) ?? [];
  const index = Math.max(
    0,
    ports.findIndex(({ name }) => name === port?.name),
  );
  return { x: point.x - (side === 'output' ? CARD.width : 0), y: point.y - portHeight(side, index, ports.length) };
}
