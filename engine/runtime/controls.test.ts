import { describe, expect, test } from 'vitest';
import { backends, reference } from '../testing/backends';
import { namesOf } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { losses, openSession, train } from '../testing/sessions';
import type { Session } from './session';

/** The data of the same net with other parameters. */
async function otherData(data: Record<string, unknown>, seed = 1) {
  const other = await openSession(blobsNet({ data, seed }), reference.backend);
  return other.data.get('data') ?? expect.fail('There is no data.');
}

describe.each(backends)('on the $name backend', ({ backend }) => {
  const open = (): Promise<Session> => openSession(blobsNet(), backend);

  test('other rows of the same shape are trained on from the next step, and nothing is compiled', async () => {
    const session = train(await open(), 10);
    session.evaluate('test');
    const { compilations } = session;
    expect(session.setData('data', await otherData({ noise: 2, samples: 60 }))).toBeNull();
    expect(session.stepsPerEpoch).toBe(4);
    const twin = await openSession(blobsNet({ data: { noise: 2, samples: 60 } }), backend);
    twin.adopt(train(await open(), 10));
    expect(losses(session, 15)).toEqual(losses(twin, 15));
    expect(session.evaluate('test')).toEqual(twin.evaluate('test'));
    // The last chunk of another number of rows is a program of its own; feeding it is not.
    session.setData('data', await otherData({ noise: 1, samples: 60 }));
    const after = session.compilations;
    session.evaluate('test');
    train(session, 5);
    expect(session.compilations).toBe(after);
    expect(after - compilations).toBeLessThanOrEqual(1);
  });

  test('exchanged data are part of the past', async () => {
    const session = train(await open(), 10);
    const original = session.data.get('data');
    session.setData('data', await otherData({ noise: 2 }));
    const first = losses(session, 20);
    session.seek(5);
    expect(session.data.get('data')).toBe(original);
    train(session, 5);
    expect(losses(session, 20)).toEqual(first);
  });

  test('a shift that begins in mid-run is live, and replayed', async () => {
    const session = train(await open(), 10);
    const { compilations } = session;
    const shift = [{ kind: 'translate', by: 3, on: 'train', from: 0, share: 1 }];
    expect(session.set('data', 'shift', shift)).toBeNull();
    const first = losses(session, 10);
    expect(session.compilations).toBe(compilations);
    const plain = losses(train(await open(), 10), 10);
    expect(first).not.toEqual(plain);
    session.seek(3);
    train(session, 7);
    expect(losses(session, 10)).toEqual(first);
  });
});

test('what is fed and set compiles nothing', async () => {
  const session = train(await openSession(blobsNet(), reference.backend), 2);
  expect(session.compilations).toBe(1);
  session.set('optimizer', 'learningRate', 0.1);
  train(session, 20);
  expect(session.compilations).toBe(1);
  session.evaluate('test');
  session.evaluate('test');
  expect(session.compilations).toBe(2);
});

test.each([
  ['rows of another shape', { source: 'iris' }],
  ['another number of classes', { classes: 2 }],
  ['fewer rows than a batch', { samples: 12 }],
])('data with %s do not fit, and change nothing', async (_, data) => {
  const prepared = await openSession(blobsNet({ data, run: { batchSize: 4 } }), reference.backend);
  const session = await openSession(blobsNet(), reference.backend);
  const problem = session.setData('data', prepared.data.get('data') ?? expect.fail('There is no data.'));
  expect(namesOf([problem ?? []].flat())).toEqual(['dataDoesNotFit']);
  const twin = await openSession(blobsNet(), reference.backend);
  expect(train(session, 3).digest()).toBe(train(twin, 3).digest());
});

test('evaluating many splits of many sizes keeps the memory of a few programs', async () => {
  const session = await openSession(blobsNet(), reference.backend);
  const used: number[] = [];
  for (let size = 16; size < 116; size++) {
    session.setData('data', await otherData({ samples: size * 5 }));
    session.evaluate('test');
    used.push(session.device.usedBytes);
  }
  expect(Math.max(...used)).toBeLessThan(8 * (used[0] as number));
  expect(session.compilations).toBeGreaterThan(50);
});
