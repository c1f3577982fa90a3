/** What normalizations are in their limits, and how batch norm differs from what stands beside it. */
import { describe, expect, test } from 'vitest';
import { backends, reference, wasm } from '../../engine/testing/backends';
import { check, named, sketch } from '../../engine/testing/documents';
import { expectNear } from '../../engine/testing/expect';
import { blobsNet } from '../../engine/testing/networks';
import { type Running, runNodes } from '../../engine/testing/programs';
import { fill } from '../../engine/testing/random';
import { losses, openSession, train } from '../../engine/testing/sessions';

/** The small net with another normalization in the place of its batch norm. */
function netWith(type: string, data: Record<string, unknown>, bias = false) {
  const document = blobsNet({ run: { batchSize: 6 } });
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      if (node.id === 'bn') return { ...node, type, data };
      return node.id === 'dense_1' ? { ...node, data: { ...node.data, useBias: bias } } : node;
    }),
  };
}

/** One node on a variable x. */
const run = (type: string, data: Record<string, unknown>, shape: number[], { backend } = reference): Running => {
  const nodes = {
    x: { type: 'variable', data: { initialValue: fill('norms', shape), shape } },
    norm: { type, data, from: { x: 'x' } },
  };
  const running = runNodes(check(sketch(nodes)), backend);
  return running;
};

describe.each(backends)('on the $name backend', ({ backend, tolerance }) => {
  test('batch renorm with r at most 1 and d at most 0 trains bit for bit as batch norm does', async () => {
    const [norm, renorm] = [
      await openSession(netWith('batchNorm', {}), backend),
      await openSession(netWith('batchRenorm', { rMax: 1, dMax: 0 }), backend),
    ];
    expect(losses(renorm, 30)).toEqual(losses(norm, 30));
    expect(renorm.digest()).toBe(norm.digest());
    expect(renorm.evaluate('test')).toEqual(norm.evaluate('test'));
  });

  test('batch renorm without limits normalizes by the moving statistics', () => {
    const running = run('batchRenorm', { epsilon: 1e-3 }, [6, 3], { ...reference, backend });
    const mean = [0.3, -0.2, 1];
    const variance = [0.5, 1, 2];
    running.set('norm/moving_mean', mean);
    running.set('norm/moving_variance', variance);
    for (const [name, limit] of Object.entries({ rMin: 1e-6, rMax: 1e6, dMax: 1e6 })) {
      running.feed(`norm/scalars/${name}`, [limit]);
    }
    const y = running.run().read('norm.y');
    const x = running.read('x.value');
    const expected = x.map(
      (value, i) => (value - (mean[i % 3] as number)) / Math.sqrt((variance[i % 3] as number) + 1e-3),
    );
    expectNear(y, expected, { absolute: 10 * tolerance });
  });

  test('the limits of batch renorm are live', async () => {
    const warm = async () => train(await openSession(netWith('batchRenorm', {}), backend), 5);
    const [a, b] = [await warm(), await warm()];
    const { compiled } = a;
    expect([a.set('bn', 'rMax', 1), a.set('bn', 'dMax', 0)]).toEqual([null, null]);
    expect(losses(a, 5)).not.toEqual(losses(b, 5));
    expect(a.compiled).toBe(compiled);
  });

  test('training by moving statistics gives what inference gives', async () => {
    const document = netWith('batchNorm', { statistics: 'moving', momentum: 0.5 });
    const session = train(await openSession({ ...document, run: { ...document.run, batchSize: 72 } }, backend), 3);
    session.set('bn', 'momentum', 1);
    session.set('optimizer', 'learningRate', 0);
    const inference = session.evaluate('train');
    train(session, 1);
    expect(inference.ok && Math.abs(inference.value.loss - session.loss)).toBeLessThan(1e-5);
  });
});

test('one group on vectors is layer norm; as many groups as channels is instance norm', () => {
  const [group, layer] = [
    run('groupNorm', { groups: 1 }, [4, 6]).run().read('norm.y'),
    run('layerNorm', {}, [4, 6]).run().read('norm.y'),
  ];
  expect(group).toEqual(layer);

  const running = run('groupNorm', { groups: 3 }, [2, 4, 3, 3]).run();
  const [x, y] = [running.read('x.value'), running.read('norm.y')];
  for (let example = 0; example < 2; example++) {
    for (let channel = 0; channel < 3; channel++) {
      const own = (values: Float64Array) =>
        Array.from({ length: 12 }, (_, pixel) => values[(example * 12 + pixel) * 3 + channel] as number);
      const mean = own(x).reduce((sum, value) => sum + value / 12, 0);
      const variance = own(x).reduce((sum, value) => sum + (value - mean) ** 2 / 12, 0);
      const expected = own(x).map((value) => (value - mean) / Math.sqrt(variance + 1e-3));
      expectNear(own(y), expected, { absolute: 1e-12 });
    }
  }
});

