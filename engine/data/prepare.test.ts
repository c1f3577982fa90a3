import { expect, test } from 'vitest';
import { DATA_SOURCES } from '../core/data-sources';
import type { Result } from '../core/diagnostics';
import { prepare, prepareInput } from './prepare';
import type { PreparedData } from './types';

const none = new Map<string, string>();

async function data(
  parameters: Record<string, unknown>,
  files: ReadonlyMap<string, string> = none,
  seed = 1,
): Promise<PreparedData> {
  return value(await prepare(parameters, seed, files, 'data'));
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return result.value;
}

const generated = DATA_SOURCES.filter((source) => source.name !== 'csv');

test.each(generated)('$name can be prepared with nothing but its name', async ({ name, defaults }) => {
  const { table, split } = await data({ source: name });
  expect(table.rows).toBe(defaults.samples);
  expect(table.classNames).toHaveLength(defaults.classes);
  expect(table.labels).toHaveLength(table.rows);
  expect(table.features).toHaveLength(table.rows * table.featureNames.length);
  expect(table.features.every(Number.isFinite)).toBe(true);
  expect(split.train.length + split.test.length).toBe(table.rows);
  expect(split.test).toHaveLength(table.rows / 5);
});

test('the parameters of a generator change its rows', async () => {
  const { table } = await data({ source: 'blobs', classes: 3, samples: 31, noise: 0 });
  expect(table.rows).toBe(31);
  expect(table.classNames).toHaveLength(3);
  const points = Array.from({ length: 31 }, (_, row) => table.features.slice(row * 2, row * 2 + 2).join());
  expect(new Set(points).size).toBe(3);
});

test('the seed of the run is the seed of the data', async () => {
  const [a, b, c] = [
    await data({ source: 'moons' }),
    await data({ source: 'moons' }),
    await data({ source: 'moons' }, none, 2),
  ];
  expect(a.table.features).toEqual(b.table.features);
  expect(a.table.features).not.toEqual(c.table.features);
});

test('the digits split into 8,000 and 2,000', async () => {
  const { split } = await data({ source: 'digits', testFraction: 0.2 });
  expect(split.train).toHaveLength(8000);
  expect(split.test).toHaveLength(2000);
});

test('scaling and fill values are fitted on the training rows alone', async () => {
  const rows = Array.from({ length: 50 }, (_, row) => `${row === 7 ? '' : row},${row * row},${row % 2}`);
  const files = new Map([['rows.csv', `a,b,y\n${rows.join('\n')}\n`]]);
  const { table, split, scaling, fill } = await data(
    { source: 'csv', path: 'rows.csv', testFraction: 0.3, scale: 'standard' },
    files,
  );
  const known = [...split.train].filter((row) => row !== 7);
  const mean = known.reduce((sum, row) => sum + row, 0) / known.length;
  expect(fill[0]).toBeCloseTo(mean, 10);
  expect(scaling.offset[0]).toBe(fill[0]);
  expect(table.features[14]).toBeCloseTo(0, 6);
  let squares = 0;
  for (const row of split.train) squares += row * row;
  expect(scaling.offset[1]).toBeCloseTo(squares / split.train.length, 8);
});

test('a CSV without test rows keeps the order of the file', async () => {
  const files = new Map([['a/rows.csv', 'a,y\n3,0\n1,1\n2,0\n']]);
  const { table, split } = await data({ source: 'csv', path: 'a/rows.csv', testFraction: 0 }, files);
  expect([...table.features]).toEqual([3, 1, 2]);
  expect([...split.train]).toEqual([0, 1, 2]);
  expect(split.test).toHaveLength(0);
});

test('warnings about missing values come with the data', async () => {
  const files = new Map([['m.csv', 'a,y\n3,0\n?,1\n1,0\n']]);
  const result = await prepare({ source: 'csv', path: 'm.csv', testFraction: 0 }, 1, files, 'data');
  expect(result.ok && [...result.value.table.features]).toEqual([3, 2, 1]);
  expect(result.diagnostics.map((warning) => warning.code)).toEqual(['ZL508']);
});

test.each([
  ['an unknown source', { source: 'clouds' }, 'ZL510', 'source'],
  ['too many classes', { source: 'blobs', classes: 7 }, 'ZL510', 'classes'],
  ['classes that are no whole number', { source: 'spirals', classes: 2.5 }, 'ZL510', 'classes'],
  ['no samples', { source: 'xor', samples: 0 }, 'ZL510', 'samples'],
  ['negative noise', { source: 'xor', noise: -1 }, 'ZL510', 'noise'],
  ['noise that is no number', { source: 'xor', noise: Number.NaN }, 'ZL510', 'noise'],
  ['a fraction of 1', { source: 'iris', testFraction: 1 }, 'ZL510', 'testFraction'],
  ['an unknown scale', { source: 'iris', scale: 'log' }, 'ZL510', 'scale'],
  ['a text for a number', { source: 'blobs', samples: '100' }, 'ZL510', 'samples'],
  ['no path', { source: 'csv' }, 'ZL501', 'path'],
  ['a file that is not there', { source: 'csv', path: 'x.csv' }, 'ZL501', 'path'],
])('%s is an error at its parameter', async (_, parameters, code, parameter) => {
  const result = await prepare(parameters, 1, none, 'data');
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  expect(result.diagnostics[0]?.where).toEqual({ nodeId: 'data', parameter });
});

test('parameters that the source does not read are ignored', async () => {
  const { table } = await data({ source: 'iris', classes: 99, samples: -5, noise: 'much', path: 7 });
  expect(table.rows).toBe(150);
});

test('one row cannot be split', async () => {
  const result = await prepare({ source: 'csv', path: 'a', testFraction: 0.5 }, 1, new Map([['a', 'a,y\n1,0\n']]));
  expect(result.diagnostics.map((diagnostic) => diagnostic.where.parameter)).toEqual(['testFraction']);
});

test('the rows to predict from are filled and scaled as the training rows were', async () => {
  const files = new Map([['t.csv', 'a,b,y\n0,10,0\n4,30,1\n']]);
  const trained = await data({ source: 'csv', path: 't.csv', testFraction: 0, scale: 'minmax' }, files);
  const { features, rows } = value(prepareInput('b,a\n20,2\n,8\n', trained, { nodeId: 'data' }));
  expect(rows).toBe(2);
  expect([...features]).toEqual([0.5, 0.5, 2, 0.5]);
});
