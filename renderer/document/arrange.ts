/** Aligning and distributing, on rectangles alone. */
import type { Position } from './edits';

export interface Box extends Position {
  width: number;
  height: number;
}

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export type Axis = 'horizontal' | 'vertical';

/** Where each box goes so that all of them have one edge, or their middles, in one line. */
export function aligned(boxes: ReadonlyMap<string, Box>, how: Alignment): Map<string, Position> {
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  const place = ({ x, y, width, height }: Box): Position => {
    switch (how) {
      case 'left':
        return { x: left, y };
      case 'centre':
        return { x: Math.round((left + right - width) / 2), y };
      case 'right':
        return { x: right - width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: Math.round((top + bottom - height) / 2) };
      case 'bottom':
        return { x, y: bottom - height };
    }
  };
  return new Map([...boxes].map(([id, box]) => [id, place(box)]));
}

/** Where each box goes so that the gaps between neighbours are equal; the two outermost stay. */
export function distributed(boxes: ReadonlyMap<string, Box>, axis: Axis): Map<string, Position> {
  const start = (box: Box): number => (axis === 'horizontal' ? box.x : box.y);
  const size = (box: Box): number => (axis === 'horizontal' ? box.width : box.height);
  const ordered = [...boxes].sort(([, a], [, b]) => start(a) + size(a) / 2 - (start(b) + size(b) / 2));
  const first = ordered[0]?.[1];
  const last = ordered.at(-1)?.[1];
  if (!first || !last || ordered.length < 3) return new Map([...boxes].map(([id, { x, y }]) => [id, { x, y }]));
  const taken = ordered.reduce((sum, [, box]) => sum + size(box), 0);
  const gap = (start(last) + size(last) - start(first) - taken) / (ordered.length - 1);
  const places = new Map<string, Position>();
  let at = start(first);
  for (const [id, box] of ordered) {
    places.set(id, axis === 'horizontal' ? { x: Math.round(at), y: box.y } : { x: box.x, y: Math.round(at) });
    at += size(box) + gap;
  }
  return places;
}
