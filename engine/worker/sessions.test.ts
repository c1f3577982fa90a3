import { afterEach, expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { confusionOf } from '../runtime/confusion';
import { reference } from '../testing/backends';
import { namesOf } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { losses, openSession, train } from '../testing/sessions';
import { EngineClient } from './client';
import { serveEngine } from './host';
import type { FromWorker, ToWorker, WorkerEvent, WorkerReply, WorkerRequest } from './protocol';

/** A worker in this thread; messages are cloned and come a turn later. */
function connect() {
  let [heard, told] = [(_: ToWorker): void => {}, (_: FromWorker): void => {}];
  let open = true;
  const post =
    <T>(listener: () => (message: T) => void) =>
    (message: T): void => {
      const copy = structuredClone(message);
      setImmediate(() => open && listener()(copy));
    };
  serveEngine({ post: post(() => told), onMessage: (listener) => (heard = listener) }, (milliseconds, run) => {
    setTimeout(() => open && run(), milliseconds);
  });
  const client = new EngineClient({ post: post(() => heard), onMessage: (listener) => (told = listener) });
  const events: WorkerEvent[] = [];
  client.listen((event) => events.push(event));
  closing.push(() => {
    open = false;
  });
  const ask = async (request: WorkerRequest): Promise<WorkerReply & { ok: true }> => {
    const reply = await client.request(request);
    if (!reply.ok) throw new Error(JSON.stringify(reply.diagnostics));
    return reply;
  };
  const begin = (document: GraphDocument, session?: string, more = {}) =>
    ask({ kind: 'open', document, files: {}, backend: 'reference', keepState: false, session, ...more });
  const stopped = (session?: string): Promise<WorkerEvent> =>
    new Promise((resolve) => {
      const end = client.listen((event) => {
        if (event.kind !== 'stopped' || event.session !== session) return;
        end();
        resolve(event);
      });
    });
  const weights = async (session?: string) => {
    const reply = await ask({ kind: 'readWeights', session });
    return reply.kind === 'weights' ? reply.tensors : [];
  };
  return { client, events, ask, begin, stopped, weights };
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const stateOf = async (document: GraphDocument, steps: number) => {
  const { device } = train(await openSession(document, reference.backend), steps);
  return device.variables.map(({ name, shape }) => ({ name, shape, values: device.readVariable(name) }));
};

test('two sessions train side by side, each as it does alone, and their events say whose they are', async () => {
  const { ask, begin, stopped, weights, events } = connect();
  await begin(blobsNet());
  await begin(blobsNet({ norm: false }), 'plain');
  const ends = [stopped(), stopped('plain')];
  await ask({ kind: 'run' });
  await ask({ kind: 'run', session: 'plain' });
  await Promise.all(ends);
  expect(await weights()).toEqual(await stateOf(blobsNet(), 60));
  expect(await weights('plain')).toEqual(await stateOf(blobsNet({ norm: false }), 60));
  expect(new Set(events.map(({ session }) => session))).toEqual(new Set([undefined, 'plain']));
  await ask({ kind: 'close', session: 'plain' });
  const gone = await connect().client.request({ kind: 'info', session: 'plain' });
  expect(!gone.ok && namesOf(gone.diagnostics)).toEqual(['sessionUnknown']);
});

test('sessions on one clock stand at the same step whenever they are paused', async () => {
  const { ask, begin, stopped, weights, events } = connect();
  const long = { run: { steps: 1_000_000 } };
  await begin(blobsNet(long));
  await begin(blobsNet({ ...long, norm: false }), 'plain');
  await ask({ kind: 'link', sessions: ['main', 'plain'] });
  for (let i = 0; i < 3; i++) {
    await ask({ kind: 'run', session: 'plain' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const ends = [stopped(), stopped('plain')];
    await ask({ kind: 'pause' });
    const [a, b] = await Promise.all(ends);
    expect(a).toMatchObject({ kind: 'stopped', step: b?.kind === 'stopped' ? b.step : -1 });
  }
  const { step } = events.findLast((event) => event.kind === 'stopped') ?? expect.fail('Nothing stopped.');
  expect(step).toBeGreaterThan(0);
  expect(await weights('plain')).toEqual(await stateOf(blobsNet({ norm: false }), step));
  const ends = [stopped(), stopped('plain')];
  await ask({ kind: 'seek', step: 1 });
  expect(await Promise.all(ends)).toMatchObject([{ step: 1 }, { step: 1 }]);
});

test('the past can be gone to, forked and gone back from', async () => {
  const { ask, begin, stopped, weights } = connect();
  await begin(blobsNet());
  const end = stopped();
  await ask({ kind: 'run' });
  await end;
  await ask({ kind: 'fork', step: 20, name: 'slower' });
  await ask({ kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value: 0.001 });
  const second = stopped();
  await ask({ kind: 'step', count: 15 });
  await second;
  const reply = await ask({ kind: 'past' });
  expect(reply).toMatchObject({
    past: {
      first: 0,
      last: 35,
      step: 35,
      tree: { current: 'branch_2', branches: [{ last: 60 }, { name: 'slower', from: 20, last: 35 }] },
    },
  });
  await ask({ kind: 'goTo', branch: 'branch_1', step: 60 });
  expect(await weights()).toEqual(await stateOf(blobsNet(), 60));
  await ask({ kind: 'seek', step: 33 });
  expect(await weights()).toEqual(await stateOf(blobsNet(), 33));
});

test('measures, rows, report and new moving statistics are answered, and the run goes on as it would have', async () => {
  const { ask, begin, stopped, weights } = connect();
  await begin(blobsNet());
  const end = stopped();
  await ask({ kind: 'step', count: 10 });
  await end;
  await ask({ kind: 'probeBatch', rows: [0, 1, 2, 3] });
  for (const what of ['covariateShift', 'landscape', 'layers', 'drift'] as const) {
    const reply = await ask({ kind: 'measure', what });
    expect(reply.kind === 'measured' && Object.keys(reply.measured)).toEqual([what]);
  }
  expect(await ask({ kind: 'inspect', rows: [5], mode: 'inference' })).toMatchObject({
    inspection: { mode: 'inference' },
  });
  expect(await ask({ kind: 'report' })).toMatchObject({ report: { parameters: 45 } });
  expect(await ask({ kind: 'info' })).toMatchObject({ info: { compilations: 1 } });
  expect(await weights()).toEqual(await stateOf(blobsNet(), 10));
  await ask({ kind: 'recomputeMovingStatistics' });
  expect(await weights()).not.toEqual(await stateOf(blobsNet(), 10));
});

test('data of the same shape are exchanged; others open the graph anew with the weights that fit', async () => {
  const { ask, begin, stopped } = connect();
  await begin(blobsNet());
  const end = stopped();
  await ask({ kind: 'step', count: 10 });
  await end;
  expect(await ask({ kind: 'setData', nodeId: 'data', parameters: { noise: 2 }, files: {} })).toEqual({
    ok: true,
    kind: 'done',
  });
  const other = await ask({ kind: 'setData', nodeId: 'data', parameters: { source: 'iris' }, files: {} });
  expect(other).toMatchObject({ kind: 'opened', info: { compilations: 2 } });
  expect(other.kind === 'opened' && namesOf(other.diagnostics)).toEqual(['dataDoesNotFit']);
  expect(await ask({ kind: 'past' })).toMatchObject({ past: { step: 10 } });
});

test('a live shift that does nothing to the data is set, and told', async () => {
  const { ask, begin } = connect();
  await begin(blobsNet());
  const shift = (kind: string) => ({ kind: 'set', nodeId: 'data', parameter: 'shift', value: [{ kind }] }) as const;
  expect(await ask(shift('noise'))).toEqual({ ok: true, kind: 'done' });
  const reply = await ask(shift('recolour'));
  expect(reply.ok && reply.kind === 'done' && namesOf(reply.warnings ?? [])).toEqual(['shiftUnfit']);
  expect(await ask({ kind: 'setData', nodeId: 'data', parameters: { noise: 2 }, files: {} })).toMatchObject({
    kind: 'done',
    warnings: [{ where: { nodeId: 'data', parameter: 'shift' } }],
  });
});

test('a run ends where its document says', async () => {
  const stopWhen = { metric: 'loss', below: 0.5 };
  const { ask, begin, stopped, events } = connect();
  await begin(blobsNet({ run: { steps: 5000, stopWhen } }));
  const end = stopped();
  await ask({ kind: 'run' });
  await end;
  const expected = losses(await openSession(blobsNet(), reference.backend), 400);
  const step = expected.findIndex((loss) => loss < 0.5) + 1;
  expect(step).toBeGreaterThan(1);
  expect(events.at(-1)).toMatchObject({ kind: 'stopped', state: 'finished', step });
});

test('a run without progress ends after the patience of its document, and counts anew after a reset', async () => {
  const stopWhen = { metric: 'loss', patience: 3, minDelta: 100 };
  const { ask, begin, stopped, events } = connect();
  await begin(blobsNet({ run: { steps: 5000, stopWhen } }));
  for (let run = 0; run < 2; run++) {
    const end = stopped();
    await ask({ kind: 'run' });
    await end;
    expect(events.at(-1)).toMatchObject({ kind: 'stopped', state: 'finished', step: 4 });
    await ask({ kind: 'reset' });
  }
});

test('the worker tells how classes are told apart, and the digest of its state', async () => {
  const { ask, begin, stopped } = connect();
  await begin(blobsNet());
  const end = stopped();
  await ask({ kind: 'run' });
  await end;
  const session = train(await openSession(blobsNet(), reference.backend), 60);
  expect(await ask({ kind: 'digest' })).toMatchObject({ step: 60, digest: session.digest() });
  const confusion = await ask({ kind: 'confusion' });
  const expected = confusionOf(session, 'test');
  expect(confusion).toMatchObject({ kind: 'confusion', confusion: expected.ok ? expected.value : null });
});

test('a checkpoint goes on in another worker bit for bit, with what was set and fed', async () => {
  const [first, second] = [connect(), connect()];
  await first.begin(blobsNet({ run: { steps: 400 } }), undefined, { checkpointSeconds: 0 });
  await first.ask({ kind: 'set', nodeId: 'optimizer', parameter: 'learningRate', value: 0.005 });
  const end = first.stopped();
  await first.ask({ kind: 'run' });
  await end;
  const taken = first.events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : []));
  const resume = taken[Math.floor(taken.length / 2)] ?? expect.fail('There is no checkpoint.');
  expect(resume.step).toBeGreaterThan(0);
  await second.begin(blobsNet({ run: { steps: 400 } }), undefined, { resume });
  const over = second.stopped();
  await second.ask({ kind: 'run', until: 400 });
  await over;
  expect(await second.weights()).toEqual(await first.weights());
});
