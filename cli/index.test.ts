/** The command as a process: built as it is shipped, then started. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moons } from './testing/graphs';
import { Folder } from './testing/io';

const folder = new Folder();
const script = folder.file('built/cli.js');

beforeAll(async () => {
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'index.ts');
  await build({
    configFile: false,
    logLevel: 'silent',
    // As shipped: nothing is left to be installed.
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      target: 'node20',
      outDir: path.dirname(script),
      rolldownOptions: { output: { entryFileNames: 'cli.js' } },
    },
  });
  folder.write('g.json', moons());
}, 120_000);
afterAll(() => folder.remove());

const start = (argv: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [script, ...argv], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });

test('the exit code and both streams are those of the command', () => {
  const fine = start(['train', 'g.json', '--steps', '3', '--json']);
  expect([fine.status, fine.stderr]).toEqual([0, '']);
  expect(JSON.parse(fine.stdout).steps).toBe(3);
  const wrong = start(['train', 'nowhere.json']);
  expect([wrong.status, wrong.stdout]).toEqual([1, '']);
  expect(wrong.stderr).toContain('ZL801');
});

test('runs without the flags of V8 too, and tells which arithmetic it got', () => {
  const [on, off] = ['on', 'off'].map((flags) =>
    JSON.parse(start(['train', 'g.json', '--steps', '3', '--json'], { ZLENS_V8_FLAGS: flags }).stdout),
  );
  expect(on.fma).toBe(true);
  expect(off.loss).toBeCloseTo(on.loss, 5);
  if (process.versions.node.startsWith('20.')) expect(off.fma).toBe(false);
});

test('Ctrl+C in mid-run writes weights and a whole log, and exits 0', async () => {
  const argv = ['train', 'g.json', '--steps', '1000000000', '--save', 'w', '--log', 'l', '--z-every', '0', '--json'];
  const child = spawn(process.execPath, [script, ...argv], { cwd: folder.path });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
  });
  const isRunning = (): boolean =>
    fs.readdirSync(folder.path).some((name) => name.startsWith('.l.') && fs.statSync(folder.file(name)).size > 0);
  const deadline = Date.now() + 20_000;
  while (!isRunning() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  const { steps } = JSON.parse(out);
  const lines = folder.read('l').trimEnd().split('\n');
  expect(lines).toHaveLength(steps);
  expect(JSON.parse(lines.at(-1) as string).step).toBe(steps);
  const names = folder.names();
  expect(names).toContain('w');
  expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('ends quietly when nobody reads its output', () => {
  const ran = spawnSync('sh', ['-c', `"${process.execPath}" "${script}" schema | head -1`], { encoding: 'utf8' });
  expect([ran.stdout, ran.stderr]).toEqual(['{\n', '']);
});

test('the same seed gives the same bytes in every process', () => {
  const digests = [1, 2].map(() => JSON.parse(start(['train', 'g.json', '--json']).stdout).digest);
  expect(digests[0]).toBe(digests[1]);
});
