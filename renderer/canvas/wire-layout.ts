/** The wires of a document as the router needs them: where each ends on what is drawn. */
import type { GraphDocument, PortSpec } from '../../engine';
import { handleAt, portsOf } from '../document/lookup';
import { type PortSpot, portHeight, type Rect, type WirePlan } from './geometry';
import { lookOf, rectsOf, shownAs } from './places';

function portSpot(ports: readonly PortSpec[], rect: Rect, side: 'input' | 'output', name: string): PortSpot | null {
  const index = ports.findIndex((port) => port.name === name);
  if (index < 0) return null;
  return {
    x: rect.x + (side === 'output' ? rect.width : 0),
    y: rect.y + portHeight(side, index, ports.length),
    index,
    count: ports.length,
  };
}

/** The handles of a collapsed frame, where wires go in and out that have no port there. */
export const SIDE_HANDLE = { input: '·in', output: '·out' } as const;

/** Where a wire ends on what is drawn: at a port, or at the side of the collapsed container about that. */
export function shownEnd(
  document: GraphDocument,
  nodeId: string,
  side: 'input' | 'output',
  port: string,
): { id: string; handle: string } {
  const id = shownAs(document, nodeId);
  return { id, handle: id === nodeId ? handleAt(document, nodeId, side, port) : SIDE_HANDLE[side] };
}

/** What wires run around, what they end at, and the wires of a document, as the router needs them. */
export interface WireLayout {
  cards: Map<string, Rect>;
  ends: ReadonlyMap<string, Rect>;
  wires: WirePlan[];
}

/** Wires to unknown ports are left out, and those inside a collapsed container. Wires may run over frames and notes. */
export function wireLayoutOf(document: GraphDocument): WireLayout {
  const rects = rectsOf(document);
  const cards = new Map<string, Rect>();
  for (const node of document.nodes) {
    const look = lookOf(node);
    const rect = rects.get(node.id);
    if (rect && (look === 'card' || look === 'stack')) cards.set(node.id, rect);
  }
  const spot = (id: string, side: 'input' | 'output', port: string): PortSpot | null => {
    const rect = rects.get(id);
    if (!rect) return null;
    if (port === SIDE_HANDLE[side]) {
      const y = rect.y + portHeight(side, 0, 1);
      return { x: rect.x + (side === 'output' ? rect.width : 0), y, index: 0, count: 1 };
    }
    const { inputs, outputs } = portsOf(document, id);
    return portSpot(side === 'input' ? inputs : outputs, rect, side, port);
  };
  const wires: WirePlan[] = [];
  for (const { id, source, sourceHandle, target, targetHandle, reroutes } of document.edges) {
    const start = shownEnd(document, source, 'output', sourceHandle);
    const end = shownEnd(document, target, 'input', targetHandle);
    if (start.id === end.id && (start.id !== source || end.id !== target)) continue;
    const from = spot(start.id, 'output', start.handle);
    const to = spot(end.id, 'input', end.handle);
    if (!from || !to) continue;
    const via = reroutes && reroutes.length > 0 ? { via: reroutes } : {};
    wires.push({ id, net: `${source}/${sourceHandle}`, from, to, source: start.id, target: end.id, ...via });
  }
  return { cards, ends: rects, wires };
}
