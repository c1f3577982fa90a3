import { expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import type { DataSignature } from '../graph/types';
import { ops } from '../ops/index';
import { lower } from '../passes/lower';
import { reference } from '../testing/backends';
import { check, sketch } from '../testing/documents';
import { openSession, succeeded } from '../testing/sessions';
import { lossOverRows } from './loss-over-rows';

type Nodes = Parameters<typeof sketch>[0];

/** More rows than go through in one chunk. */
const ROWS = 2500;
const MEAN = { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } };
const HOT = { type: 'oneHot', from: { x: 'data:labels' } };
const SUM = { ...MEAN, data: { fromLogits: true, reduction: 'sum' } };

const SIGNATURES: ReadonlyMap<string, DataSignature> = new Map([
  [
    'data',
    {
      featureShape: [2],
      classes: 3,
      trainRows: ROWS,
      testRows: 0,
      classNames: ['a', 'b', 'c'],
      preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
    },
  ],
]);

function net(losses: Nodes, loss: string): GraphDocument {
  return sketch(
    {
      data: { type: 'dataset', data: { source: 'blobs', samples: ROWS, classes: 3, testFraction: 0 } },
      z: { type: 'dense', data: { units: 3 }, from: { x: 'data' } },
      ...losses,
      optimizer: { type: 'optimizer', from: { loss } },
    },
    { run: { batchSize: ROWS, shuffle: false } },
  );
}

test.each<[string, Nodes, string]>([
  ['a mean', { one: MEAN }, 'one'],
  ['a sum', { one: SUM }, 'one'],
  ['a mean beside a sum that nothing trains', { one: MEAN, two: SUM }, 'one'],
  ['a sum beside a mean that nothing trains', { one: SUM, two: MEAN }, 'one'],
  ['two means', { one: MEAN, two: MEAN, all: { type: 'add', from: { a: 'one', b: 'two' } } }, 'all'],
  ['a mean and a sum', { one: MEAN, two: SUM, all: { type: 'subtract', from: { a: 'one', b: 'two' } } }, 'all'],
  [
    'a sum and a constant',
    { one: SUM, c: { type: 'constant', data: { value: 3 } }, all: { type: 'add', from: { a: 'c', b: 'one' } } },
    'all',
  ],
  [
    'a weighted sum',
    { one: SUM, c: { type: 'placeholder', data: { value: 3 } }, all: { type: 'multiply', from: { a: 'c', b: 'one' } } },
    'all',
  ],
  ...['mean', 'sum'].flatMap((reduction): [string, Nodes, string][] => [
    [
      `a ${reduction} of squared errors`,
      { hot: HOT, one: { type: 'meanSquaredError', data: { reduction }, from: { prediction: 'z', labels: 'hot' } } },
      'one',
    ],
    [
      `a ${reduction} of binary cross-entropies`,
      { hot: HOT, one: { type: 'sigmoidCrossEntropy', data: { reduction }, from: { prediction: 'z', labels: 'hot' } } },
      'one',
    ],
    [
      `a ${reduction} with a penalty on kernels`,
      { ce: { ...MEAN, data: { fromLogits: true, reduction } }, one: { type: 'l2', from: { loss: 'ce' } } },
      'one',
    ],
  ]),
  [
    'a mean with a penalty on activations',
    { ce: MEAN, one: { type: 'l2', data: { l2: 0.001 }, from: { loss: 'ce', a: 'z' } } },
    'one',
  ],
  [
    'a mean of sums of rows',
    {
      square: { type: 'square', from: { x: 'z' } },
      rows: { type: 'reduceSum', data: { axis: -1 }, from: { x: 'square' } },
      one: { type: 'reduceMean', from: { x: 'rows' } },
    },
    'one',
  ],
  [
    'the square of the mean row',
    {
      row: { type: 'reduceMean', data: { axis: 0 }, from: { x: 'z' } },
      square: { type: 'square', from: { x: 'row' } },
      one: { type: 'reduceSum', from: { x: 'square' } },
    },
    'one',
  ],
  [
    'a mean of rows that were centred',
    {
      mean: { type: 'reduceMean', data: { axis: 0, keepDims: true }, from: { x: 'z' } },
      far: { type: 'subtract', from: { a: 'z', b: 'mean' } },
      one: { ...MEAN, from: { prediction: 'far', labels: 'data:labels' } },
    },
    'one',
  ],
  [
    'the trace of a product of rows with rows',
    {
      gram: { type: 'matmul', data: { transposeA: true }, from: { a: 'z', b: 'z' } },
      one: { type: 'reduceSum', from: { x: 'gram' } },
    },
    'one',
  ],
  ['a squared mean', { one: MEAN, all: { type: 'square', from: { x: 'one' } } }, 'all'],
  ['a product of losses', { one: MEAN, two: SUM, all: { type: 'multiply', from: { a: 'one', b: 'two' } } }, 'all'],
])('%s is evaluated as what it is for all rows as one batch', async (_, losses, loss) => {
  const session = await openSession(net(losses, loss), reference.backend);
  const evaluated = succeeded(session.evaluate('train'));
  expect(session.update()).toBeNull();
  expect(evaluated.loss / session.loss).toBeCloseTo(1, 9);
});

test('a metric may have the name of something that every object has', async () => {
  const names = ['constructor', 'toString', 'valueOf'];
  const accuracy = { type: 'accuracy', from: { prediction: 'z', labels: 'data:labels' } };
  const metrics = Object.fromEntries(names.map((name) => [name, accuracy]));
  const session = await openSession(net({ one: MEAN, ...metrics }, 'one'), reference.backend);
  const evaluated = succeeded(session.evaluate('train'));
  expect(session.update()).toBeNull();
  for (const name of names) expect(evaluated.metrics[name]).toBeCloseTo(session.metrics()[name] as number, 9);
});

test('a penalty on kernels does not keep rows from being evaluated in parts', () => {
  const checked = check(net({ ce: MEAN, one: { type: 'l2', from: { loss: 'ce' } } }, 'one'), { data: SIGNATURES });
  expect(lossOverRows(lower(checked, ops, 'inference').graph, (feed) => feed.startsWith('data/'))).toBe('mean');
});
