/** Where things lie on the canvas, known without measuring the page: cards have one size, ports fixed places. */
import type { GraphDocument, PortSpec } from '../../engine';
import { handleAt, portsOf } from '../document/lookup';

export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

export const CARD_WIDTH = 160;
export const CARD_HEIGHT = 104;
/** Height of the main port; two inputs lie about it, a second output below. */
const MAIN_PORT = 52;
const INPUT_SPREAD = 28;
const SECOND_OUTPUT = 34;

/** The height of a port on its card. */
export function portHeight(side: 'input' | 'output', index: number, count: number): number {
  if (side === 'output') return MAIN_PORT + (index === 0 ? 0 : SECOND_OUTPUT - (count - 1 - index) * 16);
  return MAIN_PORT + (index - (count - 1) / 2) * Math.min(INPUT_SPREAD, 72 / Math.max(1, count - 1));
}

export interface PortSpot extends Point {
  /** Place of the port among those of its side. */
  index: number;
  count: number;
}

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

/** A wire to be routed. Wires of one output are one net: they may share their way. */
export interface WirePlan {
  id: string;
  net: string;
  from: PortSpot;
  to: PortSpot;
  source: string;
  target: string;
}

/** The cards and wires of a document, as the router needs them. Wires to unknown ports are left out. */
export function layoutOf(
  document: GraphDocument,
  rects: ReadonlyMap<string, Rect>,
  isCard: (id: string) => boolean,
): { cards: Map<string, Rect>; wires: WirePlan[] } {
  // Wires may run over frames and notes.
  const cards = new Map([...rects].filter(([id]) => isCard(id)));
  const spot = (id: string, side: 'input' | 'output', port: string): PortSpot | null => {
    const { inputs, outputs } = portsOf(document, id);
    const rect = rects.get(id);
    return rect ? portSpot(side === 'input' ? inputs : outputs, rect, side, port) : null;
  };
  const wires: WirePlan[] = [];
  for (const { id, source, sourceHandle, target, targetHandle } of document.edges) {
    const from = spot(source, 'output', handleAt(document, source, 'output', sourceHandle));
    const to = spot(target, 'input', handleAt(document, target, 'input', targetHandle));
    if (from && to) wires.push({ id, net: `${source}/${sourceHandle}`, from, to, source, target });
  }
  return { cards, wires };
}
