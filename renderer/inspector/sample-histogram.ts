/** A histogram of a few thousand values, and what is said of them. */

export interface SampleHistogram {
  /** Shares of the largest bin, from 0 to 1. */
  bars: readonly number[];
  low: number;
  high: number;
  mean: number;
  deviation: number;
}

/** @param values at least one, all finite */
export function sampleHistogram(values: Float64Array, bins: number): SampleHistogram {
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  const mean = sum / values.length;
  const counts = new Array<number>(bins).fill(0);
  let squares = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
    const place = high > low ? Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins)) : bins >> 1;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return { bars: counts.map((count) => count / most), low, high, mean, deviation: Math.sqrt(squares / values.length) };
}
