import { expect, test } from 'vitest';
import { DATA_SOURCES } from '../core/data-sources';
import type { Result } from '../core/diagnostics';
import { sizeOf } from '../core/shape';
import { featuresOf, prepareData } from '../testing/data';
import type { DataFile } from './files';
import type { PreparedData } from './types';

const data = async (parameters: Record<string, unknown>, file?: DataFile, seed = 1): Promise<PreparedData> =>
  value(await prepareData(parameters, file, seed));

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return result.value;
}

const generated = DATA_SOURCES.filter(({ parameters }) => !parameters.includes('path'));

test.each(generated)('$name can be prepared with nothing but its name', async ({ name, defaults }) => {
  const prepared = await data({ source: name });
  const { table, split } = prepared;
  const features = featuresOf(prepared);
  expect(table.rows).toBe(defaults.samples);
  expect(table.classNames).toHaveLength(defaults.classes);
  expect(table.labels).toHaveLength(table.rows);
  expect(features).toHaveLength(table.rows * sizeOf(table.featureShape));
  expect(features.every(Number.isFinite)).toBe(true);
  expect(split.train.length + split.test.length).toBe(table.rows);
  expect(split.test).toHaveLength(table.rows * (defaults.testFraction ?? 0.2));
});

test('the parameters of a generator change its rows', async () => {
  const prepared = await data({ source: 'blobs', classes: 3, samples: 31, noise: 0 });
  const { table } = prepared;
  const features = featuresOf(prepared);
  expect(table.rows).toBe(31);
  expect(table.classNames).toHaveLength(3);
  const points = Array.from({ length: 31 }, (_, row) => features.slice(row * 2, row * 2 + 2).join());
  expect(new Set(points).size).toBe(3);
});

test('the seed of the run is the seed of the data', async () => {
  const [a, b, c] = [
    await data({ source: 'moons' }),
    await data({ source: 'moons' }),
    await data({ source: 'moons' }, undefined, 2),
  ];
  expect(featuresOf(a)).toEqual(featuresOf(b));
  expect(featuresOf(a)).not.toEqual(featuresOf(c));
});

test('the digits split into 8,000 and 2,000', async () => {
  const { split } = await data({ source: 'digits', testFraction: 0.2 });
  expect(split.train).toHaveLength(8000);
  expect(split.test).toHaveLength(2000);
});

test('scaling and fill values are fitted on the training rows alone', async () => {
  const rows = Array.from({ length: 50 }, (_, row) => `${row === 7 ? '' : row},${row * row},${row % 2}`);
  const prepared = await data(
    { source: 'csv', path: 'rows.csv', testFraction: 0.3, scale: 'standard' },
    `a,b,y\n${rows.join('\n')}\n`,
  );
  const { split, scaling, fill } = prepared;
  const known = [...split.train].filter((row) => row !== 7);
  const mean = known.reduce((sum, row) => sum + row, 0) / known.length;
  expect(fill[0]).toBeCloseTo(mean, 10);
  expect(scaling.offset[0]).toBe(fill[0]);
  expect(featuresOf(prepared)[14]).toBeCloseTo(0, 6);
  let squares = 0;
  for (const row of split.train) squares += row * row;
  expect(scaling.offset[1]).toBeCloseTo(squares / split.train.length, 8);
});

test('a CSV without test rows keeps the order of the file', async () => {
  const prepared = await data({ source: 'csv', path: 'a/rows.csv', testFraction: 0 }, 'a,y\n3,0\n1,1\n2,0\n');
  const { split } = prepared;
  expect([...featuresOf(prepared)]).toEqual([3, 1, 2]);
  expect([...split.train]).toEqual([0, 1, 2]);
  expect(split.test).toHaveLength(0);
});

test('warnings about missing values come with the data', async () => {
  const result = await prepareData({ source: 'csv', path: 'm.csv', testFraction: 0 }, 'a,y\n3,0\n?,1\n1,0\n');
  expect(result.ok && [...featuresOf(result.value)]).toEqual([3, 2, 1]);
  expect(result.diagnostics.map((warning) => warning.code)).toEqual(['ZL508']);
});

test.each([
  ['no path', { source: 'csv' }, 'ZL501', 'path'],
  ['a file that is not there', { source: 'csv', path: 'x.csv' }, 'ZL501', 'path'],
])('%s is an error at its parameter', async (_, parameters, code, parameter) => {
  const result = await prepareData(parameters);
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  expect(result.diagnostics[0]?.where).toEqual({ nodeId: 'data', parameter });
});

test('one row cannot be split', async () => {
  const result = await prepareData({ source: 'csv', path: 'a', testFraction: 0.5 }, 'a,y\n1,0\n');
  expect(result.diagnostics.map((diagnostic) => diagnostic.where.parameter)).toEqual(['testFraction']);
});
