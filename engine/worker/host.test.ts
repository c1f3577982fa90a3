import { afterEach, describe, expect, test, vi } from 'vitest';
import { isError } from '../core/diagnostics';
import type { GraphDocument } from '../document/types';
import { describeWith } from '../runtime/checker';
import { DataLoader, dataNeeds } from '../runtime/load-data';
import { reference } from '../testing/backends';
import { blobsNet } from '../testing/networks';
import { losses, openSession, train } from '../testing/sessions';
import { EngineClient } from './client';
import { serveEngine } from './host';
import type { CompileInfo, FromWorker, MessageEndpoint, ToWorker, WorkerEvent, WorkerReply } from './protocol';

type Stopped = WorkerEvent & { kind: 'stopped' };

/** A worker in this thread: messages are cloned and come a turn later, as between threads. */
class Bench {
  readonly client: EngineClient;
  readonly events: WorkerEvent[] = [];
  /** Slices that wait for their turn. */
  waiting = 0;
  private open = true;

  constructor() {
    const [toWorker, toClient] = [new Set<(m: ToWorker) => void>(), new Set<(m: FromWorker) => void>()];
    const deliver = <T>(listeners: Set<(message: T) => void>, message: T): void => {
      const copy = structuredClone(message);
      setImmediate(() => {
        if (this.open) for (const listener of listeners) listener(copy);
      });
    };
    const inside: MessageEndpoint<FromWorker, ToWorker> = {
      post: (message) => deliver(toClient, message),
      onMessage: (listener) => toWorker.add(listener),
    };
    const outside: MessageEndpoint<ToWorker, FromWorker> = {
      post: (message) => deliver(toWorker, message),
      onMessage: (listener) => toClient.add(listener),
      close: () => {
        this.open = false;
      },
    };
    serveEngine(inside, (milliseconds, run) => {
      this.waiting++;
      const later = (): void => {
        this.waiting--;
        if (this.open) run();
      };
      if (milliseconds > 0) setTimeout(later, milliseconds);
      else setImmediate(later);
    });
    this.client = new EngineClient(outside);
    this.client.listen((event) => this.events.push(event));
  }

  async openDocument(document: GraphDocument, keepState = false): Promise<CompileInfo> {
    const request = { kind: 'open', document, files: {}, backend: 'reference', keepState } as const;
    const reply = await this.client.request(request);
    if (!reply.ok || reply.kind !== 'opened') throw new Error(JSON.stringify(reply));
    return reply.info;
  }

  /** The next event of a kind that fits. */
  next<K extends WorkerEvent['kind']>(
    kind: K,
    fits: (event: WorkerEvent & { kind: K }) => boolean = () => true,
  ): Promise<WorkerEvent & { kind: K }> {
    return new Promise((resolve) => {
      const end = this.client.listen((event) => {
        if (event.kind !== kind || !fits(event as WorkerEvent & { kind: K })) return;
        end();
        resolve(event as WorkerEvent & { kind: K });
      });
    });
  }

  async step(count: number): Promise<Stopped> {
    const stopped = this.next('stopped');
    await this.client.request({ kind: 'step', count });
    return stopped;
  }

  async runToEnd(): Promise<Stopped> {
    const stopped = this.next('stopped');
    await this.client.request({ kind: 'run' });
    return stopped;
  }

  of<K extends WorkerEvent['kind']>(kind: K): (WorkerEvent & { kind: K })[] {
    return this.events.filter((event): event is WorkerEvent & { kind: K } => event.kind === kind);
  }

  get frames() {
    return this.of('progress').flatMap(({ frames }) => frames);
  }
}

const benches: Bench[] = [];
const bench = (): Bench => {
  const made = new Bench();
  benches.push(made);
  return made;
};
afterEach(() => {
  for (const { client } of benches.splice(0)) client.close();
});

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** So many steps that no test waits for its end. */
const endless = (overrides: Parameters<typeof blobsNet>[0] = {}): GraphDocument =>
  blobsNet({ ...overrides, run: { steps: 100_000_000, ...overrides.run } });

test('tells on opening what was compiled', async () => {
  const info = await bench().openDocument(blobsNet());
  expect(info).toMatchObject({
    backend: 'reference',
    parameters: 12 + 12 + 21,
    compilations: 1,
    metrics: ['accuracy'],
    totalSteps: 60,
    stepsPerEpoch: 6,
    trainRows: 72,
    testRows: 18,
    probes: [
      { nodeId: 'dense_1', symbol: 'z', units: 6 },
      { nodeId: 'bn', symbol: 'y', units: 6 },
      { nodeId: 'dense_2', symbol: 'z', units: 3 },
    ],
  });
  // Weights, their two slots each, and the moving statistics, in float64.
  expect(info.stateBytes).toBe((3 * 45 + 12) * 8);
});

