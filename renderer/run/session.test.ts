import { beforeEach, describe, expect, test } from 'vitest';
import type {
  CompileInfo,
  DataNeed,
  FromWorker,
  GraphDocument,
  MessageEndpoint,
  StepFrame,
  ToWorker,
  WorkerEvent,
  WorkerReply,
  WorkerRequest,
} from '../../engine';
import type { PageFile } from '../worker/page-files';
import { IDLE, RunSession, type RunView } from './session';

const info = {
  metrics: ['acc'],
  probes: [{ nodeId: 'dense_1', symbol: 'z', units: 3 }],
  totalSteps: 1000,
  testRows: 20,
} as unknown as CompileInfo;

const document = (name: string): GraphDocument => ({
  format: 'zlens-graph',
  version: 1,
  name,
  seed: 1,
  nodes: [{ id: 'sgd', type: 'optimizer', position: { x: 0, y: 0 }, data: { learningRate: 0.1 } }],
  edges: [],
  run: { batchSize: 10, steps: 1000, shuffle: true, evaluateEvery: 50, probeEvery: 1 },
});

/** A worker that answers as the test says, and not before. */
class ScriptedWorker implements MessageEndpoint<ToWorker<PageFile>, FromWorker> {
  asked: ToWorker<PageFile>[] = [];
  closed = false;
  private listener: (message: FromWorker) => void = () => {};

  post(message: ToWorker<PageFile>): void {
    this.asked.push(message);
  }

  onMessage(listener: (message: FromWorker) => void): void {
    this.listener = listener;
  }

  close(): void {
    this.closed = true;
  }

  /** Answers the oldest open request of a kind. */
  async answer(kind: WorkerRequest['kind'], reply: WorkerReply = { ok: true, kind: 'done' }): Promise<void> {
    const place = this.asked.findIndex(({ request }) => request.kind === kind);
    const [message] = this.asked.splice(place, 1);
    if (place < 0 || !message) throw new Error(`No request of kind ${kind} is open.`);
    this.listener({ id: message.id, reply });
    await new Promise((resolve) => setTimeout(resolve));
  }

  tell(event: WorkerEvent): void {
    this.listener({ event });
  }
}

let workers: ScriptedWorker[];
let crash: (message: string) => void;
let view: RunView;
let session: RunSession;

beforeEach(() => {
  workers = [];
  view = IDLE;
  session = new RunSession({
    connect: (crashed) => {
      crash = crashed;
      const worker = new ScriptedWorker();
      workers.push(worker);
      return worker;
    },
    update: (change) => {
      view = { ...view, ...change };
    },
    view: () => view,
    changed: () => {},
    graphChanged: 'Graph changed',
    learningRates: () => ({ sgd: 0.1 }),
    withParameter: (graph, nodeId, parameter, value) => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.id === nodeId ? { ...node, data: { ...node.data, [parameter]: value } } : node,
      ),
    }),
  });
});

const worker = (): ScriptedWorker => workers.at(-1) as ScriptedWorker;
const opened: WorkerReply = { ok: true, kind: 'opened', info, diagnostics: [] };

async function open(name = 'a', keepState = false, goesOn = keepState): Promise<boolean> {
  const done = session.open(document(name), {}, { keepState, goesOn });
  await worker().answer('open', opened);
  return done;
}

const frame = (step: number): StepFrame => ({ step, loss: 1 / step, metrics: { acc: 0.5 }, z: null });

const progress = (steps: number[], state: RunView['state'] = 'running'): void =>
  worker().tell({
    kind: 'progress',
    state,
    step: steps.at(-1) ?? 0,
    totalSteps: 1000,
    stepsPerSecond: 100,
    frames: steps.map(frame),
    latest: null,
  });

test('opening a graph compiles it and shows what came out', async () => {
  const done = session.open(document('a'), { 'x.csv': '1' }, { keepState: false, goesOn: false });
  expect(view.compiling).toBe(true);
  expect(worker().asked[0]?.request).toMatchObject({ kind: 'open', files: { 'x.csv': '1' }, keepState: false });
  await worker().answer('open', opened);
  expect(await done).toBe(true);
  expect(view).toMatchObject({ compiling: false, state: 'idle', totalSteps: 1000, info });
});

test('a graph that does not compile leaves its diagnostics and nothing to run', async () => {
  const done = session.open(document('a'), {}, { keepState: false, goesOn: false });
  const problem = { code: 'ZL301', severity: 'error', where: { nodeId: 'x' }, message: 'm', hint: 'h' } as const;
  await worker().answer('open', { ok: false, diagnostics: [problem] });
  expect(await done).toBe(false);
  expect(view).toMatchObject({ info: null, compiling: false, diagnostics: [problem] });
});

