/** Axes: from values to pixels, round ticks, ranges that one odd step does not change. */

export interface Scale {
  (value: number): number;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Ticks at 1, 2 or 5 times a power of ten, about `count` of them. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i === 0 ? 0 : i * step);
  return ticks;
}

/** A tick's number: as many digits as its neighbours need. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(0).replace('-', '−').replace('e+', 'e');
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

const spread = (low: number, high: number): [number, number] => {
  if (high > low) return [low, high];
  const half = Math.abs(low) * 0.5 || 1;
  return [low - half, high + half];
};

export function linearScale(low: number, high: number, from: number, to: number, count: number): Scale {
  const [a, b] = spread(low, high);
  const scale = (value: number): number => from + ((value - a) / (b - a)) * (to - from);
  return Object.assign(scale, { low: a, high: b, ticks: roundTicks(a, b, count) });
}

/** For positive values over several powers of ten. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const [a, b] = spread(Math.log10(low), Math.log10(high));
  const scale = (value: number): number => from + ((Math.log10(Math.max(value, 1e-300)) - a) / (b - a)) * (to - from);
  const ticks: number[] = [];
  const stride = Math.max(1, Math.ceil((b - a) / 6));
  for (let power = Math.ceil(a - 1e-9); power <= b + 1e-9; power += stride) ticks.push(10 ** power);
  return Object.assign(scale, { low: 10 ** a, high: 10 ** b, ticks });
}

/** The share `q` of sorted values lies below it. */
export function quantile(sorted: readonly number[], q: number): number {
  const place = q * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** A range that holds nearly all values, with some room. */
export function robustRange(values: readonly number[], share = 0.01): [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return [0, 1];
  const low = quantile(sorted, share);
  const high = quantile(sorted, 1 - share);
  const room = (high - low) * 0.08;
  return [low - room, high + room];
}
