import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileCalls, writeAtomically } from './atomic-write';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zlens-write-'));
  file = path.join(folder, 'graph.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { open, rename, copyFile, rm, realpath, stat } = nodeFiles;

/** Real calls, of which the one with the given number fails in the given way. */
function failing(number: number, how: string): { calls: FileCalls; made: () => number } {
  let count = 0;
  const failure = () => Object.assign(new Error(how), { code: how });
  const guarded =
    <A extends unknown[], R>(call: (...values: A) => Promise<R>) =>
    async (...values: A): Promise<R> => {
      if (count++ === number) throw failure();
      return call(...values);
    };
  const openGuarded = async (...values: Parameters<typeof open>) => {
    const handle = await guarded(open)(...values);
    const step = (name: 'writeFile' | 'sync' | 'close') => {
      const real = handle[name].bind(handle) as (...values: unknown[]) => Promise<void>;
      Reflect.set(handle, name, async (...given: unknown[]) => {
        if (count++ === number) {
          if (name === 'close') await real();
          if (name !== 'writeFile' || how !== 'SHORT') throw failure();
          const bytes = given[0] as Uint8Array;
          return real(bytes.subarray(0, bytes.length >> 1));
        }
        return real(...given);
      });
    };
    for (const name of ['writeFile', 'sync', 'close'] as const) step(name);
    return handle;
  };
  const calls = {
    open: openGuarded,
    rename: guarded(rename),
    copyFile: guarded(copyFile),
    rm,
    realpath,
    stat,
  } as unknown as FileCalls;
  return { calls, made: () => count };
}

test('writes a new file, and over an old one with a backup', async () => {
  await writeAtomically(file, 'one', { backup: true });
  expect(readdirSync(folder)).toEqual(['graph.json']);
  await writeAtomically(file, 'two', { backup: true });
  await writeAtomically(file, 'three', { backup: true });
  expect(readFileSync(file, 'utf8')).toBe('three');
  expect(readFileSync(`${file}.bak`, 'utf8')).toBe('two');
  expect(readdirSync(folder).sort()).toEqual(['graph.json', 'graph.json.bak']);
});

test('whichever call fails, the file is the old one or the new one, whole', async () => {
  const before = 'old '.repeat(50_000);
  const after = 'new '.repeat(60_000);
  writeFileSync(file, before);
  const unharmed = failing(-1, '');
  await writeAtomically(file, after, { backup: true, calls: unharmed.calls });
  const steps = unharmed.made();
  let rejected = 0;
  for (const how of ['ENOSPC', 'EIO', 'SHORT']) {
    for (let number = 0; number < steps; number++) {
      writeFileSync(file, before);
      const { calls } = failing(number, how);
      const outcome = await writeAtomically(file, after, { backup: true, calls }).then(
        () => 'written',
        () => 'failed',
      );
      if (outcome === 'failed') rejected++;
      expect(readFileSync(file, 'utf8')).toBe(outcome === 'written' ? after : before);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      if (existsSync(`${file}.bak`)) expect([before, after]).toContain(readFileSync(`${file}.bak`, 'utf8'));
    }
  }
  // Opening, writing, forcing to disk, closing, copying, both renames; not the three calls for the folder.
  expect(rejected).toBe(7 * 3);
});

test('of many saves at once one is there whole', async () => {
  const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000 + i));
  await Promise.all(texts.map((text) => writeAtomically(file, text, { backup: false })));
  expect(texts).toContain(readFileSync(file, 'utf8'));
  expect(readdirSync(folder)).toEqual(['graph.json']);
});

test.skipIf(process.platform === 'win32')('a link stays a link, and the mode of a file is kept', async () => {
  writeFileSync(file, 'old', { mode: 0o600 });
  const link = path.join(folder, 'link.json');
  symlinkSync(file, link);
  await writeAtomically(link, 'new', { backup: false });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
