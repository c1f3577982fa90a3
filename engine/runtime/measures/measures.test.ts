import { describe, expect, test } from 'vitest';
import { backends, reference } from '../../testing/backends';
import { sketch } from '../../testing/documents';
import { expectNear, expectNearNumber } from '../../testing/expect';
import { blobsNet } from '../../testing/networks';
import { openSession, train } from '../../testing/sessions';
import { covariateShift } from './covariate-shift';
import { driftOf, ProbeBatch } from './drift';
import { landscape } from './landscape';
import { distributionOf, layerStatistics } from './layers';

const WIRES = [
  { nodeId: 'dense_1', port: 'z' },
  { nodeId: 'bn', port: 'y' },
  { nodeId: 'dense_2', port: 'z' },
];

describe.each(backends)('on the $name backend', ({ backend }) => {
  test('measuring changes no step, no number of the last one, and takes no memory', async () => {
    const [session, twin] = [
      train(await openSession(blobsNet(), backend), 10),
      train(await openSession(blobsNet(), backend), 10),
    ];
    const [frame, { usedBytes }] = [session.frame(), session.device];
    for (let i = 0; i < 5; i++) {
      covariateShift(session);
      landscape(session);
      layerStatistics(session);
      new ProbeBatch(session, [0, 1, 2, 3], WIRES).drift();
    }
    expect(session.frame()).toEqual(frame);
    expect(session.device.usedBytes).toBe(usedBytes);
    expect(train(session, 20).digest()).toBe(train(twin, 20).digest());
  });
});

/** loss = (a·b − 1)², weights a = 2 and b = 3: ∂a = 2(ab − 1)b = 30, ∂b = 2(ab − 1)a = 20. */
const product = (rate: number) =>
  sketch({
    a: { type: 'variable', data: { initialValue: 2, shape: [] } },
    b: { type: 'variable', data: { initialValue: 3, shape: [] } },
    one: { type: 'constant', data: { value: 1 } },
    ab: { type: 'multiply', from: { a: 'a', b: 'b' } },
    error: { type: 'subtract', from: { a: 'ab', b: 'one' } },
    loss: { type: 'square', from: { x: 'error' } },
    optimizer: { type: 'optimizer', data: { algorithm: 'sgd', learningRate: rate }, from: { loss: 'loss' } },
  });

test('covariate shift is the change of a gradient by the update of what comes before', async () => {
  const session = await openSession(product(0.01), reference.backend);
  // a becomes 1.7; then ∂b = 2(5.1 − 1)·1.7 = 13.94.
  const [a, b] = covariateShift(session);
  expect(a).toMatchObject({ nodeId: 'a', shift: 0, cosine: 1 });
  expect(b?.nodeId).toBe('b');
  expectNearNumber(b?.shift as number, 20 - 13.94, { relative: 1e-12 });
  expectNearNumber(b?.gradientNorm as number, 20, { relative: 1e-12 });
});

test('the loss along the gradient is the loss there', async () => {
  const session = await openSession(product(0.5), reference.backend);
  const found = landscape(session, [0.01, 0.02]);
  // (2 − .3)(3 − .2) = 4.76 and (2 − .6)(3 − .4) = 3.64.
  expectNear(found.losses, [3.76 ** 2, 2.64 ** 2], { relative: 1e-12 });
  expectNearNumber(found.loss, 25, { relative: 1e-12 });
  expectNearNumber(found.range, 3.76 ** 2 - 2.64 ** 2, { relative: 1e-12 });
  expectNearNumber(found.gradientNorm, Math.hypot(30, 20), { relative: 1e-12 });
  const change = Math.hypot(30 - 2 * 3.76 * 2.8, 20 - 2 * 3.76 * 1.7);
  expectNearNumber(found.gradientChanges[0] as number, change, { relative: 1e-12 });
});

test('statistics of an update are those of the update that is made', async () => {
  const session = train(await openSession(blobsNet(), reference.backend), 5);
  const before = session.device.readVariable('dense_1/kernel');
  const found = layerStatistics(session).find(({ name }) => name === 'dense_1/kernel') ?? expect.fail('It is missing.');
  train(session, 1);
  const update = session.device.readVariable('dense_1/kernel').map((value, i) => value - (before[i] as number));
  const length = (values: Float64Array): number => Math.hypot(...values);
  expectNearNumber(found.updateRatio, length(update) / length(before), { relative: 1e-12 });
  expectNearNumber(
    found.update.mean,
    update.reduce((sum, value) => sum + value / update.length, 0),
    { relative: 1e-9 },
  );
  expect(found.weight.count).toBe(12);
  expect(found.gradient.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(12);
});

test('the distribution of one number is that number', () => {
  expect(distributionOf(Float64Array.of(3), [])).toMatchObject({ count: 1, mean: 3, std: 0, p50: 3 });
});

test('nothing drifts before anything is learnt, and layers drift when it is', async () => {
  const session = await openSession(blobsNet(), reference.backend);
  const batch = new ProbeBatch(
    session,
    Array.from({ length: 30 }, (_, i) => i),
    WIRES,
  );
  for (const drift of batch.drift()) expect(drift).toMatchObject({ wasserstein: 0, meanChange: 0, deviationRatio: 1 });
  train(session, 60);
  expect(batch.drift().map(({ nodeId }) => nodeId)).toEqual(['dense_1', 'bn', 'dense_2']);
  for (const { wasserstein } of batch.drift()) expect(wasserstein).toBeGreaterThan(0.01);
});

test('a shifted sample drifts by its shift, a stretched one by its stretch', () => {
  const before = Float64Array.of(0, 5, 2, 5, 4, 5);
  const deviation = Math.sqrt(8 / 3);
  // The second unit does not vary: it has no deviation to measure by.
  const shifted = driftOf(before, Float64Array.of(1, 0, 3, 0, 5, 0), 3);
  expectNear([shifted.wasserstein, shifted.meanChange, shifted.deviationRatio], [1 / deviation, 1 / deviation, 1], {
    relative: 1e-12,
  });
  const stretched = driftOf(before, Float64Array.of(8, 0, 0, 0, 4, 0), 3);
  expectNear(
    [stretched.wasserstein, stretched.meanChange, stretched.deviationRatio],
    [2 / deviation, 2 / deviation, 2],
    { relative: 1e-12 },
  );
});
