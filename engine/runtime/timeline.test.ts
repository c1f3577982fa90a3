import { describe, expect, test } from 'vitest';
import { backends, reference } from '../testing/backends';
import { namesOf, sketch } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { losses, openSession, train } from '../testing/sessions';
import type { Session } from './session';
import { SnapshotRing } from './snapshot-ring';

/** Trains with changes on the way; returns the digest after every step. */
function eventful(session: Session, steps: number): string[] {
  const digests = [session.digest()];
  for (let step = 0; step < steps; step++) {
    if (step === 130) session.set('optimizer', 'learningRate', 0.005);
    if (step === 210) session.set('bn', 'momentum', 0.5);
    if (step === 260) session.recomputeMovingStatistics();
    if (step === 300) session.set('optimizer', 'learningRate', 0.05);
    train(session, 1);
    digests.push(session.digest());
  }
  return digests;
}

describe.each(backends)('on the $name backend', ({ backend }) => {
  test('any step can be gone to, and is what it was bit for bit, changes on the way included', async () => {
    const session = await openSession(blobsNet(), backend);
    const digests = eventful(session, 350);
    for (const step of [349, 131, 130, 0, 301, 300, 99, 100, 101, 260, 261, 350, 1]) {
      expect(session.seek(step)).toBeNull();
      expect(session.step).toBe(step);
      // What is changed at a step is in force there: the digest after step 260 was taken before the change at it.
      if (step !== 260) expect(session.digest(), `step ${step}`).toBe(digests[step]);
    }
  });

  test('going on from a step of the past repeats what was, changes included', async () => {
    const session = await openSession(blobsNet(), backend);
    const digests = eventful(session, 350);
    session.seek(120);
    for (let step = 121; step <= 350; step++) {
      train(session, 1);
      if (step !== 260) expect(session.digest(), `step ${step}`).toBe(digests[step]);
    }
  });

  test('the numbers of an update are there again', async () => {
    const session = await openSession(blobsNet(), backend);
    const frames = [session.frame()];
    train(session, 130, () => frames.push(session.frame()));
    for (const step of [130, 100, 57]) {
      session.seek(step);
      expect(session.frame()).toEqual(frames[step]);
    }
  });

  test('rolling back and going on unchanged gives the same losses', async () => {
    const session = await openSession(blobsNet(), backend);
    train(session, 150);
    const first = losses(session, 60);
    expect(session.rollBack(150)).toBeNull();
    expect(session.timeline.range).toEqual({ first: 0, last: 150 });
    expect(losses(session, 60)).toEqual(first);
  });
});

test('a change made in the past is where another future begins', async () => {
  const [session, twin] = [
    await openSession(blobsNet(), reference.backend),
    await openSession(blobsNet(), reference.backend),
  ];
  eventful(session, 320);
  session.seek(150);
  session.set('optimizer', 'learningRate', 0.02);
  expect(session.timeline.range.last).toBe(150);
  expect(session.timeline.edits.map(({ step }) => step)).toEqual([130, 150]);
  train(session, 100);
  train(twin, 130);
  twin.set('optimizer', 'learningRate', 0.005);
  train(twin, 20);
  twin.set('optimizer', 'learningRate', 0.02);
  train(twin, 100);
  expect(session.digest()).toBe(twin.digest());
});

test('many changes at one step count as the last one', async () => {
  const session = train(await openSession(blobsNet(), reference.backend), 3);
  for (const rate of [0.1, 0.2, 0.3]) session.set('optimizer', 'learningRate', rate);
  expect(session.timeline.edits).toEqual([
    { step: 3, edit: { kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value: 0.3 } },
  ]);
});

test('fed values are part of the past', async () => {
  const document = sketch({
    x: { type: 'placeholder', data: { shape: [], value: 1 } },
    w: { type: 'variable', data: { initialValue: 0, shape: [] } },
    d: { type: 'subtract', from: { a: 'w', b: 'x' } },
    loss: { type: 'square', from: { x: 'd' } },
    optimizer: { type: 'optimizer', data: { algorithm: 'sgd', learningRate: 0.1 }, from: { loss: 'loss' } },
  });
  const session = await openSession(document, reference.backend);
  train(session, 5);
  session.feedPlaceholder('x', [-3]);
  const compiled = session.compilations;
  train(session, 5);
  const end = session.digest();
  session.seek(2);
  expect(session.controls.fed.size).toBe(0);
  session.seek(10);
  expect([...(session.controls.fed.get('x') ?? [])]).toEqual([-3]);
  expect(session.digest()).toBe(end);
  expect(session.compilations).toBe(compiled);
});

test('steps that were not made cannot be gone to', async () => {
  const session = train(await openSession(blobsNet(), reference.backend), 12);
  for (const step of [13, -1, 1.5]) expect(namesOf([session.seek(step) ?? []].flat())).toEqual(['stepUnreachable']);
  expect(session.step).toBe(12);
});

test('resetting begins a new past', async () => {
  const session = train(await openSession(blobsNet(), reference.backend), 12);
  session.set('optimizer', 'learningRate', 0.3);
  session.reset();
  expect([session.timeline.range, session.timeline.edits]).toEqual([{ first: 0, last: 0 }, []]);
});

describe('snapshots', () => {
  test('take no more memory than they may, lie evenly, and keep the first and the newest', async () => {
    const { device } = await openSession(blobsNet(), reference.backend);
    const each = device.snapshot().bytes.length;
    const ring = new SnapshotRing<null>(device, 10 * each, 100);
    ring.start(0, null);
    for (let step = 100; step <= 12_300; step += 100) {
      ring.add(step, null);
      expect(ring.bytes).toBeLessThanOrEqual(11 * each);
      expect([ring.steps[0], ring.steps.at(-1)]).toEqual([0, step]);
      const distances = ring.steps.slice(1, -1).map((at, place) => at - (ring.steps[place] as number));
      expect(new Set(distances).size).toBeLessThanOrEqual(1);
    }
    expect(ring.steps).toEqual([0, 1600, 3200, 4800, 6400, 8000, 9600, 11_200, 12_300]);
  });

  test('are at least two, however large the state', async () => {
    const { device } = await openSession(blobsNet(), reference.backend);
    const ring = new SnapshotRing<null>(device, 1, 100);
    ring.start(50, null);
    for (let step = 150; step <= 950; step += 100) ring.add(step, null);
    expect(ring.steps).toEqual([50, 950]);
  });

  test('that exceed the budget still let every step be gone to', async () => {
    const session = await openSession(blobsNet(), reference.backend, { historyBytes: 1 });
    const digests = eventful(session, 320);
    expect(session.timeline.snapshots).toEqual([0, 300]);
    session.seek(157);
    expect(session.digest()).toBe(digests[157]);
  });
});
