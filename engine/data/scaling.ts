/** Missing values and the scaling of features. Both are fitted on the training rows alone, so that the test stays unseen. */
import type { FeatureStore, ScaleKind, Scaling } from './types';

/** Statistics of each feature over some rows; missing values are passed over. */
export interface FeatureStatistics {
  mean: Float64Array;
  /** Of the population. */
  deviation: Float64Array;
  min: Float64Array;
  max: Float64Array;
}

/** Rows that are looked at together: enough to make the copy cheap, few enough to need no memory. */
const AT_ONCE = 256;

/** Calls `visit` with the values of the given rows, in their order. */
function eachRow(store: FeatureStore, rows: Uint32Array, visit: (values: Float32Array, at: number) => void): void {
  const values = new Float32Array(AT_ONCE * store.width);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.subarray(from, from + AT_ONCE);
    store.gather(some, values, store.width);
    for (let i = 0; i < some.length; i++) visit(values, i * store.width);
  }
}

/**
 * Mean, deviation and range of each feature over the given rows, in float64. A feature without values has 0 for all.
 *
 * @param withDeviation without it the deviations are 0, and the rows are read once instead of twice
 */
export function featureStatistics(store: FeatureStore, rows: Uint32Array, withDeviation = true): FeatureStatistics {
  const { width } = store;
  const count = new Float64Array(width);
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  const min = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  eachRow(store, rows, (values, at) => {
    for (let j = 0; j < width; j++) {
      const value = values[at + j] as number;
      if (Number.isNaN(value)) continue;
      count[j] = (count[j] as number) + 1;
      mean[j] = (mean[j] as number) + value;
      if (value < (min[j] as number)) min[j] = value;
      if (value > (max[j] as number)) max[j] = value;
    }
  });
  for (let j = 0; j < width; j++) {
    if (count[j] === 0) min[j] = max[j] = 0;
    else mean[j] = (mean[j] as number) / (count[j] as number);
  }
  if (!withDeviation) return { mean, deviation, min, max };
  // A second pass, since a difference of large squares would lose a small variance.
  eachRow(store, rows, (values, at) => {
    for (let j = 0; j < width; j++) {
      const distance = (values[at + j] as number) - (mean[j] as number);
      if (!Number.isNaN(distance)) deviation[j] = (deviation[j] as number) + distance * distance;
    }
  });
  for (let j = 0; j < width; j++) deviation[j] = Math.sqrt((deviation[j] as number) / Math.max(1, count[j] as number));
  return { mean, deviation, min, max };
}

/**
 * The map that brings features with these statistics to mean 0 and deviation 1 (`standard`) or to the range 0…1
 * (`minmax`). A constant feature keeps its unit, and becomes 0.
 */
export function fitScaling(kind: ScaleKind, statistics: FeatureStatistics): Scaling {
  const { mean, deviation, min, max } = statistics;
  const width = mean.length;
  const offset = new Float64Array(width);
  const factor = new Float64Array(width).fill(1);
  if (kind === 'none') return { kind, offset, factor };
  for (let j = 0; j < width; j++) {
    const low = min[j] as number;
    const high = max[j] as number;
    const spread = kind === 'standard' ? (deviation[j] as number) : high - low;
    // The mean of a constant may be off by a rounding error; its value is not.
    offset[j] = kind === 'minmax' || high === low ? low : (mean[j] as number);
    if (high > low) factor[j] = 1 / spread;
  }
  return { kind, offset, factor };
}

/** Puts `fill` where values are missing, then scales; in place. */
export function fillAndScale(features: Float32Array, fill: Float64Array, scaling: Scaling): void {
  const width = fill.length;
  const { offset, factor } = scaling;
  for (let at = 0; at < features.length; at += width) {
    for (let j = 0; j < width; j++) {
      let value = features[at + j] as number;
      if (Number.isNaN(value)) value = fill[j] as number;
      features[at + j] = (value - (offset[j] as number)) * (factor[j] as number);
    }
  }
}
