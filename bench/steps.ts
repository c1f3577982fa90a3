/**
 * One side of the speed comparison: Zlens, in a process that answers requests on its standard input, a line of JSON each.
 * `{"net", "seconds", "z"}` trains that long and answers with steps per second, of the wall and of the processor; `{"net", "compile"}` compiles so many
 * times and answers with the milliseconds of each; `{"describe"}` tells what runs. Run through run.mjs.
 *
 *   node out/bench/steps.js            answers requests
 *   node out/bench/steps.js data DIR   writes the training rows for the other side
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setV8Flags } from '../cli/v8-flags';
import { DataLoader, type GraphDocument, Session, selectBackend } from '../engine/index';
import { NETS } from './nets';

interface Request {
  net?: string;
  seconds?: number;
  z?: boolean;
  compile?: number;
}

setV8Flags(process.versions.node, process.env);

/** Milliseconds between frames that are read out, as a display would. */
const FRAME_MS = 16;

/** Data are read once, however often a graph is compiled. */
const loader = new DataLoader();
const sessions = new Map<string, Session>();

function documentOf(net: string): GraphDocument {
  const document = NETS[net];
  if (!document) throw new Error(`There is no network "${net}".`);
  return document;
}

async function open(net: string, z: boolean): Promise<Session> {
  const key = `${net} ${z}`;
  const known = sessions.get(key);
  if (known) return known;
  const document = documentOf(net);
  const run = { ...document.run, probeEvery: z ? 1 : 0 };
  const opened = await Session.open({ ...document, run }, { backend: selectBackend('wasm'), loader });
  if (!opened.ok) throw new Error(opened.diagnostics.map(({ message }) => message).join('\n'));
  sessions.set(key, opened.value);
  return opened.value;
}

/** Rates by the clock on the wall, and by the processor time of this process, which a busy machine moves less. */
interface Rates {
  stepsPerSecond: number;
  stepsPerCpuSecond: number;
}

/** Trains for some time: batches, updates, statistics, and a frame now and then. */
function train(session: Session, seconds: number): Rates {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const end = start + seconds * 1000;
  let frameAt = start + FRAME_MS;
  let now = start;
  let steps = 0;
  for (; now < end; now = performance.now()) {
    const problem = session.update();
    if (problem) throw new Error(problem.message);
    steps++;
    if (now < frameAt) continue;
    session.frame();
    frameAt = now + FRAME_MS;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { stepsPerSecond: (steps * 1000) / (now - start), stepsPerCpuSecond: (steps * 1e6) / (user + system) };
}

/** Compiles anew, data already read, and gives the time of each. */
async function compile(net: string, times: number): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let i = 0; i < times; i++) {
    const opened = await Session.open(documentOf(net), { backend: selectBackend('wasm'), loader });
    if (opened.ok) milliseconds.push(opened.value.compileMs);
  }
  return milliseconds;
}

async function answer({ net, seconds, z = true, compile: times }: Request): Promise<unknown> {
  if (net === undefined) {
    const { fma, kernel } = (await open('toy', true)).device.info;
    return { node: process.versions.node, fma, kernel };
  }
  if (times !== undefined) return { milliseconds: await compile(net, times) };
  return train(await open(net, z), seconds ?? 1);
}

/** Features as float32 and labels as int32 of each network's training rows, in one pair of files for each. */
async function writeData(folder: string): Promise<void> {
  for (const net of Object.keys(NETS)) {
    for (const { table, store, split } of (await open(net, true)).data.values()) {
      const features = new Float32Array(split.train.length * store.width);
      store.gather(split.train, features, store.width);
      const labels = Int32Array.from(split.train, (row) => table.labels[row] as number);
      writeFileSync(path.join(folder, `${net}.features.f32`), features);
      writeFileSync(path.join(folder, `${net}.labels.i32`), labels);
    }
  }
}

if (process.argv[2] === 'data') {
  await writeData(process.argv[3] as string);
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Request))}\n`);
  }
}
