import { expect, test } from 'vitest';
import { Stream } from '../../../core/rng';
import type { Shape } from '../../../core/shape';
import { Z_BINS, Z_FIELDS, Z_HEADER, Z_PERCENTILES, type ZField } from '../../../ir/z-frame';
import { ops } from '../../../ops/index';
import { createWasmBackend } from '../backend';
import { type Input, runOperation, tensor } from '../testing/harness';
import { switchOnRelaxedSimd } from '../testing/relaxed-simd';

switchOnRelaxedSimd();
const backend = createWasmBackend(ops, { tile: '4x8' });

interface Frame {
  field(name: ZField): number;
  bins: Float64Array;
  unitMean: Float64Array;
  unitVariance: Float64Array;
}

function frameOf(z: Input, dead = false, saturation = 0): Frame {
  const { output } = runOperation(backend, 'zStatistics', [z], { dead, saturation }, 'probe');
  const units = z.shape.at(-1) ?? 1;
  const start = Z_HEADER + Z_BINS;
  return {
    field: (name) => output[Z_FIELDS.indexOf(name)] as number,
    bins: output.slice(Z_HEADER, start),
    unitMean: output.slice(start, start + units),
    unitVariance: output.slice(start + units, start + 2 * units),
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};
const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const low = sorted[Math.floor(place)] as number;
  return low + ((sorted[Math.ceil(place)] as number) - low) * (place - Math.floor(place));
};
const relative = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);

const stream = new Stream(3, 'z');
const shapes: readonly Shape[] = [
  [1, 1],
  [7],
  [5, 3],
  [32, 16],
  [33, 17],
  [64, 128],
  [60, 101],
  [3, 5, 9],
  [300, 4],
  [2, 1030],
  [1500, 1],
];
const kinds: readonly [string, () => number][] = [
  ['normal', () => stream.normal()],
  ['large mean', () => 1e6 + stream.normal()],
  ['skewed', () => Math.exp(2 * stream.normal())],
  ['tiny', () => 1e-15 * stream.normal()],
  ['whole numbers', () => Math.round(3 * stream.normal())],
];

test.each(kinds)('moments of %s values are right to a millionth, percentiles to a bin or exactly', (_, draw) => {
  for (const shape of shapes) {
    const z = tensor(shape, draw);
    const values = [...z.values];
    const units = shape.at(-1) ?? 1;
    const frame = frameOf(z);
    const label = shape.join('x');
    expect(frame.field('count'), label).toBe(values.length);
    expect(frame.field('min'), label).toBe(Math.min(...values));
    expect(frame.field('max'), label).toBe(Math.max(...values));
    const deviation = Math.sqrt(variance(values));
    const scale = Math.max(deviation, Math.abs(mean(values)));
    expect(Math.abs(frame.field('mean') - mean(values)), label).toBeLessThanOrEqual(1e-6 * scale);
    expect(relative(frame.field('std'), deviation), label).toBeLessThan(1e-6);
    for (let unit = 0; unit < units; unit++) {
      const column = values.filter((__, i) => i % units === unit);
      const size = Math.max(Math.abs(mean(column)), Math.sqrt(variance(column)));
      expect(Math.abs((frame.unitMean[unit] as number) - mean(column)), label).toBeLessThanOrEqual(1e-6 * size);
      expect(relative(frame.unitVariance[unit] as number, variance(column)), label).toBeLessThan(1e-6);
    }
    const inBins = frame.bins.reduce((a, b) => a + b, 0);
    expect(inBins + frame.field('underflow') + frame.field('overflow'), label).toBe(values.length);
    const [low, high] = [frame.field('histogramLow'), frame.field('histogramHigh')];
    expect(frame.field('underflow'), label).toBe(values.filter((value) => value < low).length);
    expect(frame.field('overflow'), label).toBe(values.filter((value) => value > high).length);
    const tolerance = values.length <= 1000 ? 1e-6 * scale : (high - low) / Z_BINS + 1e-6 * scale;
    Z_PERCENTILES.forEach((q) => {
      const name = `p${Math.round(q * 100)}` as ZField;
      // In a long tail neighbours lie further apart than a bin is wide: then either neighbour will do.
      const [below, above] = [
        quantile(values, Math.max(0, q - 1 / values.length)),
        quantile(values, Math.min(1, q + 1 / values.length)),
      ];
      const slack = values.length <= 1000 ? 0 : above - below;
      expect(Math.abs(frame.field(name) - quantile(values, q)), `${label} ${name}`).toBeLessThanOrEqual(
        tolerance + slack,
      );
    });
  }
});