test('of two graphs opened in a row the later one counts', async () => {
  const first = session.open(document('first'), {}, { keepState: false, goesOn: false });
  const second = session.open(document('second'), {}, { keepState: false, goesOn: false });
  await worker().answer('open', opened);
  expect(view.compiling).toBe(true);
  await worker().answer('open', opened);
  expect([await first, await second]).toEqual([false, true]);
  expect(view.document?.name).toBe('second');
});

test('progress moves the newest values and the history', async () => {
  await open();
  progress([1, 2, 4]);
  expect(view).toMatchObject({ state: 'running', step: 4, loss: 0.25, accuracy: 0.5, stepsPerSecond: 100 });
  expect(view.secondsLeft).toBeCloseTo(9.96);
  expect([...session.history.loss.steps]).toEqual([1, 2, 4]);
  expect(session.history.rates.get('sgd')?.latest(0)).toBe(0.1);
});

test('reset empties the history after the answer, so that late frames do not reach the new one', async () => {
  await open();
  progress([1, 2]);
  const done = session.reset();
  progress([3], 'paused');
  await worker().answer('reset');
  await done;
  expect(view).toMatchObject({ state: 'idle', step: 0, loss: null });
  expect(session.history.empty).toBe(true);
});

test('a graph compiled anew goes on where it stands, with a mark on its charts', async () => {
  await open();
  progress([1, 2], 'paused');
  await open('b', true);
  expect(view).toMatchObject({ state: 'paused', step: 2, loss: 0.5 });
  expect(session.history.marks).toMatchObject([{ step: 2, nodeId: null, title: 'Graph changed' }]);
  progress([3]);
  expect([...session.history.loss.steps]).toEqual([1, 2, 3]);
});

test('charts and step outlast a version that does not compile', async () => {
  await open();
  progress([1, 2], 'paused');
  const done = session.open(document('broken'), {}, { keepState: true, goesOn: true });
  await worker().answer('open', { ok: false, diagnostics: [] });
  await done;
  expect(view).toMatchObject({ info: null, step: 2 });
  expect(session.history.loss.length).toBe(2);
  await open('c', true);
  expect(view).toMatchObject({ state: 'paused', step: 2 });
});

test('another graph that does not compile leaves nothing of the run before it', async () => {
  await open();
  session.setSpeed(10);
  progress([1, 2]);
  const done = session.open(document('b'), {}, { keepState: false, goesOn: false });
  await worker().answer('open', { ok: false, diagnostics: [] });
  expect(await done).toBe(false);
  expect(view).toMatchObject({ state: 'idle', step: 0, totalSteps: 0, loss: null, info: null, speed: 10 });
  expect(session.history.lastStep).toBe(0);
});

test('the learning rate is known at every frame, however few events there are', async () => {
  await open();
  progress([1, 2, 3]);
  expect([...(session.history.rates.get('sgd')?.steps ?? [])]).toEqual([1, 2, 3]);
});

test('steps that come again are another run', async () => {
  await open();
  progress([1, 2, 3]);
  progress([1]);
  expect([...session.history.loss.steps]).toEqual([1]);
});

test('another graph starts with empty charts', async () => {
  await open();
  progress([1, 2], 'paused');
  await open('b');
  expect(session.history.empty).toBe(true);
});

test('a run goes on after an edit that keeps its weights', async () => {
  await open();
  progress([1, 2]);
  await open('b', true);
  expect(worker().asked.map(({ request }) => request.kind)).toEqual(['run']);
});

test('an edit after the last step leaves a finished run, that can be run again', async () => {
  await open();
  progress([1000], 'finished');
  await open('b', true);
  expect(view).toMatchObject({ state: 'finished', step: 1000 });
});

test('a run with another seed goes on from the start', async () => {
  await open();
  progress([1, 2]);
  await open('a', false, true);
  expect(session.history.empty).toBe(true);
  expect(worker().asked.map(({ request }) => request.kind)).toEqual(['run']);
});

test('another graph does not run by itself', async () => {
  await open();
  progress([1, 2]);
  await open('b');
  expect(worker().asked).toEqual([]);
});

test('a paused run stays paused after an edit', async () => {
  await open();
  progress([1, 2], 'paused');
  await open('b', true);
  expect(worker().asked).toEqual([]);
});

test('a live parameter reaches the worker, the document and the marks, and compiles nothing', async () => {
  await open();
  progress([1, 2]);
  const done = session.setLive('sgd', 'learningRate', 0.5, 'Learning rate');
  expect(worker().asked[0]?.request).toEqual({ kind: 'set', nodeId: 'sgd', parameter: 'learningRate', value: 0.5 });
  await worker().answer('set');
  expect(await done).toBe(true);
  expect(view.document?.nodes[0]?.data.learningRate).toBe(0.5);
  expect(session.history.marks).toMatchObject([{ step: 2, value: 0.5, title: 'Learning rate' }]);
});

