/**
 * Exclusive or: class 1 where exactly one coordinate is negative. Points are uniform in a square, a little off the axes;
 * the class is that of the point before noise.
 */
import { type PlaneSettings, planeTable } from './plane';
import type { DataTable } from './types';

const NEAREST = 0.25;
const FARTHEST = 3;

/** Points (x, y) with coordinates of .25 to 3 in size, before noise. Two classes only. */
export function xor(seed: number, settings: PlaneSettings): DataTable {
  return planeTable('xor', seed, settings, (label, stream) => {
    const width = NEAREST + (FARTHEST - NEAREST) * stream.uniform();
    const height = NEAREST + (FARTHEST - NEAREST) * stream.uniform();
    const side = stream.uniform() < 0.5 ? -1 : 1;
    return [side * width, (label === 0 ? side : -side) * height];
  });
}
