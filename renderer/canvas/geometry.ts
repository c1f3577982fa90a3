/** Where things lie on the canvas, known without measuring the page: cards have one size, ports fixed places. */
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
/** A frame's least size, and the room it leaves about what stands in it. */
export const FRAME = { width: 240, height: 144, side: 24, head: 40 } as const;

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

/** A wire to be routed. Wires of one output are one net: they may share their way. */
export interface WirePlan {
  /** Points that a person leads it through. */
  via?: readonly Point[];
  id: string;
  net: string;
  from: PortSpot;
  to: PortSpot;
  source: string;
  target: string;
}
