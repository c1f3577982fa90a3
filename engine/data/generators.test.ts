import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DATA_SOURCES } from '../core/data-sources';
import { blobs } from './blobs';
import { circles } from './circles';
import { moons } from './moons';
import type { PlaneSettings } from './plane';
import { spirals } from './spirals';
import type { DataTable } from './types';
import { xor } from './xor';

/** The beginning of the SHA-256 of features and labels: seed 7, settings of the list of sources. */
const FROZEN: Record<string, string> = {
  blobs: 'dac151749809b7a9',
  circles: '2998c6721fd604cf',
  spirals: '26ce780a6264a00e',
  xor: '0da2c1f56b318b7b',
  moons: '6227b6c0bdf4eee9',
};
const generators = { blobs, circles, spirals, xor, moons };
const cases = Object.entries(generators).map(([name, make]) => {
  const source = DATA_SOURCES.find((known) => known.name === name);
  if (!source) throw new Error(`${name} is not listed`);
  return { name, make, defaults: source.defaults, anyClasses: source.parameters.includes('classes') };
});

const digest = ({ features, labels }: DataTable): string =>
  createHash('sha256')
    .update(Buffer.from(features.buffer))
    .update(Buffer.from(labels.buffer))
    .digest('hex')
    .slice(0, 16);

const settingsOf = (defaults: PlaneSettings, more: Partial<PlaneSettings> = {}): PlaneSettings => ({
  ...defaults,
  ...more,
});

test.each(cases)('$name has the same bytes as ever', ({ name, make, defaults }) => {
  expect(digest(make(7, defaults))).toBe(FROZEN[name]);
});

test.each(cases)('$name differs from seed to seed', ({ make, defaults }) => {
  expect(digest(make(1, defaults))).toBe(digest(make(1, defaults)));
  expect(digest(make(1, defaults))).not.toBe(digest(make(2, defaults)));
});

test.each(cases)('$name stays in a picture of ±6', ({ make, defaults, anyClasses }) => {
  for (const classes of anyClasses ? [2, 3, 4, 5, 6] : [2]) {
    const { features, rows } = make(3, settingsOf(defaults, { classes, samples: 1000 }));
    expect(features).toHaveLength(rows * 2);
    expect(Math.max(...features.map(Math.abs))).toBeLessThan(6);
    expect(Math.max(...features.map(Math.abs))).toBeGreaterThan(2);
  }
});

test.each(cases)('$name takes its classes in turn, and a smaller set begins a larger one', ({ make, defaults }) => {
  const large = make(5, settingsOf(defaults, { samples: 60 }));
  const small = make(5, settingsOf(defaults, { samples: 25 }));
  expect(large.features.slice(0, 50)).toEqual(small.features);
  expect([...large.labels]).toEqual(Array.from({ length: 60 }, (_, row) => row % defaults.classes));
  expect(large.classNames).toHaveLength(defaults.classes);
});

const pointsOf = ({ features, labels, rows }: DataTable) =>
  Array.from({ length: rows }, (_, row) => ({ x: features[row * 2]!, y: features[row * 2 + 1]!, label: labels[row]! }));

test('the clouds of blobs have the noise as deviation around centres at distance 3', () => {
  const points = pointsOf(blobs(1, { classes: 3, samples: 30_000, noise: 0.5 })).filter((point) => point.label === 1);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map((point) => point.x));
  const y = mean(points.map((point) => point.y));
  expect(Math.hypot(x, y)).toBeCloseTo(3, 1);
  expect(Math.sqrt(mean(points.map((point) => (point.x - x) ** 2)))).toBeCloseTo(0.5, 1);
});

test('rings without noise have one radius a class, growing', () => {
  const radii = [0, 1, 2].map((label) => {
    const points = pointsOf(circles(1, { classes: 3, samples: 300, noise: 0 })).filter(
      (point) => point.label === label,
    );
    const first = Math.hypot(points[0]!.x, points[0]!.y);
    for (const { x, y } of points) expect(Math.hypot(x, y)).toBeCloseTo(first, 5);
    return first;
  });
  expect(radii[0]).toBeLessThan(radii[1]!);
  expect(radii[2]).toBeCloseTo(4, 5);
});

test('spiral arms without noise are one arm turned', () => {
  for (const { x, y, label } of pointsOf(spirals(1, { classes: 4, samples: 400, noise: 0 }))) {
    const along = (Math.hypot(x, y) - 0.3) / 3.7;
    const turned = Math.atan2(y, x) - 2 * Math.PI * (1.5 * along + label / 4);
    expect(Math.cos(turned)).toBeCloseTo(1, 4);
  }
});

test('exclusive or without noise is told by the signs, and keeps off the axes', () => {
  const points = pointsOf(xor(1, { classes: 2, samples: 400, noise: 0 }));
  for (const { x, y, label } of points) {
    expect(label).toBe(x * y < 0 ? 1 : 0);
    expect(Math.min(Math.abs(x), Math.abs(y))).toBeGreaterThanOrEqual(0.25);
  }
  const quadrants = new Set(points.map(({ x, y }) => `${x > 0}${y > 0}`));
  expect(quadrants.size).toBe(4);
});

test('moons without noise lie on two half circles that reach into each other', () => {
  const points = pointsOf(moons(1, { classes: 2, samples: 400, noise: 0 }));
  for (const { x, y, label } of points) {
    const side = label === 0 ? 1 : -1;
    expect(Math.hypot(side * x + 1, side * y + 0.5)).toBeCloseTo(2, 5);
    expect(side * y + 0.5).toBeGreaterThanOrEqual(0);
  }
  const spread = (label: number) => points.filter((point) => point.label === label).map((point) => point.x);
  expect(Math.max(...spread(0))).toBeGreaterThan(Math.min(...spread(1)));
});