test('a run ends at its last step with the losses of a session', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  const { state, step, diagnostics } = await worker.runToEnd();
  expect({ state, step, diagnostics }).toEqual({ state: 'finished', step: 60, diagnostics: [] });
  const expected = losses(await openSession(blobsNet(), reference.backend), 60);
  const last = worker.frames.at(-1);
  expect([last?.step, last?.loss]).toEqual([60, expected[59]]);
  for (const frame of worker.frames) expect(frame.loss).toBe(expected[frame.step - 1]);
});

test('a finished run goes on when it is told to run further', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet({ run: { steps: 5 } }));
  await worker.runToEnd();
  expect(await worker.client.request({ kind: 'run' })).toEqual({ ok: true, kind: 'done' });
  const stopped = worker.next('stopped');
  await worker.client.request({ kind: 'run', until: 8 });
  expect((await stopped).step).toBe(8);
});

test('pauses at once, and goes on where it was', async () => {
  const worker = bench();
  await worker.openDocument(endless());
  await worker.client.request({ kind: 'run' });
  await worker.next('progress');
  const stopped = worker.next('stopped');
  await worker.client.request({ kind: 'pause' });
  const { state, step } = await stopped;
  expect(state).toBe('paused');
  await pause(30);
  expect(worker.events.at(-1)).toMatchObject({ kind: 'stopped', step });
  expect((await worker.step(1)).step).toBe(step + 1);
});

test('steps one by one, with a frame for each', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  for (const step of [1, 2, 3]) expect(await worker.step(1)).toMatchObject({ state: 'paused', step });
  expect(worker.frames.map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(worker.of('progress').at(-1)?.latest?.step).toBe(3);
});

test('reset goes back to step 0 and the same losses', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  await worker.step(20);
  const first = worker.frames.at(-1);
  const stopped = worker.next('stopped');
  await worker.client.request({ kind: 'reset' });
  expect(await stopped).toMatchObject({ state: 'idle', step: 0 });
  expect(worker.of('progress').at(-1)).toMatchObject({ step: 0, frames: [], latest: null });
  await worker.step(20);
  expect(worker.frames.at(-1)).toEqual(first);
});

test('a live parameter is set while it runs, and nothing is compiled', async () => {
  const worker = bench();
  const slow = { algorithm: 'sgd', learningRate: 1e-5 };
  await worker.openDocument(endless({ optimizer: slow, run: { shuffle: false } }));
  await worker.client.request({ kind: 'run' });
  const before = (await worker.next('progress')).frames.map(({ loss }) => loss);
  expect(new Set(before).size).toBe(before.length);
  const set = { kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value: 0 } as const;
  expect(await worker.client.request(set)).toEqual({ ok: true, kind: 'done' });
  await worker.next('progress');
  const after = (await worker.next('progress')).frames.map(({ loss }) => loss);
  expect(after.length).toBeGreaterThan(6);
  // Weights stand still, so the six batches of an epoch give six losses.
  expect(new Set(after).size).toBeLessThanOrEqual(6);
  const refused = await worker.client.request({ kind: 'set', nodeId: 'dense_1', parameter: 'units', value: 3 });
  expect(refused).toMatchObject({ ok: false, diagnostics: [{ code: 'ZL603' }] });
  await worker.client.request({ kind: 'pause' });
  const again = await worker.openDocument(endless(), true);
  expect(again.compilations).toBe(2);
});

test('setting a parameter between steps gives the losses of a session that does the same', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  await worker.step(5);
  await worker.client.request({ kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value: 0.2 });
  await worker.step(5);
  const session = train(await openSession(blobsNet(), reference.backend), 5);
  session.set('optimizer', 'learningRate', 0.2);
  expect(worker.frames.at(-1)?.loss).toBe(losses(session, 5)[4]);
});

