/** Two half circles that reach into each other. */
import { cos, sin } from '../core/math';
import { type PlaneSettings, planeTable } from './plane';
import type { DataTable } from './types';

const RADIUS = 2;

/** Points (x, y) of two half circles of radius 2. Two classes only. */
export function moons(seed: number, settings: PlaneSettings): DataTable {
  return planeTable('moons', seed, settings, (label, stream) => {
    const angle = Math.PI * stream.uniform();
    // Class 1 is class 0 turned by half a circle about the origin, which lies midway between the two.
    const side = label === 0 ? 1 : -1;
    return [side * (RADIUS * cos(angle) - RADIUS / 2), side * (RADIUS * sin(angle) - RADIUS / 4)];
  });
}
