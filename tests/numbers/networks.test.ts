/** Whole networks: parameter counts, batch norm in and out of training, batches against single rows. */
import { describe, expect, test } from 'vitest';
import { backends, reference } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { expectNear, expectNearNumber } from '../../engine/testing/expect';
import { fill } from '../../engine/testing/random';
import { losses, openSession, succeeded, train } from '../../engine/testing/sessions';

type Sketch = Parameters<typeof sketch>[0];

/** 784-100-100-100-10, its input as a constant. */
function digitsNet(norm: boolean): Sketch {
  const nodes: Record<string, Sketch[string]> = {
    x: { type: 'constant', data: { value: 0, shape: [2, 784] } },
  };
  let from = 'x';
  for (const layer of [1, 2, 3]) {
    nodes[`dense_${layer}`] = { type: 'dense', data: { units: 100, useBias: !norm }, from: { x: from } };
    from = `dense_${layer}`;
    if (norm) nodes[`bn_${layer}`] = { type: 'batchNorm', from: { x: from } };
    if (norm) from = `bn_${layer}`;
    nodes[`act_${layer}`] = { type: 'activation', from: { x: from } };
    from = `act_${layer}`;
  }
  return { ...nodes, dense_4: { type: 'dense', data: { units: 10 }, from: { x: from } } };
}

test('784-100-100-100-10 has 99,710 parameters', () => {
  expect(check(sketch(digitsNet(false))).parameterCount).toBe(99_710);
});

test('with batch norm instead of hidden biases it has 100,010, and 600 moving statistics', () => {
  const checked = check(sketch(digitsNet(true)));
  expect(checked.parameterCount).toBe(100_010);
  const moving = checked.nodes.flatMap(({ weights }) => weights.filter(({ trainable }) => !trainable));
  expect(moving.reduce((sum, { shape }) => sum + (shape[0] as number), 0)).toBe(600);
});

const SAMPLES = 40;
const csv = (rows: number): string => {
  const x = fill('rows of a table', [rows, 3]);
  const line = (row: number): string => {
    const [a, b, c] = x.slice(3 * row, 3 * row + 3) as [number, number, number];
    return `${a},${b},${c},${a + b * c > 0 ? 1 : 0}`;
  };
  return ['a,b,c,label', ...Array.from({ length: rows }, (_, row) => line(row))].join('\n');
};
const FILES = { 'x.csv': csv(SAMPLES) };

/** 3-8-2 with batch norm on rows of a table. */
const tableNet = (run: Record<string, unknown>, norm: Record<string, unknown> = {}) =>
  sketch(
    {
      data: { type: 'dataset', data: { source: 'csv', path: 'x.csv', testFraction: 0 } },
      dense_1: { type: 'dense', data: { units: 8, useBias: false }, from: { x: 'data' } },
      bn: { type: 'batchNorm', data: norm, from: { x: 'dense_1' } },
      act: { type: 'activation', data: { function: 'tanh' }, from: { x: 'bn' } },
      dense_2: { type: 'dense', data: { units: 2 }, from: { x: 'act' } },
      accuracy: { type: 'accuracy', from: { prediction: 'dense_2', labels: 'data:labels' } },
      loss: {
        type: 'crossEntropy',
        data: { fromLogits: true },
        from: { prediction: 'dense_2', labels: 'data:labels' },
      },
      optimizer: { type: 'optimizer', data: { learningRate: 0.1 }, from: { loss: 'loss' } },
    },
    { run: { shuffle: false, ...run } },
  );

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  test('one batch of all rows is the same run with and without shuffling, but for the order of sums', async () => {
    const open = (shuffle: boolean) =>
      openSession(tableNet({ batchSize: SAMPLES, shuffle }), backend, { files: FILES });
    const [inOrder, shuffled] = [await open(false), await open(true)];
    const relative = precision === 'float64' ? 1e-10 : 1e-4;
    expectNear(losses(shuffled, 30), losses(inOrder, 30), { relative });
  });

  test('after t steps on the same batch, moving means are (1 − .99ᵗ)μ', async () => {
    const frozen = tableNet({ batchSize: SAMPLES });
    const document = { ...frozen, nodes: frozen.nodes.map((node) => ({ ...node, frozen: node.type === 'dense' })) };
    const session = await openSession(document, backend, { files: FILES });
    train(session, 1);
    const mean = session.device.readVariable('bn/moving_mean').map((value) => value / 0.01);
    train(session, 99);
    const share = 1 - 0.99 ** 100;
    expectNearNumber(share, 0.634, { absolute: 5e-4 });
    const near = { relative: precision === 'float64' ? 1e-9 : 1e-4, absolute: 1e-6 };
    expectNear(
      session.device.readVariable('bn/moving_mean'),
      mean.map((value) => share * value),
      near,
    );
  });

  test('predicts each row alone as it does in a batch, bit for bit', async () => {
    const session = train(await openSession(tableNet({ batchSize: 10 }), backend, { files: FILES }), 50);
    const features = Float32Array.from(fill('new rows', [37, 3]));
    const together = succeeded(session.predict('data', features, 3));
    expect([together.rows, together.columns]).toEqual([37, 2]);
    for (let row = 0; row < 37; row++) {
      const alone = succeeded(session.predict('data', features.slice(3 * row, 3 * row + 3), 3));
      expect([...alone.values], `row ${row}`).toEqual([...together.values.slice(2 * row, 2 * row + 2)]);
    }
  });

  test('a bias in front of batch norm changes neither losses nor itself', async () => {
    const without = tableNet({ batchSize: 10 });
    const nodes = without.nodes.map((node) =>
      node.id === 'dense_1' ? { ...node, data: { ...node.data, useBias: true } } : node,
    );
    const [a, b] = [
      await openSession(without, backend, { files: FILES }),
      await openSession({ ...without, nodes }, backend, { files: FILES }),
    ];
    b.load(new Map([['dense_1/bias', fill('bias', [8])]]), 0);
    const relative = precision === 'float64' ? 1e-9 : 1e-4;
    expectNear(losses(b, 20), losses(a, 20), { relative });
    const bias = b.device.readVariable('dense_1/bias');
    expectNear(bias, fill('bias', [8]), { absolute: precision === 'float64' ? 1e-12 : 1e-6 });
  });

  test('z of batch norm is its output: mean β and deviation γσ/√(σ² + ε) at each step', async () => {
    const session = await openSession(tableNet({ batchSize: 20, probeEvery: 1 }), backend, { files: FILES });
    train(session, 25, () => {
      const z = session.details()?.bn;
      expect(z?.unitMean.length).toBe(8);
    });
    // z of an update comes from before it, so weights as they stand belong to the next.
    const [gamma, beta] = [session.device.readVariable('bn/gamma'), session.device.readVariable('bn/beta')];
    train(session, 1);
    const [dense, bn] = [session.details()?.dense_1, session.details()?.bn];
    expectNear(bn?.unitMean ?? [], beta, { absolute: 1e-5 });
    const expected = Array.from(gamma, (g, j) => {
      const variance = dense?.unitVariance[j] as number;
      return (g ** 2 * variance) / (variance + 1e-3);
    });
    expectNear(bn?.unitVariance ?? [], expected, { relative: 1e-5, absolute: 1e-6 });
  });
});

test('a network with batch norm halves its loss in 60 steps on all rows at once', async () => {
  const session = await openSession(tableNet({ batchSize: SAMPLES }), reference.backend, { files: FILES });
  const first = losses(session, 60);
  expect(first.at(-1)).toBeLessThan(0.5 * (first[0] as number));
});
