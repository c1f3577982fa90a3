import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { dataParameters } from '../../testing/data';
import { cats3 } from '../cats3';
import { gaussians } from '../gaussians';
import { quadratic } from '../quadratic';
import type { DataTable } from '../types';
import { catDogChick, cats } from './animals';
import { fingers } from './fingers';

const make = { cats, catDogChick, fingers, cats3, gaussians, quadratic };
type Name = keyof typeof make;
const table = (name: Name, samples: number, seed = 7, size = 16): DataTable =>
  make[name](seed, { ...dataParameters({ source: name }), samples, size });

/** The beginning of the SHA-256 of features and labels of 12 rows, pictures of 16 × 16: seed 7. */
const FROZEN: Record<Name, string> = {
  cats: '7b30b3f29cdfe9c2',
  catDogChick: 'c92a8f14c6dc36d1',
  fingers: '10c1a28cca74a236',
  cats3: '598652fabd680fe7',
  gaussians: 'b4f1fb9be3e0acf2',
  quadratic: 'cdd54ff019ca4121',
};
const names = Object.keys(make) as Name[];

const digest = ({ features, labels }: DataTable): string =>
  createHash('sha256')
    .update(Buffer.from(features.buffer))
    .update(Buffer.from(labels.buffer))
    .digest('hex')
    .slice(0, 16);

test.each(names)('%s has the same bytes as ever', (name) => {
  expect(digest(table(name, 12))).toBe(FROZEN[name]);
});

test.each(names)('%s is another one for another seed, and a smaller set begins a larger one', (name) => {
  const large = table(name, 12);
  const small = table(name, 5);
  expect(large.features.slice(0, small.features.length)).toEqual(small.features);
  expect(digest(table(name, 12, 8))).not.toBe(digest(large));
});

test.each(['cats', 'catDogChick', 'fingers'] as const)(
  'pictures of %s hold values from 0 to 1 in their shape',
  (name) => {
    const { features, featureShape, labels, classNames } = table(name, 24, 1, 20);
    expect(featureShape).toEqual([20, 20, 3]);
    expect(features).toHaveLength(24 * 20 * 20 * 3);
    expect(features.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect([...labels]).toEqual(Array.from({ length: 24 }, (_, row) => row % classNames.length));
  },
);

test('black cats are dark where recoloured cats are not, and no label changes', () => {
  const data = table('cats', 20, 1, 24);
  const width = 24 * 24 * 3;
  const dark = (values: Float32Array): number => values.filter((value) => value < 0.16).length;
  for (let row = 1; row < 20; row += 2) {
    const values = data.features.slice(row * width, (row + 1) * width);
    const before = dark(values);
    const half = values.slice();
    data.recolour?.(row, 0.5, half);
    data.recolour?.(row, 1, values);
    expect(before).toBeGreaterThan(100);
    expect(dark(values)).toBeLessThan(before / 2);
    expect(values.every((value) => value > -1e-6 && value < 1 + 1e-6)).toBe(true);
    for (let i = 0; i < width; i++) {
      const was = data.features[row * width + i] as number;
      expect(half[i]).toBeCloseTo((was + (values[i] as number)) / 2, 5);
    }
  }
});

test('the numbers of quadratic coefficients are those of (w − m)², with minima 5 and 10 first', () => {
  const { features, labels } = table('quadratic', 40);
  expect([...features.slice(0, 6)]).toEqual([1, -10, 25, 1, -20, 100]);
  labels.forEach((minimum, row) => {
    const [a = 0, b = 0, c = 0] = features.slice(row * 3);
    expect(-b / (2 * a)).toBeCloseTo(minimum, 6);
    expect(a * minimum * minimum + b * minimum + c).toBeCloseTo(0, 4);
  });
});

test('the two features of gaussians differ in scale by 1000', () => {
  const { features } = table('gaussians', 4000);
  const deviation = (j: number): number => {
    const values = Array.from({ length: 4000 }, (_, row) => features[row * 2 + j] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  // One class has mean −1.2, the other 1.2, each with deviation 1.
  expect(deviation(0)).toBeCloseTo(Math.sqrt(1 + 1.44), 1);
  expect(deviation(1) / 1000).toBeCloseTo(Math.sqrt(1 + 1.44), 1);
});
