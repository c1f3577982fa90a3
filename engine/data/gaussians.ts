/** Two classes in two features whose units differ by a factor of 1000: what scaling and batch norm are for. */
import { Stream } from '../core/rng';
import type { DataTable } from './types';

/** Distance of each class's centre from the origin in each feature, in deviations. */
const CENTRE = 1.2;
const SCALES = [1, 1000] as const;

/** Normal features with deviation 1 and 1000, around −1.2 deviations for class 0 and 1.2 for class 1. */
export function gaussians(seed: number, { samples }: { samples: number }): DataTable {
  const stream = new Stream(seed, 'data/gaussians');
  const features = new Float32Array(samples * SCALES.length);
  const labels = new Float32Array(samples);
  for (let row = 0; row < samples; row++) {
    const label = row % 2;
    labels[row] = label;
    SCALES.forEach((scale, j) => {
      features[row * SCALES.length + j] = scale * ((label === 0 ? -CENTRE : CENTRE) + stream.normal());
    });
  }
  return {
    features,
    labels,
    rows: samples,
    featureShape: [SCALES.length],
    featureNames: ['at scale 1', 'at scale 1000'],
    classNames: ['0', '1'],
    notes: [],
    warnings: [],
  };
}
