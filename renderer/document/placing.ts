/** Where cards go: on the grid, and on no other card. */
import type { Position } from './edits';

/** Placement and arrow keys move in steps of this. */
export const GRID = 8;
export const CARD = { width: 160, height: 104, columnGap: 84, rowGap: 44 } as const;

export const onGrid = (position: Position): Position => ({
  x: Math.round(position.x / GRID) * GRID,
  y: Math.round(position.y / GRID) * GRID,
});

/** How far about the wanted place a free one is looked for, and how finely. */
const REACH = 60;
const STRIDE = 24;

/** The nearest place to the wanted one where a card covers none of those at `taken`. */
export function freePlaceAmong(taken: readonly Position[], wanted: Position): Position {
  const place = onGrid(wanted);
  const covers = (x: number, y: number): boolean =>
    taken.some((other) => Math.abs(other.x - x) < CARD.width + STRIDE && Math.abs(other.y - y) < CARD.height + STRIDE);
  for (let ring = 0; ring < REACH; ring++) {
    let best: (Position & { distance: number }) | null = null;
    for (const [dx, dy] of ringOf(ring)) {
      const x = place.x + dx * STRIDE;
      const y = place.y + dy * STRIDE;
      const distance = Math.hypot(dx, dy);
      if ((!best || distance < best.distance) && !covers(x, y)) best = { x, y, distance };
    }
    if (best) return { x: best.x, y: best.y };
  }
  return place;
}

/** The cells of a square ring about the middle, those below first. */
function ringOf(radius: number): [number, number][] {
  if (radius === 0) return [[0, 0]];
  const cells: [number, number][] = [];
  for (let step = -radius; step <= radius; step++)
    cells.push([step, radius], [radius, step], [-radius, step], [step, -radius]);
  return cells;
}

/** Where the card after another belongs: at its right, as the data flows; in a new row where the view ends before that. */
export function nextPlace(
  all: readonly Position[],
  { x, y }: Position,
  isInView: (position: Position) => boolean,
): Position {
  const right = { x: x + CARD.width + CARD.columnGap, y };
  if (isInView(right)) return right;
  return {
    x: Math.min(...all.map((other) => other.x)),
    y: Math.max(...all.map((other) => other.y)) + CARD.height + CARD.rowGap,
  };
}
