/**
 * Cats in three features: a shape that tells them from others, and two colours that do so only as long as all cats are
 * black. The shift `recolour` gives the coloured set: the same shapes and labels, other colours.
 */
import { Stream } from '../core/rng';
import type { DataTable } from './types';

const WIDTH = 3;
const SHAPE_NOISE = 0.6;

/** Mean and deviation of the colours, for others and for cats. */
const BLACK_SET = { deviation: 0.4, means: [1, 1, -1.5, -1.5] } as const;
const COLOURED_SET = { deviation: 0.6, means: [1, 1, 1.2, 0.8] } as const;

/** Shape ±1 + .6·N(0, 1), with + for cats; colours of the black set. Cat (class 1) or not with equal odds. */
export function cats3(seed: number, { samples }: { samples: number }): DataTable {
  const stream = new Stream(seed, 'data/cats3');
  const features = new Float32Array(samples * WIDTH);
  const labels = new Float32Array(samples);
  const coloured = new Float32Array(samples * 2);
  for (let row = 0; row < samples; row++) {
    const label = stream.uniform() < 0.5 ? 0 : 1;
    labels[row] = label;
    features[row * WIDTH] = (label === 0 ? -1 : 1) + SHAPE_NOISE * stream.normal();
    for (let j = 0; j < 2; j++) {
      const which = 2 * label + j;
      features[row * WIDTH + 1 + j] = (BLACK_SET.means[which] as number) + BLACK_SET.deviation * stream.normal();
      coloured[row * 2 + j] = (COLOURED_SET.means[which] as number) + COLOURED_SET.deviation * stream.normal();
    }
  }
  return {
    features,
    labels,
    rows: samples,
    featureShape: [WIDTH],
    featureNames: ['shape', 'colour 1', 'colour 2'],
    classNames: ['other', 'cat'],
    recolour(row, amount, values) {
      for (let j = 0; j < 2; j++) {
        values[1 + j] = (1 - amount) * (values[1 + j] as number) + amount * (coloured[row * 2 + j] as number);
      }
    },
    notes: [],
    warnings: [],
  };
}
