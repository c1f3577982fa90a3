import { expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { reference } from '../testing/backends';
import { sketch } from '../testing/documents';
import { openSession, succeeded } from '../testing/sessions';

type Nodes = Parameters<typeof sketch>[0];

/** More rows than go through in one chunk. */
const ROWS = 2500;
const MEAN = { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'z', labels: 'data:labels' } };
const SUM = { ...MEAN, data: { fromLogits: true, reduction: 'sum' } };

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
