import { describe, expect, test } from 'vitest';
import { backends, reference } from '../testing/backends';
import { namesOf, sketch } from '../testing/documents';
import { expectNear } from '../testing/expect';
import { blobsNet } from '../testing/networks';
import { losses, openSession, train } from '../testing/sessions';
import { writeSafetensors } from './safetensors';
import { applyWeights, readWeights, writeWeights } from './weights';

function read(bytes: Uint8Array) {
  const result = readWeights(bytes);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

describe.each(backends)('on the $name backend', ({ backend }) => {
  const open = (document = blobsNet()) => openSession(document, backend);

  test('a saved run resumes bit for bit: weights, slots, moving statistics, step and order of batches', async () => {
    const first = train(await open(), 37);
    const file = read(writeWeights(first));
    const resumed = await open();
    expect(applyWeights(resumed, file)).toEqual([]);
    expect(resumed.step).toBe(37);
    expect(resumed.digest()).toBe(first.digest());
    expect(losses(resumed, 20)).toEqual(losses(first, 20));
    expect(resumed.digest()).toBe(first.digest());
  });

  test('the same state gives the same bytes', async () => {
    const [one, other] = [train(await open(), 9), train(await open(), 9)];
    expect(writeWeights(one)).toEqual(writeWeights(other));
  });

  test('tensors are named by node and weight, kernels are inputs × outputs', async () => {
    const file = read(writeWeights(await open()));
    expect(file.tensors.get('dense_1/kernel')?.shape).toEqual([2, 6]);
    expect([...file.tensors.keys()].sort()).toEqual(
      ['dense_1/kernel', 'bn/gamma', 'bn/beta', 'dense_2/kernel', 'dense_2/bias']
        .flatMap((name) => [name, `${name}/m`, `${name}/v`])
        .concat('bn/moving_mean', 'bn/moving_variance')
        .sort(),
    );
    expect([file.step, file.seed]).toEqual([0, 1]);
  });

  test('a minus zero stays one', async () => {
    const document = sketch({ w: { type: 'variable', data: { initialValue: [1, 2], shape: [2] } } });
    const session = await open(document);
    session.device.writeVariable('w/value', [-0, 0]);
    const other = await open(document);
    applyWeights(other, read(writeWeights(session)));
    expect([...other.device.readVariable('w/value')]).toEqual([-0, 0]);
  });

  test('slots that are missing start at zero', async () => {
    const plain = train(await open(blobsNet({ optimizer: { algorithm: 'sgd' } })), 5);
    const adam = train(await open(), 3);
    expect(namesOf(applyWeights(adam, read(writeWeights(plain))))).toEqual([]);
    expect([...adam.device.readVariable('bn/gamma/m')].every((value) => value === 0)).toBe(true);
    expect(adam.device.readVariable('bn/gamma')).toEqual(plain.device.readVariable('bn/gamma'));
  });

  test('nothing is changed by a file that does not fit', async () => {
    const session = train(await open(), 4);
    const before = session.digest();
    const other = blobsNet();
    const nodes = other.nodes.map((node) => (node.id === 'dense_1' ? { ...node, data: { units: 5 } } : node));
    const problems = applyWeights(session, read(writeWeights(await open({ ...other, nodes }))));
    expect(namesOf(problems)).toContain('weightsShape');
    expect(session.digest()).toBe(before);
  });
});

test('weights go from one backend to the other', async () => {
  const [exact, fast] = backends.map(({ backend }) => backend);
  if (!exact || !fast) throw new Error('There are two backends.');
  const from = train(await openSession(blobsNet(), fast), 20);
  const to = await openSession(blobsNet(), exact);
  applyWeights(to, read(writeWeights(from)));
  expect(to.device.readVariable('dense_1/kernel')).toEqual(from.device.readVariable('dense_1/kernel'));
  expectNear(losses(to, 5), losses(from, 5), { relative: 1e-4 });
});

test('a value that is not finite is refused', async () => {
  const document = sketch({ w: { type: 'variable', data: { initialValue: [1, 2], shape: [2] } } });
  const session = await openSession(document, reference.backend);
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const bytes = writeSafetensors(new Map([['w/value', { shape: [2], values: Float32Array.of(1, bad) }]]), {});
    expect(applyWeights(session, read(bytes))).toMatchObject([{ code: 'ZL701', where: { nodeId: 'w' } }]);
  }
  expect([...session.device.readVariable('w/value')]).toEqual([1, 2]);
});

test('step and seed count only in files of our own', () => {
  const tensors = new Map([['w/value', { shape: [], values: new Float32Array(1) }]]);
  expect(read(writeSafetensors(tensors, { format: 'pt', step: '7', seed: '3' }))).toMatchObject({
    step: 0,
    seed: null,
  });
  expect(read(writeSafetensors(tensors, { format: 'zlens', step: '7', seed: '3' }))).toMatchObject({
    step: 7,
    seed: 3,
  });
  for (const step of ['-1', '1.5', 'x', '1e3', '99999999999999999']) {
    expect(readWeights(writeSafetensors(tensors, { format: 'zlens', step })).ok, step).toBe(false);
  }
});
