/** Axes: round ticks, and ranges that one outlier step cannot change. Pure. */

export interface Range {
  low: number;
  high: number;
}

/** The round step (1, 2 or 5 times a power of ten) that cuts `span` into at most `count` parts. */
export function tickStep(span: number, count: number): number {
  if (!(span > 0) || !Number.isFinite(span)) return 1;
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  // A little slack, so that 0.2 is not passed over because a quotient came out as 2.0000000000000004.
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Multiples of a round number inside the range, at most about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const step = tickStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => multiple(first + place, step));
}

/** 1, 2 and 5 times powers of ten between two positive numbers. */
export function logTicks(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) found.push(tick);
    }
  }
  return found;
}

/** Zero and one round number on either side of it, where they are in the range: the ticks of a low chart. */
export function fewTicks(low: number, high: number): number[] {
  const larger = Math.max(-low, high);
  if (!(larger > 0)) return [0];
  const power = 10 ** Math.floor(Math.log10(larger) + 1e-9);
  const factor = [8, 6, 5, 4, 3, 2.5, 2, 1.5, 1].find((candidate) => candidate * power <= larger * (1 + 1e-9)) ?? 1;
  const outer = multiple(factor * 10, power / 10);
  return [-outer, 0, outer].filter((tick) => tick >= low && tick <= high);
}

/** `count` times a tick step, without the dust of binary fractions. */
function multiple(count: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Number((count * step).toFixed(Math.min(20, decimals))) || 0;
}

/** Share of the steps that may lie beyond a robust range on either side. */
const TRIMMED = 0.02;

/**
 * The extremes of `values` without the outermost ones on the chosen side (`share` of all, and at least one as soon as
 * there are three): a single wild step is never part of the range. NaN and infinities do not count.
 */
export function trimmedExtreme(values: ArrayLike<number>, side: 'low' | 'high', share = TRIMMED): number {
  const finite = Float64Array.from(values).filter(Number.isFinite).sort();
  if (finite.length === 0) return Number.NaN;
  const cut = finite.length < 3 ? 0 : Math.max(1, Math.floor(finite.length * share));
  return (side === 'low' ? finite[cut] : finite[finite.length - 1 - cut]) as number;
}

/** The robust range of a band over the run: `lows` and `highs` are its lower and upper edge at each step. */
export function robustRange(lows: ArrayLike<number>, highs: ArrayLike<number>, share = TRIMMED): Range | null {
  const low = trimmedExtreme(lows, 'low', share);
  const high = trimmedExtreme(highs, 'high', share);
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null;
}

/** The range that holds all of these. */
export function unite(ranges: readonly (Range | null)[]): Range | null {
  const known = ranges.filter((range) => range !== null);
  if (known.length === 0) return null;
  return {
    low: Math.min(...known.map((range) => range.low)),
    high: Math.max(...known.map((range) => range.high)),
  };
}

/** Air around p5 to p95 on either side, as a share of their distance: a bell then has less than 1 % beyond the axis. */
const TAILS = 0.3;

/**
 * An axis for z around a range of p5 to p95: zero is in it, the tails of the histogram have room, and its ends are round
 * numbers, so that it does not creep with every frame.
 */
export function zAxis(range: Range | null): Range {
  let low = Math.min(0, range?.low ?? -1);
  let high = Math.max(0, range?.high ?? 1);
  // Data about zero gets zero in the middle.
  const larger = Math.max(-low, high);
  if (Math.min(-low, high) > 0.4 * larger) [low, high] = [-larger, larger];
  const span = high - low || 2;
  const air = span * TAILS;
  const round = tickStep(span + 2 * air, 10);
  return {
    low: multiple(Math.floor((low - air) / round), round),
    high: multiple(Math.ceil((high + air) / round), round),
  };
}
