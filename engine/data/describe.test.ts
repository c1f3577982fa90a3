import { expect, test } from 'vitest';
import { describeData, describeRows } from './describe';
import { prepare } from './prepare';
import type { DataParameters, PreparedData } from './types';

const SETTINGS: DataParameters = {
  source: 'csv',
  path: 'x.csv',
  label: '',
  features: '',
  ignore: '',
  delimiter: 'auto',
  header: 'auto',
  missing: 'mean',
  task: 'classification',
  testFraction: 0,
  scale: 'none',
  order: 'given',
  classes: 2,
  samples: 100,
  noise: 0.1,
  size: 16,
  shift: [],
};
const TABLE = 'a,b,y\n1,10,cat\n2,20,dog\n3,30,cat\n4,40,cat\n';

async function prepared(settings: Partial<DataParameters> = {}, text = TABLE): Promise<PreparedData> {
  const result = await prepare({ ...SETTINGS, ...settings }, 7, text);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

test('a table is described column by column, with its classes', async () => {
  const { columns, classNames, classes, rows, described } = describeData(await prepared(), 'all');
  expect([rows, described, classNames]).toEqual([4, 4, ['cat', 'dog']]);
  expect(classes).toEqual({ train: [3, 1], test: [0, 0] });
  expect(columns.map(({ name, mean, min, max }) => [name, mean, min, max])).toEqual([
    ['a', 2.5, 1, 4],
    ['b', 25, 10, 40],
  ]);
  // Population deviation of 1, 2, 3, 4.
  expect(columns[0]?.deviation).toBeCloseTo(Math.sqrt(1.25), 12);
  expect(columns[0]?.counts.filter(Boolean)).toEqual([1, 1, 1, 1]);
});

test('values are in the units of the data, whatever the scaling is', async () => {
  for (const scale of ['standard', 'minmax'] as const) {
    const data = await prepared({ scale });
    const [, b] = describeData(data, 'all').columns;
    expect(b?.mean).toBeCloseTo(25, 4);
    const [first] = describeRows(data, Uint32Array.of(2));
    expect([...(first?.values ?? [])].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([3, 30]);
  }
});

test('a shift is described beside what was there, over the same bins', async () => {
  const data = await prepared({ shift: [{ kind: 'translate', by: 3, on: 'all' }] });
  const [a] = describeData(data, 'all').columns;
  expect([a?.mean, a?.shifted?.mean, a?.low, a?.high]).toEqual([2.5, 5.5, 1, 7]);
  expect(a?.shifted?.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(describeRows(data, Uint32Array.of(0), data.shift)[0]?.values[0]).toBe(4);
  expect(describeRows(data, Uint32Array.of(0))[0]?.values[0]).toBe(1);
});

test('the counts of classes follow the split', async () => {
  const data = await prepared({ source: 'iris', testFraction: 0.2 });
  const { classes, trainRows, testRows } = describeData(data, 'test');
  const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
  expect([sum(classes.train), sum(classes.test)]).toEqual([trainRows, testRows]);
  expect(classes.train.map((count, k) => count + (classes.test[k] as number))).toEqual([50, 50, 50]);
});

test('pictures have one column of all pixels; numbers to predict are a column of their own', async () => {
  const digits = describeData(await prepared({ source: 'digits' }), 'all');
  expect([digits.columns.length, digits.columns[0]?.min, digits.columns[0]?.max]).toEqual([1, 0, 1]);
  expect(digits.described).toBeLessThan(digits.rows);
  const quadratic = describeData(await prepared({ source: 'quadratic' }), 'all');
  expect(quadratic.columns).toHaveLength(4);
  expect(quadratic.classNames).toEqual([]);
});
