import { expect, test } from 'vitest';
import { featuresOf, prepareData } from '../testing/data';
import { Shifter, shiftProblems } from './shift';
import type { PreparedData, Shift } from './types';

const CSV = `a,b,c,y\n${Array.from({ length: 40 }, (_, row) => `${row},${row * 10},${-row},${row % 4 === 0 ? 1 : 0}`).join('\n')}\n`;

async function csv(more: Record<string, unknown> = {}): Promise<PreparedData> {
  return prepared(await prepareData({ source: 'csv', path: 'x', testFraction: 0.25, ...more }, CSV));
}

function prepared(result: Awaited<ReturnType<typeof prepareData>>): PreparedData {
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

/** One row under a shift after many updates. */
const shifted = (data: PreparedData, row: number, shift: Shift[], step = 1000): number[] => [
  ...new Shifter(data).values(row, row, shift, step),
];

test('rows move, grow, turn and swap as their recipes say, one after another', async () => {
  const data = await csv();
  const all = { on: 'all' };
  expect(shifted(data, 2, [{ kind: 'translate', by: [1, 2], ...all }])).toEqual([3, 22, -2]);
  expect(shifted(data, 2, [{ kind: 'translate', by: 5, ...all }])).toEqual([7, 25, 3]);
  expect(shifted(data, 2, [{ kind: 'scale', by: [1, 0, -2], ...all }])).toEqual([2, 0, 4]);
  expect(shifted(data, 2, [{ kind: 'featureSwap', a: 0, b: 2, ...all }])).toEqual([-2, 20, 2]);
  const [x, y, z] = shifted(data, 2, [{ kind: 'rotate', degrees: 90, ...all }]);
  expect(x).toBeCloseTo(-20, 5);
  expect(y).toBeCloseTo(2, 5);
  expect(z).toBe(-2);
  const both = [
    { kind: 'translate', by: 1, ...all },
    { kind: 'scale', by: 2, ...all },
  ];
  expect(shifted(data, 2, both)).toEqual([6, 42, -2]);
});

test('a recipe changes the rows of its split alone, from its step on', async () => {
  const data = await csv();
  const [train, test] = [data.split.train[0] as number, data.split.test[0] as number];
  const move = (on: string, from = 0): Shift[] => [{ kind: 'translate', by: 1000, on, from }];
  const moved = (row: number, shift: Shift[], step = 0): boolean =>
    (shifted(data, row, shift, step)[0] as number) >= 900;
  expect([moved(train, move('train')), moved(test, move('train'))]).toEqual([true, false]);
  expect([moved(train, move('test')), moved(test, move('test'))]).toEqual([false, true]);
  expect([moved(train, move('all', 5), 4), moved(train, move('all', 5), 5)]).toEqual([false, true]);
});

test('recipes see the values before scaling, and what comes out is scaled', async () => {
  const data = await csv({ scale: 'standard' });
  const [value] = shifted(data, 7, [
    { kind: 'translate', by: [3], on: 'all' },
    { kind: 'scale', by: [1], on: 'all' },
  ]);
  const expected = (10 - (data.scaling.offset[0] as number)) * (data.scaling.factor[0] as number);
  expect(value).toBeCloseTo(expected, 3);
});

test('noise is the same for a row whenever it comes, and has its deviation', async () => {
  const data = prepared(await prepareData({ source: 'gaussians', samples: 4000 }));
  const shift: Shift[] = [{ kind: 'noise', deviation: 2, on: 'all' }];
  expect(shifted(data, 3, shift)).toEqual(shifted(data, 3, shift, 7));
  const plain = featuresOf(data);
  let squares = 0;
  for (let row = 0; row < 4000; row++)
    squares += ((shifted(data, row, shift)[0] as number) - (plain[2 * row] as number)) ** 2;
  expect(Math.sqrt(squares / 4000)).toBeCloseTo(2, 1);
});

test('a share of the rows is always the same rows, and as many', async () => {
  const data = prepared(await prepareData({ source: 'gaussians', samples: 2000 }));
  const shift: Shift[] = [{ kind: 'translate', by: 1e6, on: 'all', share: 0.3 }];
  const hit = Array.from({ length: 2000 }, (_, row) => (shifted(data, row, shift)[0] as number) > 1e5);
  expect(hit.filter(Boolean).length / 2000).toBeCloseTo(0.3, 1);
  expect(Array.from({ length: 2000 }, (_, row) => (shifted(data, row, shift, 5)[0] as number) > 1e5)).toEqual(hit);
});

test('a class prior replaces rows by others of the same split, with their labels', async () => {
  const data = prepared(await prepareData({ source: 'blobs', classes: 4, samples: 4000 }));
  const shifter = new Shifter(data);
  const shift: Shift[] = [{ kind: 'classPrior', class: 2, prior: 0.7, on: 'train' }];
  const taken = shifter.rows(data.split.train, shift, 0);
  const train = new Set(data.split.train);
  expect([...taken].every((row) => train.has(row))).toBe(true);
  const share = [...taken].filter((row) => data.table.labels[row] === 2).length / taken.length;
  expect(share).toBeCloseTo(0.7, 1);
  expect(shifter.rows(data.split.test, shift, 0)).toEqual(data.split.test);
});

test('recolouring all the way gives the coloured set of the cats in three features', async () => {
  const data = prepared(await prepareData({ source: 'cats3' }));
  const shift: Shift[] = [{ kind: 'recolour', on: 'all' }];
  const sums = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const counts = [0, 0];
  for (let row = 0; row < data.table.rows; row++) {
    const label = data.table.labels[row] as number;
    counts[label] = (counts[label] as number) + 1;
    shifted(data, row, shift).forEach((value, j) => {
      (sums[label] as number[])[j] = ((sums[label] as number[])[j] as number) + value;
    });
  }
  const means = sums.map((sum, label) => sum.map((value) => value / (counts[label] as number)));
  for (const [j, mean] of [-1, 1, 1].entries()) expect(means[0]?.[j]).toBeCloseTo(mean, 0.9);
  for (const [j, mean] of [1, 1.2, 0.8].entries()) expect(means[1]?.[j]).toBeCloseTo(mean, 0.9);
});

test('a picture moves by pixels, turns about its centre, and keeps its edges', async () => {
  const data = prepared(await prepareData({ source: 'digits', testFraction: 0 }));
  const plain = [...featuresOf(data, Uint32Array.of(4))];
  const right = shifted(data, 4, [{ kind: 'translate', by: [2, 0], on: 'all' }]);
  for (let at = 0; at < 784; at++) if (at % 28 >= 2) expect(right[at]).toBeCloseTo(plain[at - 2] as number, 6);
  const over = shifted(data, 4, [{ kind: 'rotate', degrees: 180, on: 'all' }]);
  for (let at = 0; at < 784; at++) expect(over[at]).toBeCloseTo(plain[783 - at] as number, 4);
  expect(shifted(data, 4, [{ kind: 'recolour', on: 'all' }])).toEqual(plain.map((value) => 1 - value));
});

test('recipes that can do nothing are told', async () => {
  const data = await csv();
  const problems = shiftProblems(
    [{ kind: 'recolour' }, { kind: 'featureSwap', a: 0, b: 3 }, { kind: 'classPrior', class: 2 }, { kind: 'noise' }],
    data.table,
    'data',
  );
  expect(problems.map(({ code }) => code)).toEqual(['ZL513', 'ZL513', 'ZL513']);
});
