/**
 * Coefficients of parabolas, to be fed to a graph that computes J(w) = a·w² + b·w + c: the same compiled graph minimises
 * whichever polynomial comes next.
 */
import { Stream } from '../core/rng';
import type { DataTable } from './types';

const WIDTH = 3;
/** Where the first parabolas have their minimum; those after them are drawn. */
const FIRST_MINIMA = [5, 10] as const;

/** Rows (1, −2m, m²): w² − 10w + 25, then w² − 20w + 100, then minima m from −10 to 10 in halves. The label is m. */
export function quadratic(seed: number, { samples }: { samples: number }): DataTable {
  const stream = new Stream(seed, 'data/quadratic');
  const features = new Float32Array(samples * WIDTH);
  const labels = new Float32Array(samples);
  for (let row = 0; row < samples; row++) {
    const minimum = FIRST_MINIMA[row] ?? stream.integer(41) / 2 - 10;
    // Not −2m: a coefficient of −0 would be printed.
    features.set([1, 0 - 2 * minimum, minimum * minimum], row * WIDTH);
    labels[row] = minimum;
  }
  return {
    features,
    labels,
    rows: samples,
    featureShape: [WIDTH],
    featureNames: ['a', 'b', 'c'],
    classNames: [],
    notes: [],
    warnings: [],
  };
}
