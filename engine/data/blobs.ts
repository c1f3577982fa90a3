/** Normal clouds, one for each class, with their centres evenly spaced on a circle. */
import { cos, sin } from '../core/math';
import { type PlaneSettings, planeTable } from './plane';
import type { DataTable } from './types';

const RADIUS = 3;

/** Points (x, y) of 2 to 6 clouds. `noise` is the deviation of a cloud; its centre lies at distance 3 from the origin. */
export function blobs(seed: number, settings: PlaneSettings): DataTable {
  const centres = Array.from({ length: settings.classes }, (_, label) => {
    const angle = Math.PI / 6 + (2 * Math.PI * label) / settings.classes;
    return [RADIUS * cos(angle), RADIUS * sin(angle)] as const;
  });
  return planeTable('blobs', seed, settings, (label) => centres[label] as readonly [number, number]);
}
