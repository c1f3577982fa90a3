/** Rings around the origin, one inside the other: class 0 is the innermost. */
import { cos, sin } from '../core/math';
import { type PlaneSettings, planeTable } from './plane';
import type { DataTable } from './types';

const OUTERMOST = 4;

/** Points (x, y) of 2 to 6 rings; the outermost has radius 4. */
export function circles(seed: number, settings: PlaneSettings): DataTable {
  return planeTable('circles', seed, settings, (label, stream) => {
    const radius = (OUTERMOST * (label + 0.5)) / (settings.classes - 0.5);
    const angle = 2 * Math.PI * stream.uniform();
    return [radius * cos(angle), radius * sin(angle)];
  });
}
