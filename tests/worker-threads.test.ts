import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Checkpoint,
  EngineClient,
  type FromWorker,
  parseDocument,
  type ToWorker,
  type WorkerEvent,
} from '../engine';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zlens-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('cli/engine-worker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'worker.mjs', chunkFileNames: '[name].mjs' } },
    },
  });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function connect(): { client: EngineClient; worker: Worker } {
  const worker = new Worker(join(folder, 'worker.mjs'));
  const client = new EngineClient({
    post: (message: ToWorker) => worker.postMessage(message),
    onMessage: (listener: (message: FromWorker) => void) => worker.on('message', listener),
    close: () => void worker.terminate(),
  });
  return { client, worker };
}

const example = (name: string) => {
  const read = parseDocument(readFileSync(`examples/${name}.json`, 'utf8'));
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  return read.value;
};

test('a thread opens, trains, pauses and goes on, over the same protocol as the page', async () => {
  const { client } = connect();
  const events: WorkerEvent[] = [];
  const stopped = (count: number): Promise<void> =>
    new Promise((done) => {
      const forget = client.listen(() => {
        if (events.filter(({ kind }) => kind === 'stopped').length < count) return;
        forget();
        done();
      });
    });
  client.listen((event) => events.push(event));
  try {
    const document = example('spirals');
    const opened = await client.request({ kind: 'open', document, files: {}, backend: 'wasm', keepState: false });
    expect(opened).toMatchObject({ ok: true, info: { parameters: 354, compilations: 1, metrics: ['accuracy'] } });
    const first = stopped(1);
    await client.request({ kind: 'run', until: 300 });
    await first;
    expect(events.at(-1)).toMatchObject({ kind: 'stopped', state: 'paused', step: 300 });
    const frames = events.flatMap((event) => (event.kind === 'progress' ? event.frames : []));
    expect(frames.at(-1)?.step).toBe(300);
    expect(frames.map(({ step }) => step)).toEqual(frames.map(({ step }) => step).toSorted((a, b) => a - b));
    expect(frames.at(-1)?.loss).toBeLessThan(frames[0]?.loss ?? 0);
    expect(Object.keys(frames.at(-1)?.z ?? {})).toEqual(['dense_1', 'dense_2', 'dense_3']);
    expect(events.some(({ kind }) => kind === 'evaluation')).toBe(true);
    const second = stopped(2);
    await client.request({ kind: 'step', count: 1 });
    await second;
    expect(events.at(-1)).toMatchObject({ kind: 'stopped', step: 301 });
  } finally {
    client.close();
  }
}, 30_000);

test('a broken graph comes back as diagnostics', async () => {
  const { client } = connect();
  try {
    const document = { ...example('spirals'), edges: [] };
    const reply = await client.request({ kind: 'open', document, files: {}, backend: 'wasm', keepState: false });
    expect(reply.ok).toBe(false);
    expect(reply.ok === false && reply.diagnostics.map(({ code }) => code)).toContain('ZL206');
  } finally {
    client.close();
  }
}, 30_000);

test('a thread that is killed in mid-run goes on in another one, bit for bit', async () => {
  const [first, second, whole] = [connect(), connect(), connect()];
  const document = example('spirals');
  const base = { kind: 'open', document, files: {}, backend: 'wasm', keepState: false } as const;
  const finished = ({ client }: typeof first): Promise<void> =>
    new Promise((done) => client.listen(({ kind }) => kind === 'stopped' && done()));
  const weightsOf = async ({ client }: typeof first) => {
    const reply = await client.request({ kind: 'readWeights' });
    return reply.ok && reply.kind === 'weights' ? reply.tensors : expect.fail('There are no weights.');
  };
  try {
    await first.client.request({ ...base, checkpointSeconds: 0 });
    // Killed a few checkpoints later, wherever it stands then.
    const resume = await new Promise<Checkpoint>((done) => {
      let seen = 0;
      first.client.listen((event) => {
        if (event.kind !== 'checkpoint' || ++seen < 3) return;
        void first.worker.terminate();
        done(event.checkpoint);
      });
      void first.client.request({ kind: 'run', until: 1_000_000 });
    });
    expect(resume.step).toBeGreaterThan(0);
    await second.client.request({ ...base, resume });
    await whole.client.request(base);
    const until = resume.step + 200;
    const ends = [finished(second), finished(whole)];
    await second.client.request({ kind: 'run', until });
    await whole.client.request({ kind: 'run', until });
    await Promise.all(ends);
    expect(await weightsOf(second)).toEqual(await weightsOf(whole));
  } finally {
    for (const { client } of [first, second, whole]) client.close();
  }
}, 30_000);