test('with gradients stopped at the statistics, a bias before batch norm grows without bound and nothing changes', async () => {
  const document = (stopStatistics: boolean) =>
    sketch(
      {
        data: { type: 'dataset', data: { source: 'blobs', samples: 60, classes: 3, testFraction: 0 } },
        bias: { type: 'variable', data: { initialValue: [0, 0], shape: [2] } },
        u: { type: 'add', from: { a: 'data', b: 'bias' } },
        bn: { type: 'batchNorm', data: { stopStatistics, center: false, scale: false }, from: { x: 'u' } },
        dense: { type: 'dense', data: { units: 3 }, from: { x: 'bn' }, frozen: true },
        loss: {
          type: 'crossEntropy',
          data: { fromLogits: true },
          from: { prediction: 'dense', labels: 'data:labels' },
        },
        optimizer: { type: 'optimizer', data: { learningRate: 1 }, from: { loss: 'loss' } },
      },
      { run: { batchSize: 60 } },
    );
  const sizes: number[] = [];
  const stopped = await openSession(document(true), reference.backend);
  const first = losses(stopped, 1)[0] as number;
  for (const steps of [49, 50, 100]) {
    train(stopped, steps);
    sizes.push(Math.hypot(...stopped.device.readVariable('bias/value')));
  }
  expect(stopped.loss).toBeCloseTo(first, 9);
  // Every step adds the same: the gradient never feels what the bias did.
  expect(sizes[0]).toBeGreaterThan(1);
  expectNear(
    sizes,
    [1, 2, 4].map((times) => times * (sizes[0] as number)),
    { relative: 1e-6 },
  );

  const through = train(await openSession(document(false), reference.backend), 200);
  expectNear(through.device.readVariable('bias/value'), [0, 0], { absolute: 1e-9 });
});

test.each([
  { type: 'batchNorm', data: {}, useless: true },
  { type: 'batchRenorm', data: {}, useless: true },
  { type: 'batchNorm', data: { statistics: 'moving' }, useless: false },
  { type: 'layerNorm', data: {}, useless: false },
])('a bias before $type $data is useless: $useless', async ({ type, data, useless }) => {
  const session = await openSession(netWith(type, data, true), wasm.backend);
  const reported = named(session.checked.diagnostics, 'uselessBias');
  expect(reported.map(({ where }) => where.nodeId)).toEqual(useless ? ['dense_1'] : []);
});

describe('inference of one row has the same bits as in a batch', () => {
  const image = { type: 'placeholder', data: { value: 0, shape: [5, 6, 6, 2] } };
  const vector = { type: 'placeholder', data: { value: 0, shape: [5, 7] } };
  const initializer = { kernelInitializer: 'glorotUniform', biasInitializer: { name: 'randomNormal' } };
  test.each([
    { type: 'conv2d', data: { filters: 5, padding: 'same', ...initializer }, x: image },
    { type: 'conv2d', data: { filters: 3, strides: 2, kernelSize: [2, 3], ...initializer }, x: image },
    { type: 'maxPool2d', data: {}, x: image },
    { type: 'averagePool2d', data: { poolSize: 3, padding: 'same', strides: 2 }, x: image },
    { type: 'layerNorm', data: {}, x: image },
    { type: 'layerNorm', data: {}, x: vector },
    { type: 'groupNorm', data: { groups: 2 }, x: image },
    { type: 'groupNorm', data: { groups: 7 }, x: vector },
    { type: 'batchRenorm', data: {}, x: vector },
    { type: 'dropout', data: {}, x: vector },
    { type: 'noise', data: {}, x: image },
  ])('$type $data', ({ type, data, x }) => {
    const infer = (rows: number, values: readonly number[]): Float64Array => {
      const shape = [rows, ...x.data.shape.slice(1)];
      const nodes = { x: { ...x, data: { value: 0, shape } }, y: { type, data, from: { x: 'x' } } };
      const running = runNodes(check(sketch(nodes)), wasm.backend, 'inference');
      running.feed('x/value', values);
      return running.run().read('y.y');
    };
    const values = fill('rows', x.data.shape).map(Math.fround);
    const row = values.length / 5;
    const whole = infer(5, values);
    for (let i = 0; i < 5; i++) {
      const part = whole.length / 5;
      const alone = infer(1, values.slice(i * row, (i + 1) * row));
      expect(alone).toEqual(whole.slice(i * part, (i + 1) * part));
    }
  });
});
