import { expect, test } from 'vitest';
import { fillAndScale, fitScaling, featureStatistics as statisticsOf } from './scaling';
import { MemoryStore } from './store';

const featureStatistics = (values: Float32Array, width: number, rows: Uint32Array) =>
  statisticsOf(new MemoryStore(values, width), rows);

const features = () => Float32Array.from([1, 7, 3, 7, 5, 7, 100, 8]);
const train = Uint32Array.from([0, 1, 2]);

test('statistics are those of the given rows', () => {
  const { mean, deviation, min, max } = featureStatistics(features(), 2, train);
  expect([...mean]).toEqual([3, 7]);
  expect(deviation[0]).toBeCloseTo(Math.sqrt(8 / 3), 14);
  expect(deviation[1]).toBe(0);
  expect([...min]).toEqual([1, 7]);
  expect([...max]).toEqual([5, 7]);
});

test('missing values are passed over', () => {
  const { mean, min } = featureStatistics(Float32Array.from([1, Number.NaN, 3, Number.NaN]), 2, Uint32Array.of(0, 1));
  expect([...mean]).toEqual([2, 0]);
  expect([...min]).toEqual([1, 0]);
});

test('a small variance beside a large mean is kept', () => {
  const rows = Uint32Array.from({ length: 1000 }, (_, row) => row);
  const { deviation } = featureStatistics(
    Float32Array.from(rows, (row) => 1e6 + (row % 2 ? 1 : -1)),
    1,
    rows,
  );
  expect(deviation[0]).toBe(1);
});

test('standard scaling brings the training rows to mean 0 and deviation 1, and the others along', () => {
  const values = features();
  const statistics = featureStatistics(values, 2, train);
  fillAndScale(values, statistics.mean, fitScaling('standard', statistics));
  const after = featureStatistics(values, 2, train);
  expect(after.mean[0]).toBeCloseTo(0, 6);
  expect(after.deviation[0]).toBeCloseTo(1, 6);
  expect(values[6]).toBeCloseTo(97 / Math.sqrt(8 / 3), 4);
});

test('minmax scaling brings the training rows to 0…1', () => {
  const values = features();
  const statistics = featureStatistics(values, 2, train);
  fillAndScale(values, statistics.mean, fitScaling('minmax', statistics));
  expect([...values]).toEqual([0, 0, 0.5, 0, 1, 0, 24.75, 1]);
});

test('a constant feature becomes 0 and keeps its unit', () => {
  for (const kind of ['standard', 'minmax'] as const) {
    const rows = Uint32Array.from({ length: 3 }, (_, row) => row);
    const values = Float32Array.of(0.1, 0.1, 0.1);
    const statistics = featureStatistics(values, 1, rows);
    const scaling = fitScaling(kind, statistics);
    fillAndScale(values, statistics.mean, scaling);
    expect([...values]).toEqual([0, 0, 0]);
    expect(scaling.factor[0]).toBe(1);
  }
});

test('no scaling leaves every bit as it is', () => {
  const values = Float32Array.of(0.1, -1e30, 1e-40, 3);
  const before = values.slice();
  const statistics = featureStatistics(values, 1, Uint32Array.of(0, 1, 2, 3));
  fillAndScale(values, statistics.mean, fitScaling('none', statistics));
  expect(values).toEqual(before);
});

test('what is missing takes the fill value before scaling', () => {
  const values = Float32Array.of(1, Number.NaN, 5);
  const statistics = featureStatistics(values, 1, Uint32Array.of(0, 2));
  fillAndScale(values, statistics.mean, fitScaling('minmax', statistics));
  expect([...values]).toEqual([0, 0.5, 1]);
});