describe('at a limited speed', () => {
  test('makes about as many steps as were asked for', async () => {
    const worker = bench();
    await worker.openDocument(endless());
    await worker.client.request({ kind: 'setSpeed', stepsPerSecond: 100 });
    const start = performance.now();
    await worker.client.request({ kind: 'run' });
    await pause(500);
    await worker.client.request({ kind: 'pause' });
    const seconds = (performance.now() - start) / 1000;
    const step = worker.of('stopped').at(-1)?.step ?? 0;
    // A busy machine may make fewer, never more.
    expect(step).toBeLessThanOrEqual(100 * seconds + 1);
    expect(step).toBeGreaterThan(5);
  });

  test('a higher speed takes hold at once, though the next step was long off', async () => {
    const worker = bench();
    await worker.openDocument(blobsNet({ run: { steps: 20 } }));
    await worker.client.request({ kind: 'setSpeed', stepsPerSecond: 0.01 });
    await worker.client.request({ kind: 'run' });
    await pause(30);
    const stopped = worker.next('stopped');
    await worker.client.request({ kind: 'setSpeed', stepsPerSecond: null });
    expect(await stopped).toMatchObject({ state: 'finished', step: 20 });
  });

  test('pausing and running again and again leaves one loop', async () => {
    const worker = bench();
    await worker.openDocument(endless());
    await worker.client.request({ kind: 'setSpeed', stepsPerSecond: 50 });
    for (let i = 0; i < 10; i++) {
      await worker.client.request({ kind: 'run' });
      await worker.client.request({ kind: 'pause' });
    }
    await worker.client.request({ kind: 'run' });
    await pause(100);
    expect(worker.waiting).toBeLessThanOrEqual(1);
  });

  test('each evaluation is told once', async () => {
    const worker = bench();
    await worker.openDocument(endless({ run: { evaluateEvery: 5 } }));
    await worker.client.request({ kind: 'setSpeed', stepsPerSecond: 60 });
    await worker.client.request({ kind: 'run' });
    await worker.next('progress', ({ step }) => step >= 18);
    await worker.client.request({ kind: 'pause' });
    expect(
      worker
        .of('evaluation')
        .map(({ step }) => step)
        .slice(0, 3),
    ).toEqual([5, 10, 15]);
  });
});

test('evaluates on the test rows as often as the document says, once each', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet({ run: { steps: 50, evaluateEvery: 20 } }));
  await worker.runToEnd();
  const told = worker.of('evaluation');
  expect(told.map(({ step }) => step)).toEqual([20, 40]);
  const session = train(await openSession(blobsNet(), reference.backend), 20);
  const expected = session.evaluate('test');
  expect(expected.ok && told[0]?.result).toEqual(expected.ok && expected.value);
});

test('answers an evaluation that is asked for', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  const reply = await worker.client.request({ kind: 'evaluate', split: 'all' });
  expect(reply).toMatchObject({ ok: true, kind: 'evaluated', result: { split: 'all' } });
});

test('a fast run is thinned: few events, few frames, evenly spaced, the newest among them', async () => {
  const worker = bench();
  await worker.openDocument(endless({ norm: false, run: { probeEvery: 0 } }));
  const start = performance.now();
  await worker.client.request({ kind: 'run' });
  await pause(400);
  await worker.client.request({ kind: 'pause' });
  const seconds = (performance.now() - start) / 1000;
  const told = worker.of('progress');
  expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds * 20) + 2);
  const steps = worker.of('stopped').at(-1)?.step ?? 0;
  expect(steps).toBeGreaterThan(worker.frames.length);
  for (const { frames, step } of told) {
    expect(frames.length).toBeLessThanOrEqual(65);
    // A pause right behind an event has nothing new to tell.
    if (frames.length > 0) expect(frames.at(-1)?.step).toBe(step);
    const gaps = new Set(
      frames.slice(0, -1).map((frame, i) => (i === 0 ? 0 : frame.step - (frames[i - 1]?.step ?? 0))),
    );
    gaps.delete(0);
    expect(gaps.size, [...gaps].join()).toBeLessThanOrEqual(1);
  }
  const numbers = worker.frames.map(({ step }) => step);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test('a diverging run stops as failed and says where', async () => {
  const worker = bench();
  await worker.openDocument(
    endless({ norm: false, activation: 'relu', optimizer: { algorithm: 'sgd', learningRate: 1e200 } }),
  );
  expect(await worker.runToEnd()).toMatchObject({ state: 'failed', diagnostics: [{ code: 'ZL601' }] });
  await worker.client.request({ kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value: 0.01 });
  await worker.client.request({ kind: 'reset' });
  expect(await worker.step(10)).toMatchObject({ state: 'paused', step: 10, diagnostics: [] });
});

test('a newer document overtakes one that is still being opened', async () => {
  const worker = bench();
  const first = worker.client.request({
    kind: 'open',
    // Its data comes in a module of its own, so it is opened over several turns.
    document: blobsNet({ data: { source: 'digits' } }),
    files: {},
    backend: 'reference',
    keepState: false,
  });
  const second = worker.openDocument(blobsNet({ run: { steps: 2 } }));
  expect(await first).toEqual({ ok: false, diagnostics: [] });
  expect((await second).totalSteps).toBe(2);
  expect(await worker.runToEnd()).toMatchObject({ step: 2 });
});

