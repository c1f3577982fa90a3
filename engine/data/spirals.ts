/** Spirals that wind around each other, one arm for each class. */
import { cos, sin } from '../core/math';
import { type PlaneSettings, planeTable } from './plane';
import type { DataTable } from './types';

const INNER = 0.3;
const OUTER = 4;
const TURNS = 1.5;

/** Points (x, y) of 2 to 6 arms of one and a half turns, from radius .3 to 4. */
export function spirals(seed: number, settings: PlaneSettings): DataTable {
  return planeTable('spirals', seed, settings, (label, stream) => {
    // Radius and angle grow together (Archimedes). The root spreads the points evenly along the arm.
    const along = Math.sqrt(stream.uniform());
    const radius = INNER + (OUTER - INNER) * along;
    const angle = 2 * Math.PI * (TURNS * along + label / settings.classes);
    return [radius * cos(angle), radius * sin(angle)];
  });
}
