/** Z-statistics of random tensors against two passes in float64, written without a look at the engine's own way. */
import { expect } from 'vitest';
import type { Backend } from '../backends/backend';
import { Stream } from '../core/rng';
import { type Shape, sizeOf } from '../core/shape';
import { GraphBuilder } from '../ir/builder';
import { Z_BINS } from '../ir/z-frame';
import { ops } from '../ops/index';
import { readDetail, type ZDetail } from '../runtime/statistics';
import { programOf } from './programs';

/** Kinds of numbers that layers can hold; those that statistics get wrong among them. */
const KINDS: Readonly<Record<string, (stream: Stream) => (unit: number) => number>> = {
  normal: (s) => () => s.normal(),
  'a million, plus or minus one': (s) => () => 1e6 + (s.uniform() < 0.5 ? -1 : 1),
  'a large mean': (s) => () => -3e5 + s.normal(),
  constant: (s) => {
    const value = 100 * s.normal();
    return () => value;
  },
  'constant units': () => (unit) => unit * 1.7 - 3,
  'units of many sizes': (s) => (unit) => 10 ** ((unit % 9) - 4) * (1 + 0.1 * s.normal()),
  denormal: (s) => () => 1e-40 * s.normal(),
  tiny: (s) => () => 1e-15 * s.normal(),
  huge: (s) => () => 1e18 * s.normal(),
  skewed: (s) => () => Math.exp(2 * s.normal()),
  'whole numbers': (s) => () => Math.round(3 * s.normal()),
  'after a ReLU': (s) => () => Math.max(0, s.normal()),
  'one outlier': (s) => () => (s.uniform() < 0.002 ? 1e5 : s.normal()),
  'zeros of both signs': (s) => () => (s.uniform() < 0.5 ? -0 : 0),
};

const PERCENTILES = { p5: 0.05, p15: 0.15, p50: 0.5, p85: 0.85, p95: 0.95 } as const;

interface Drawn {
  title: string;
  shape: Shape;
  values: Float64Array;
}

/** A tensor of one of the kinds, rounded to float32. */
function draw(seed: number): Drawn {
  const stream = new Stream(seed, 'z-statistics');
  const names = Object.keys(KINDS);
  const name = names[seed % names.length] as string;
  const rows = 1 + stream.integer(stream.uniform() < 0.3 ? 400 : 40);
  const shape =
    stream.uniform() < 0.15 ? [rows, 1 + stream.integer(4), 1 + stream.integer(9)] : [rows, 1 + stream.integer(60)];
  const units = shape.at(-1) as number;
  const value = (KINDS[name] as (typeof KINDS)[string])(stream);
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.fround(value(i % units)));
  return { title: `${name} [${shape}], seed ${seed}`, shape, values };
}

function frameOf({ shape, values }: Drawn, backend: Backend): ZDetail {
  const builder = new GraphBuilder(ops);
  const z = builder.feed('z', shape);
  const frame = builder.within('', 'probe', () => builder.emit('zStatistics', [z], { dead: false, saturation: 0 }));
  builder.output('frame', frame);
  const graph = builder.finish();
  const executable = backend.open([]).load(programOf(graph, backend));
  const { data, rowStride } = executable.feed('z');
  const units = shape.at(-1) as number;
  values.forEach((value, i) => {
    data[Math.floor(i / units) * rowStride + (i % units)] = value;
  });
  executable.run(true);
  return readDetail(executable.read('frame'));
}

function moments(list: ArrayLike<number>): { mean: number; variance: number } {
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += list[i] as number;
  const mean = sum / list.length;
  let squares = 0;
  for (let i = 0; i < list.length; i++) squares += ((list[i] as number) - mean) ** 2;
  return { mean, variance: squares / list.length };
}

/** The percentile with a straight line between neighbours. */
function percentile(sorted: Float64Array, q: number): number {
  const place = Math.min(1, Math.max(0, q)) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return low + (high - low) * (place - Math.floor(place));
}

/** The smallest step of float32: numbers below it cannot be told. */
const STEP = 2 ** -149;
/** Squares of differences below this are denormal in float32, and may be lost: a deviation of some 1e-18. */
const LOST = 2 ** -116;

/** Holds the statistics of one random tensor against float64. */
export function checkZStatistics(seed: number, backend: Backend): void {
  const lost = backend.id === 'reference' ? 0 : LOST;
  const drawn = draw(seed);
  const { title, shape, values } = drawn;
  const frame = frameOf(drawn, backend);
  const near = (actual: number, expected: number, unit: number, what: string, slack = 0): void => {
    if (!(Math.abs(actual - expected) <= 1e-6 * unit + STEP + slack)) {
      expect.fail(`${title}: ${what} is ${actual}, expected ${expected}`);
    }
  };
  const { mean, variance } = moments(values);
  const deviation = Math.sqrt(variance);
  const size = Math.max(Math.abs(mean), deviation);
  near(frame.mean, mean, size, 'mean');
  // Equal numbers have a mean that is rounded, and so a variance that is nearly 0.
  const rounding = 1e-13 * Math.abs(mean);
  near(frame.std, deviation, deviation, 'std', Math.sqrt(lost) + rounding);
  expect(frame.std, title).toBeGreaterThanOrEqual(0);
  const units = shape.at(-1) as number;
  for (let unit = 0; unit < units; unit++) {
    const own = moments(values.filter((_, i) => i % units === unit));
    near(frame.unitMean[unit] as number, own.mean, Math.max(Math.abs(own.mean), Math.sqrt(own.variance)), 'unit mean');
    const slack = lost + (1e-13 * own.mean) ** 2;
    near(frame.unitVariance[unit] as number, own.variance, own.variance, 'unit variance', slack);
    expect(frame.unitVariance[unit], title).toBeGreaterThanOrEqual(0);
  }
  const sorted = values.toSorted();
  expect(frame.min === sorted[0] && frame.max === sorted.at(-1), `${title}: extremes`).toBe(true);
  const { low, high, counts, underflow, overflow } = frame.histogram;
  expect(counts.reduce((a, b) => a + b, 0) + underflow + overflow, title).toBe(values.length);
  for (const [name, q] of Object.entries(PERCENTILES)) {
    const exact = percentile(sorted, q);
    // Among many elements a percentile is known to a bin, and where neighbours lie further apart, to either of them.
    const gap = percentile(sorted, q + 1 / values.length) - percentile(sorted, q - 1 / values.length);
    const bin = values.length < 1000 ? 0 : (high - low) / Z_BINS + gap;
    const actual = frame[name as keyof typeof PERCENTILES];
    // The width of a bin has no inverse in float32 where the whole range is denormal.
    const floor = values.length < 1000 || lost === 0 ? STEP : 2 ** -126;
    if (!(Math.abs(actual - exact) <= bin + 1e-6 * size + floor)) {
      expect.fail(`${title}: ${name} is ${actual}, expected ${exact}`);
    }
  }
}
