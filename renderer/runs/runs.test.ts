import { expect, test } from 'vitest';
import { newDocument } from '../../engine';
import { RunHistory } from '../run/history';
import type { RunSession, RunView } from '../run/session';
import { IDLE } from '../run/session';
import { eventFileName, runCsv, runEvents } from './export';
import { RunKeeper } from './keeper';
import { isKeptRun, type KeptRun, keepRun, seriesOf } from './kept-run';
import { MemoryRunStore } from './run-store';

const document = { ...newDocument('Blobs'), seed: 7 };
document.nodes = [{ id: 'acc', type: 'accuracy', position: { x: 0, y: 0 }, data: {} }];
const INFO = { probes: [{ nodeId: 'dense_1', symbol: 'z', units: 2 }], metrics: ['acc'] };

function historyOf(steps: number): RunHistory {
  const history = new RunHistory(INFO);
  const z = { mean: 0, std: 1, min: -2, max: 2, p5: -1, p15: -0.5, p50: 0, p85: 0.5, p95: 1, dead: 0, saturated: null };
  for (let step = 1; step <= steps; step++) {
    const frame = { step, loss: 1 / step, metrics: { acc: step / steps }, z: { dense_1: z } };
    history.addFrames([frame as unknown as Parameters<RunHistory['addFrames']>[0][number]], null, true);
  }
  history.addEvaluation(steps, { split: 'test', loss: 0.5, metrics: { acc: 0.75 } });
  return history;
}

const view = (state: RunView['state']): RunView => ({ ...IDLE, document, state, totalSteps: 100 });

function kept(history: RunHistory): KeptRun {
  const run = keepRun(history, view('finished'), { name: '', digest: 'd', now: history.startedAt + 50_000 });
  if (!run) throw new Error('nothing was kept');
  return run;
}

test('what is kept of a run survives JSON, and its curves are what was drawn', () => {
  const history = historyOf(50);
  const run = kept(history);
  const again: unknown = JSON.parse(JSON.stringify(run));
  expect(again).toEqual(run);
  expect(isKeptRun(again)).toBe(true);
  expect(run).toMatchObject({ graph: 'Blobs', seed: 7, steps: 50, loss: 0.02, validationLoss: 0.5 });
  expect(run.metric).toEqual({ title: 'Accuracy', value: 0.75, onTest: true });
  const loss = seriesOf(run.curves.loss);
  expect([...loss.steps]).toEqual([...history.loss.steps]);
  expect([...loss.values(0)]).toEqual([...history.loss.values(0)]);
});

test('a run without a step is not kept, and what is no run is not read', () => {
  expect(keepRun(new RunHistory(INFO), view('idle'), { name: '', digest: '', now: 0 })).toBeNull();
  expect([null, 3, {}, { format: 'zlens-run', version: 2 }].map(isKeptRun)).toEqual([false, false, false, false]);
});

test('long runs are kept in bounded memory, their last step with them', () => {
  const history = new RunHistory(INFO);
  for (let step = 1; step <= 30_000; step += 7) history.loss.push(step, [step]);
  history.lastStep = 29_996;
  const run = keepRun(history, view('paused'), { name: '', digest: '', now: 0 });
  expect(run?.curves.loss.steps.length).toBeLessThan(2000);
  expect(run?.curves.loss.steps.at(-1)).toBe(history.loss.lastStep);
});

test('the CSV has a column for each curve, and the event file a scalar for each of their points', () => {
  const run = kept(historyOf(3));
  const [head, first, , last] = runCsv(run).split('\n');
  expect(head?.split(',').slice(0, 5)).toEqual(['step', 'loss', 'acc', 'validation_loss', 'validation_acc']);
  expect(first?.split(',').slice(0, 4)).toEqual(['1', '1', String(1 / 3), '']);
  expect(last?.split(',').slice(3, 5)).toEqual(['0.5', '0.75']);
  const text = Buffer.from(runEvents(run)).toString('latin1');
  expect(text.match(/loss\/train/g)).toHaveLength(3);
  expect(text.match(/acc\/validation/g)).toHaveLength(1);
  expect(text.match(/z\/dense_1\/p50/g)).toHaveLength(3);
  expect(eventFileName({ ...run, startedAt: 12_345_678, graph: 'My net' })).toBe('events.out.tfevents.12345.My-net');
});

function keeping() {
  const store = new MemoryRunStore();
  let now = 1000;
  const keeper = new RunKeeper({ store, now: () => now, nameOf: () => '', changed: () => undefined });
  const session = (history: RunHistory) =>
    ({ history, digest: async () => ({ step: history.lastStep, digest: 'abc' }) }) as unknown as RunSession;
  return { store, keeper, session, later: (ms: number) => (now += ms) };
}

test('a run is kept when it stops, with its digest, and once', async () => {
  const { store, keeper, session } = keeping();
  const one = session(historyOf(10));
  keeper.see(one, view('running'));
  expect(await store.list()).toEqual([]);
  keeper.see(one, view('finished'));
  keeper.see(one, view('finished'));
  await keeper.settled();
  expect(await store.list()).toMatchObject([{ id: one.history.runId, steps: 10, digest: 'abc', state: 'finished' }]);
});

test('a run that another one replaces is kept as it was, and one that goes on from time to time', async () => {
  const { store, keeper, session, later } = keeping();
  const one = session(historyOf(10));
  const first = one.history.runId;
  keeper.see(one, view('running'));
  one.history = historyOf(4);
  keeper.see(one, view('running'));
  await keeper.settled();
  expect((await store.list()).map(({ id, steps }) => [id, steps])).toEqual([[first, 10]]);
  later(60_000);
  keeper.see(one, view('running'));
  await keeper.settled();
  expect(await store.list()).toHaveLength(2);
});

test('what is set after a run has come to rest is not of that run, and takes no digest from it', async () => {
  const { store, keeper, session } = keeping();
  const one = session(historyOf(10));
  keeper.see(one, view('running'));
  keeper.see(one, view('finished'));
  await keeper.settled();
  const other = { ...document, name: 'changed' };
  one.history.addEvaluation(10, { split: 'test', loss: 0.4, metrics: { acc: 0.8 } });
  keeper.see(one, { ...view('idle'), document: other });
  await keeper.settled();
  expect(await store.list()).toMatchObject([{ graph: 'Blobs', digest: 'abc', validationLoss: 0.4 }]);
});

test('of the runs without a name the oldest go, named ones stay', async () => {
  const { store, keeper, session } = keeping();
  const run = kept(historyOf(2));
  await store.write({ ...run, id: 'named', name: 'mine', startedAt: 0 });
  for (let count = 0; count < 60; count++) await store.write({ ...run, id: `run-${count}`, startedAt: count + 1 });
  keeper.see(session(historyOf(2)), view('finished'));
  await keeper.settled();
  const ids = (await store.list()).map(({ id }) => id);
  expect(ids).toHaveLength(61);
  expect(ids).toContain('named');
  expect(ids).not.toContain('run-0');
});