test('a refused live parameter changes nothing but the diagnostics', async () => {
  await open();
  progress([1]);
  const problem = { code: 'ZL603', severity: 'error', where: { nodeId: 'sgd' }, message: 'm', hint: 'h' } as const;
  const done = session.setLive('sgd', 'learningRate', -1);
  await worker().answer('set', { ok: false, diagnostics: [problem] });
  expect(await done).toBe(false);
  expect(view.document?.nodes[0]?.data.learningRate).toBe(0.1);
  expect(session.history.marks).toEqual([]);
  expect(view.diagnostics).toEqual([problem]);
});

test('a worker that breaks fails the run, and the next graph gets a new one', async () => {
  await open();
  progress([1, 2]);
  crash('The worker stopped.');
  expect(view).toMatchObject({ state: 'failed', crash: 'The worker stopped.' });
  expect(worker().closed).toBe(true);
  expect(session.history.loss.length).toBe(2);
  await open('b');
  expect(workers).toHaveLength(2);
  expect(view).toMatchObject({ state: 'idle', crash: null });
});

test('reset after a crash opens the same graph in a new worker', async () => {
  await open('mine');
  crash('The worker stopped.');
  const done = session.reset();
  await worker().answer('open', opened);
  expect(await done).toBe(true);
  expect(workers).toHaveLength(2);
  expect(view).toMatchObject({ state: 'idle', crash: null, document: { name: 'mine' } });
});

test('evaluation on the test rows becomes the validation', async () => {
  await open();
  progress([5], 'paused');
  const done = session.evaluate();
  expect(worker().asked[0]?.request).toEqual({ kind: 'evaluate', split: 'test' });
  const result = { split: 'test', loss: 0.4, metrics: { acc: 0.8 } } as const;
  await worker().answer('evaluate', { ok: true, kind: 'evaluated', result });
  expect(await done).toEqual(result);
  expect(view.validation).toEqual({ step: 5, ...result });
  expect(session.history.validationLoss.latest(0)).toBe(0.4);
});

test('an evaluation while running is told unasked', async () => {
  await open();
  worker().tell({ kind: 'evaluation', step: 50, result: { split: 'test', loss: 0.3, metrics: { acc: 0.9 } } });
  expect(view.validation).toMatchObject({ step: 50, loss: 0.3 });
  expect(session.history.validationMetrics.get('acc')?.latest(0)).toBe(0.9);
});

test('a stop by numbers that are not finite keeps its diagnostics', async () => {
  await open();
  progress([1]);
  const problem = { code: 'ZL601', severity: 'error', where: { nodeId: 'dense_1' }, message: 'm', hint: 'h' } as const;
  worker().tell({ kind: 'stopped', state: 'failed', step: 7, diagnostics: [problem] });
  expect(view).toMatchObject({ state: 'failed', step: 7, diagnostics: [problem], secondsLeft: null });
});

test('the chosen speed goes to every graph that is opened', async () => {
  session.setSpeed(10);
  expect(view.speed).toBe(10);
  await open();
  expect(worker().asked[0]?.request).toEqual({ kind: 'setSpeed', stepsPerSecond: 10 });
});

describe('questions about data', () => {
  const question = {
    ...({ kind: 'describeData', files: {} } as const),
    need: { nodeId: 'data', seed: 1, settings: {} as DataNeed['settings'] },
  };
  const answer: WorkerReply = {
    ok: true,
    kind: 'dataDescribed',
    described: { signature: null, diagnostics: [] },
  };

  test('are answered before any graph is open', async () => {
    const asked = session.ask(question);
    await worker().answer('describeData', answer);
    expect(await asked).toEqual(answer);
    expect(view).toEqual(IDLE);
  });

  test('are asked again in a new worker when theirs breaks', async () => {
    await open();
    const asked = session.ask(question);
    crash('The worker stopped.');
    await new Promise((resolve) => setTimeout(resolve));
    expect(workers.length).toBe(2);
    await worker().answer('describeData', answer);
    expect(await asked).toEqual(answer);
  });

  test('that break every worker are a problem of the data', async () => {
    const asked = session.ask(question);
    crash('Out of memory.');
    await new Promise((resolve) => setTimeout(resolve));
    crash('Out of memory.');
    expect(await asked).toMatchObject({ ok: false, diagnostics: [{ code: 'ZL510', where: { nodeId: 'data' } }] });
    expect(workers.length).toBe(2);
  });

  test('end without an answer when the graph is closed', async () => {
    const asked = session.ask(question);
    session.close();
    expect(await asked).toBeNull();
  });
});