test('a value counts into the bin whose edges hold it, and the largest into the last', () => {
  const z = tensor([1, 257], (i) => i);
  const frame = frameOf(z);
  expect([frame.field('histogramLow'), frame.field('histogramHigh')]).toEqual([0, 256]);
  expect([...frame.bins]).toEqual([...Array<number>(255).fill(1), 2]);
});

test('a constant tensor is one bin, with no deviation', () => {
  for (const value of [0, 3.3, -1e6]) {
    for (const shape of [
      [8, 6],
      [200, 7],
    ]) {
      const frame = frameOf(tensor(shape, () => value));
      const exact = Math.fround(value);
      expect(frame.field('std')).toBe(0);
      expect(Math.max(...frame.unitVariance)).toBe(0);
      expect([frame.field('p5'), frame.field('p50'), frame.field('p95')]).toEqual([exact, exact, exact]);
      expect(frame.bins.filter((count) => count > 0)).toEqual(
        Float64Array.of((shape[0] as number) * (shape[1] as number)),
      );
    }
  }
});

test('one outlier does not spoil the percentiles of the others', () => {
  for (const outlier of [1e4, -1e9]) {
    const z = tensor([100, 40], (i) => (i === 1234 ? outlier : stream.normal()));
    const frame = frameOf(z);
    for (const [name, q] of [
      ['p5', 0.05],
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      expect(Math.abs(frame.field(name) - quantile(z.values, q))).toBeLessThan(0.1);
    }
    expect(frame.field('underflow') + frame.field('overflow')).toBeGreaterThanOrEqual(1);
  }
});

test('a value that nearly all elements share leaves the histogram over all values', () => {
  const z = tensor([50, 60], (i) => (i % 50 === 0 ? 1 + (i % 7) : 0));
  const frame = frameOf(z);
  expect([frame.field('histogramLow'), frame.field('histogramHigh')]).toEqual([0, 7]);
  expect(frame.field('p50')).toBeLessThan(7 / Z_BINS);
});

test('dead units never rise above zero; saturated elements lie beyond the bound', () => {
  for (const [rows, columns] of [
    [6, 5],
    [40, 33],
  ] as const) {
    const z = tensor([rows, columns], (i) => (i % columns < 3 ? -Math.abs(stream.normal()) : 2 * stream.normal() + 1));
    const alive = (unit: number): boolean => z.values.some((value, i) => i % columns === unit && value > 0);
    const dead = Array.from({ length: columns }, (_, unit) => unit).filter((unit) => !alive(unit)).length;
    const beyond = z.values.filter((value) => Math.abs(value) > 1.5).length;
    const frame = frameOf(z, true, 1.5);
    expect(frame.field('dead')).toBeCloseTo(dead / columns, 6);
    expect(frame.field('saturated')).toBeCloseTo(beyond / z.values.length, 6);
    expect(frameOf(z).field('dead')).toBe(0);
    expect(frameOf(z).field('saturated')).toBe(0);
  }
});

test('NaN and infinity show in the mean and trap nothing', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    for (const shape of [
      [4, 5],
      [80, 40],
    ]) {
      const { values } = tensor(shape, () => stream.normal());
      const frame = frameOf({ shape, values: values.map((other, i) => (i === 7 ? value : other)) });
      expect(Number.isFinite(frame.field('mean'))).toBe(false);
    }
  }
});
