/**
 * Rebins a histogram of many narrow bins for display on an axis. Counts stay exact: a bar is a whole number of source
 * bins and keeps their edges, so no count is ever split or guessed.
 */
import type { Range } from '../run/scale';

export interface SourceHistogram {
  low: number;
  high: number;
  underflow: number;
  overflow: number;
  counts: ArrayLike<number>;
}

export interface Bar {
  low: number;
  high: number;
  count: number;
}

export interface DisplayHistogram {
  bars: Bar[];
  /** Values below the first bar and above the last, with the limits that they lie beyond. */
  under: { limit: number; count: number };
  over: { limit: number; count: number };
  total: number;
}

/**
 * @param axis values outside it are counted as under- and overflow; a source bin belongs where its centre lies
 * @param wanted about how many bars the whole axis should have
 */
export function rebin(source: SourceHistogram, axis: Range, wanted = 22): DisplayHistogram {
  const bins = source.counts.length;
  const width = (source.high - source.low) / bins;
  let total = source.underflow + source.overflow;
  for (let bin = 0; bin < bins; bin++) total += source.counts[bin] as number;
  const nothing = { bars: [], under: { limit: axis.low, count: 0 }, over: { limit: axis.high, count: 0 }, total };
  if (total === 0) return nothing;
  if (!(width > 0)) return single(source.low, total, axis, wanted);

  const edge = (bin: number): number => source.low + bin * width;
  const binAt = (value: number): number => Math.min(bins, Math.max(0, Math.round((value - source.low) / width)));
  const first = binAt(axis.low);
  const end = binAt(axis.high);
  const group = Math.max(1, Math.round((axis.high - axis.low) / wanted / width));
  const count = (from: number, to: number): number => {
    let sum = 0;
    for (let bin = from; bin < to; bin++) sum += source.counts[bin] as number;
    return sum;
  };
  const bars: Bar[] = [];
  for (let bin = first; bin < end; bin += group) {
    const next = Math.min(end, bin + group);
    bars.push({ low: edge(bin), high: edge(next), count: count(bin, next) });
  }
  return {
    bars,
    under: {
      limit: first > 0 ? edge(first) : Math.max(axis.low, source.low),
      count: source.underflow + count(0, first),
    },
    over: {
      limit: end < bins ? edge(end) : Math.min(axis.high, source.high),
      count: source.overflow + count(end, bins),
    },
    total,
  };
}

/** All values are the same: one bar of ordinary height about them. */
function single(value: number, total: number, axis: Range, wanted: number): DisplayHistogram {
  const half = (axis.high - axis.low) / wanted / 2;
  const under = value < axis.low ? total : 0;
  const over = value > axis.high ? total : 0;
  return {
    bars: under + over > 0 ? [] : [{ low: value - half, high: value + half, count: total }],
    under: { limit: axis.low, count: under },
    over: { limit: axis.high, count: over },
    total,
  };
}
