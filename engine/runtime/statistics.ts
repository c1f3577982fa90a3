/** Reads z-statistics frames: the vector that the operation `zStatistics` wrote becomes named numbers. */
import { Z_BINS, Z_FIELDS, Z_HEADER, type ZField } from '../ir/z-frame';

/** The distribution of one probed tensor at one step, over batch × units. `std` is the population deviation. */
export interface ZSummary {
  mean: number;
  std: number;
  min: number;
  max: number;
  p5: number;
  p15: number;
  p50: number;
  p85: number;
  p95: number;
  /** Share of units that were at or below zero for the whole batch, where a ReLU reads them; else 0. */
  dead: number;
  /** Share of elements in the flat part of the sigmoid or tanh that reads them; else 0. */
  saturated: number;
}

export interface ZDetail extends ZSummary {
  count: number;
  /** Exact counts in equal bins from `low` to `high`, and of what lies outside. */
  histogram: { low: number; high: number; underflow: number; overflow: number; counts: Float64Array };
  unitMean: Float64Array;
  /** Biased variance of each unit. */
  unitVariance: Float64Array;
}

const PLACE = Object.fromEntries(Z_FIELDS.map((name, place) => [name, place])) as Record<ZField, number>;

const at = (frame: Float64Array, field: ZField): number => frame[PLACE[field]] as number;

export function readSummary(frame: Float64Array): ZSummary {
  return {
    mean: at(frame, 'mean'),
    std: at(frame, 'std'),
    min: at(frame, 'min'),
    max: at(frame, 'max'),
    p5: at(frame, 'p5'),
    p15: at(frame, 'p15'),
    p50: at(frame, 'p50'),
    p85: at(frame, 'p85'),
    p95: at(frame, 'p95'),
    dead: at(frame, 'dead'),
    saturated: at(frame, 'saturated'),
  };
}

export function readDetail(frame: Float64Array): ZDetail {
  const units = (frame.length - Z_HEADER - Z_BINS) / 2;
  const from = Z_HEADER + Z_BINS;
  // One copy for all parts: the frame's buffer is written again by the next step.
  const copy = frame.slice();
  return {
    ...readSummary(copy),
    count: at(copy, 'count'),
    histogram: {
      low: at(copy, 'histogramLow'),
      high: at(copy, 'histogramHigh'),
      underflow: at(copy, 'underflow'),
      overflow: at(copy, 'overflow'),
      counts: copy.subarray(Z_HEADER, from),
    },
    unitMean: copy.subarray(from, from + units),
    unitVariance: copy.subarray(from + units, from + 2 * units),
  };
}
