/** Training in a fresh process. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { v8Flags } from '../../cli/v8-flags';
import type { Order, Trained } from './trainer';

export interface Bundle {
  /** A module without imports. */
  file: string;
  remove(): Promise<void>;
}

/** The trainer as one file. */
export async function bundleTrainer(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'zlens-trainer-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: resolve('tests/determinism/trainer.ts'), formats: ['es'], fileName: () => 'trainer.mjs' },
      outDir: folder,
      minify: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  return { file: join(folder, 'trainer.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}

const SCRIPT = `
const { trainAll } = await import(process.argv[1]);
let text = '';
for await (const chunk of process.stdin) text += chunk;
process.stdout.write(JSON.stringify(await trainAll(JSON.parse(text))));
`;

/** Trains in a new process; `fused` switches on the V8 flags that the command line switches on. */
export async function trainInProcess(bundle: Bundle, order: Order, fused: boolean): Promise<Trained[]> {
  const flags = fused ? v8Flags(process.versions.node) : [];
  const script = ['--input-type=module', '--eval', SCRIPT, pathToFileURL(bundle.file).href];
  const child = spawn(process.execPath, [...flags, ...script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = new Promise<number | null>((done) => child.on('close', done));
  child.stdin.end(JSON.stringify(order));
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  const code = await closed;
  if (code !== 0) throw new Error(`The process ended with ${code}.`);
  return JSON.parse(text) as Trained[];
}
