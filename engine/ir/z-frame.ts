/**
 * The layout of one z-statistics frame, the output of the operation `zStatistics`: a vector of
 * `headerLength + bins + 2 · units` numbers, written by every backend and read by the runtime.
 */

/** Number of histogram bins between `histogramLow` and `histogramHigh`. */
export const Z_BINS = 256;

/** Up to this many elements, percentiles are exact (sorted); beyond, they are read off the histogram. */
export const Z_EXACT_LIMIT = 1000;

export const Z_FIELDS = [
  'count',
  'mean',
  'std',
  'min',
  'max',
  'p5',
  'p15',
  'p50',
  'p85',
  'p95',
  'dead',
  'saturated',
  'histogramLow',
  'histogramHigh',
  'underflow',
  'overflow',
] as const;

export type ZField = (typeof Z_FIELDS)[number];

export const Z_HEADER = Z_FIELDS.length;
export const Z_PERCENTILES = [0.05, 0.15, 0.5, 0.85, 0.95] as const;

/** Length of the frame of a tensor with `units` columns: header, histogram, per-unit means, per-unit variances. */
export const zFrameLength = (units: number): number => Z_HEADER + Z_BINS + 2 * units;