test('opening keeps the state where it fits, and starts anew where it is not asked to', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  await worker.step(20);
  await worker.openDocument(blobsNet({ optimizer: { algorithm: 'sgd' } }), true);
  expect(await worker.step(1)).toMatchObject({ step: 21 });
  await worker.openDocument(blobsNet());
  expect(await worker.step(1)).toMatchObject({ step: 1 });
});

test('opening a document while another runs ends that run', async () => {
  const worker = bench();
  await worker.openDocument(endless());
  await worker.client.request({ kind: 'run' });
  await worker.next('progress');
  await worker.openDocument(blobsNet());
  const { length } = worker.events;
  await pause(60);
  expect(worker.events.length).toBe(length);
  expect(await worker.runToEnd()).toMatchObject({ state: 'finished', step: 60 });
});

test('a document with errors is refused with all of them, and the one before stays', async () => {
  const worker = bench();
  await worker.openDocument(blobsNet());
  const broken = blobsNet({ run: { batchSize: 100 }, optimizer: { learningRate: -1 } });
  const request = { kind: 'open', document: broken, files: {}, backend: 'reference', keepState: false } as const;
  const reply: WorkerReply = await worker.client.request(request);
  expect(reply.ok).toBe(false);
  expect(!reply.ok && reply.diagnostics.map(({ code }) => code).sort()).toEqual(['ZL302', 'ZL312']);
  expect(await worker.step(3)).toMatchObject({ step: 3 });
});

test('requests before any document are refused, and a graph without an optimizer is not run', async () => {
  const worker = bench();
  expect(await worker.client.request({ kind: 'run' })).toEqual({ ok: false, diagnostics: [] });
  const { nodes, edges, ...rest } = blobsNet();
  await worker.openDocument({
    ...rest,
    nodes: nodes.filter(({ type }) => type !== 'optimizer'),
    edges: edges.filter(({ target }) => target !== 'optimizer'),
  });
  expect(await worker.client.request({ kind: 'run' })).toMatchObject({ ok: false, diagnostics: [{ code: 'ZL217' }] });
});

test('a bug is thrown where the worker’s owner hears of it, and never leaves a request without an end', async () => {
  const tasks: (() => void)[] = [];
  let hear: (message: ToWorker) => void = () => undefined;
  const endpoint = {
    post: () => undefined,
    onMessage: (listener: (message: ToWorker) => void) => {
      hear = listener;
    },
  };
  serveEngine(endpoint, (_, run) => tasks.push(run));
  const document = { nodes: null } as unknown as GraphDocument;
  hear({ id: 1, request: { kind: 'open', document, files: {}, backend: 'reference', keepState: false } });
  await vi.waitFor(() => expect(tasks).toHaveLength(1));
  expect(tasks[0]).toThrow(TypeError);
});

describe('data', () => {
  const needOf = (document: GraphDocument) => dataNeeds(document, {}).needs[0] ?? expect.fail('It needs no data.');

  test('are described, summed up and shown row by row before any session is open', async () => {
    const bench = new Bench();
    const need = needOf(blobsNet());
    const described = await bench.client.request({ kind: 'describeData', need, files: {} });
    const here = await describeWith(new DataLoader())(need, {});
    expect(described).toEqual({ ok: true, kind: 'dataDescribed', described: here });
    const summed = await bench.client.request({ kind: 'summarizeData', need, files: {}, split: 'train' });
    if (!summed.ok || summed.kind !== 'dataSummary') throw new Error(JSON.stringify(summed));
    const { trainRows } = summed.summary;
    expect(trainRows).toBe(here?.signature?.trainRows);
    const from = trainRows - 2;
    const request = { kind: 'dataRows', need, files: {}, split: 'train', from, count: 10, shifted: false } as const;
    const shown = await bench.client.request(request);
    if (!shown.ok || shown.kind !== 'dataRows') throw new Error(JSON.stringify(shown));
    expect([shown.total, shown.rows.length]).toEqual([trainRows, 2]);
    expect(shown.rows.every(({ isTest, values }) => !isTest && values.length === 2)).toBe(true);
  });

  test('that cannot be read answer with what is wrong', async () => {
    const document = blobsNet({ data: { source: 'csv', path: 'x.csv' } });
    const files = { 'x.csv': 'a,y\nnot a number,1\n' };
    const need = dataNeeds(document, files).needs[0] ?? expect.fail('It needs no data.');
    const bench = new Bench();
    const described = await bench.client.request({ kind: 'describeData', need, files });
    if (!described.ok || described.kind !== 'dataDescribed') throw new Error(JSON.stringify(described));
    expect(described.described.signature).toBeNull();
    expect(described.described.diagnostics.some(isError)).toBe(true);
    const summed = await bench.client.request({ kind: 'summarizeData', need, files, split: 'all' });
    expect(summed.ok).toBe(false);
  });
});
