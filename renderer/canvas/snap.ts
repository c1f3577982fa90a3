/** Snapping to the grid, as the person has set it. */
import { useLayout } from '../app/layout';
import { onGrid } from '../document/placing';
import type { Point } from './geometry';

export function snapped(point: Point): Point {
  return useLayout.getState().snap ? onGrid(point) : { x: Math.round(point.x), y: Math.round(point.y) };
}
