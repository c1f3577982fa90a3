/** What the generators of points in the plane have in common. */
import { Stream } from '../core/rng';
import type { DataTable } from './types';

/** Settings of a generator, already checked. */
export interface PlaneSettings {
  /** Number of points, of all classes together. */
  samples: number;
  /** Standard deviation of the normal noise on each coordinate. */
  noise: number;
  classes: number;
}

/**
 * A table of points (x, y). Row i is of class i mod `classes`, so every prefix is balanced; each point takes the same
 * number of draws, so a smaller set is the beginning of a larger one.
 *
 * @param draw gives the next point of a class before noise
 */
export function planeTable(
  name: string,
  seed: number,
  settings: PlaneSettings,
  draw: (label: number, stream: Stream) => readonly [x: number, y: number],
): DataTable {
  const { samples, noise, classes } = settings;
  const stream = new Stream(seed, `data/${name}`);
  const features = new Float32Array(samples * 2);
  const labels = new Float32Array(samples);
  for (let row = 0; row < samples; row++) {
    const label = row % classes;
    const [x, y] = draw(label, stream);
    features[row * 2] = x + noise * stream.normal();
    features[row * 2 + 1] = y + noise * stream.normal();
    labels[row] = label;
  }
  return {
    features,
    labels,
    rows: samples,
    featureShape: [2],
    featureNames: ['x', 'y'],
    classNames: Array.from({ length: classes }, (_, label) => `${label}`),
    notes: [],
    warnings: [],
  };
}
