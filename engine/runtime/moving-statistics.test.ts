import { describe, expect, test } from 'vitest';
import { unitMoments } from '../core/moments';
import { backends, reference } from '../testing/backends';
import { sketch } from '../testing/documents';
import { expectNear } from '../testing/expect';
import { blobsNet } from '../testing/networks';
import { openSession, succeeded, train } from '../testing/sessions';
import { inspectRows } from './inspect';

/** Two batch norms one behind the other, so that the second sees what the first gives with its new statistics. */
const twoNorms = (movingVariance: string) =>
  sketch({
    data: { type: 'dataset', data: { source: 'blobs', samples: 110, classes: 3, noise: 0.5, testFraction: 0.2 } },
    dense_1: { type: 'dense', data: { units: 5 }, from: { x: 'data' } },
    bn_1: { type: 'batchNorm', data: { movingVariance }, from: { x: 'dense_1' } },
    act: { type: 'activation', data: { function: 'relu' }, from: { x: 'bn_1' } },
    dense_2: { type: 'dense', data: { units: 3 }, from: { x: 'act' } },
    bn_2: { type: 'batchNorm', data: { movingVariance }, from: { x: 'dense_2' } },
    loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'bn_2', labels: 'data:labels' } },
    optimizer: { type: 'optimizer', data: { algorithm: 'adam' }, from: { loss: 'loss' } },
  });

describe.each(backends)('on the $name backend', ({ backend, tolerance }) => {
  test.each(['biased', 'unbiased'])('are those of all training rows, layer by layer (%s)', async (kind) => {
    const session = train(await openSession(twoNorms(kind), backend), 15);
    expect(session.recomputeMovingStatistics()).toBeNull();
    const rows = [...(session.data.get('data')?.split.train ?? [])];
    // With the new statistics in force, what each layer meets has exactly them.
    const { ports } = succeeded(inspectRows(session, rows, 'inference'));
    for (const [norm, source] of [
      ['bn_1', 'dense_1'],
      ['bn_2', 'dense_2'],
    ]) {
      const { values, shape } = ports.find(({ nodeId }) => nodeId === source) ?? expect.fail('It is missing.');
      const { mean, variance } = unitMoments(values, shape[1] as number);
      const factor = kind === 'unbiased' ? rows.length / (rows.length - 1) : 1;
      const near = { absolute: tolerance, relative: tolerance };
      expectNear(session.device.readVariable(`${norm}/moving_mean`), mean, near);
      expectNear(
        session.device.readVariable(`${norm}/moving_variance`),
        variance.map((v) => v * factor),
        near,
      );
    }
  });
});

test('one batch that is the whole set has these statistics, and training mode agrees with inference', async () => {
  const document = blobsNet({ run: { batchSize: 72, shuffle: false } });
  const session = train(await openSession(document, reference.backend), 3);
  session.recomputeMovingStatistics();
  const rows = [...(session.data.get('data')?.split.train ?? [])];
  const [batch, moving] = (['train', 'inference'] as const).map((mode) => succeeded(inspectRows(session, rows, mode)));
  for (const { nodeId, port, values } of batch?.ports ?? []) {
    const other = moving?.ports.find((item) => item.nodeId === nodeId && item.port === port);
    expectNear(other?.values ?? [], values, { absolute: 1e-12, relative: 1e-9 }, `${nodeId}.${port}`);
  }
});

test('weights stay, and a graph without such layers is left alone', async () => {
  const session = train(await openSession(blobsNet(), reference.backend), 3);
  const kernel = session.device.readVariable('dense_1/kernel');
  session.recomputeMovingStatistics();
  expect(session.device.readVariable('dense_1/kernel')).toEqual(kernel);
  const plain = await openSession(blobsNet({ norm: false }), reference.backend);
  const digest = plain.digest();
  expect(plain.recomputeMovingStatistics()).toBeNull();
  expect(plain.digest()).toBe(digest);
});
