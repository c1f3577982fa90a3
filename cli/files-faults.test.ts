/** Saves with a system that fails at each of its calls: the old file stays whole, or the new one is. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeTogether } from './files';
import { Folder } from './testing/io';

const CALLS = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'] as const;
const originals = Object.fromEntries(CALLS.map((name) => [name, fs[name]]));

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write('weights', 'old weights');
  folder.write('log', 'old log');
});
afterEach(() => {
  Object.assign(fs, originals);
  syncBuiltinESMExports();
  folder.remove();
});

/** Lets call number `place` (from 0) of all calls do `fault`; tells how many calls there were. */
function sabotage(place: number, fault: (call: (...args: unknown[]) => unknown, args: unknown[]) => unknown) {
  let made = 0;
  for (const name of CALLS) {
    const call = originals[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, { [name]: (...args: unknown[]) => (made++ === place ? fault(call, args) : call(...args)) });
  }
  syncBuiltinESMExports();
  return () => made;
}

const save = () =>
  writeTogether(async (outputs) => {
    const log = outputs.open(folder.file('log'));
    for (let i = 0; i < 3; i++) log.append('x'.repeat(200_000));
    outputs.open(folder.file('weights')).write(new TextEncoder().encode('new weights'));
    outputs.commit();
    return 'saved';
  });

const failWith = (code: string) => () => {
  throw Object.assign(new Error(`${code}: made to fail`), { code });
};

test.each(['ENOSPC', 'EIO', 'EACCES'])('%s at any call leaves whole files and no others', async (code) => {
  let failed = 0;
  for (let place = 0; ; place++) {
    folder.write('weights', 'old weights');
    folder.write('log', 'old log');
    const made = sabotage(place, failWith(code));
    const result = await save();
    Object.assign(fs, originals);
    syncBuiltinESMExports();
    if (made() <= place) {
      expect(result).toBe('saved');
      break;
    }
    failed++;
    expect(result).toMatchObject({ code: 'ZL803' });
    expect(['old weights', 'new weights']).toContain(folder.read('weights'));
    expect(['old log', 'x'.repeat(600_000)]).toContain(folder.read('log'));
    expect(folder.names()).toEqual(['log', 'weights']);
  }
  // Two opens, three writes or more, two syncs, two closes, two renames.
  expect(failed).toBeGreaterThanOrEqual(11);
});

test('a short write goes on where it stopped', async () => {
  for (let place = 0; place < 8; place++) {
    folder.write('log', 'old log');
    sabotage(place, (call, args) => {
      const [descriptor, bytes, offset] = args;
      if (!(bytes instanceof Uint8Array)) return call(...args);
      return call(descriptor, bytes, offset, Math.min(3, bytes.length - Number(offset)));
    });
    expect(await save()).toBe('saved');
    expect(folder.read('log')).toBe('x'.repeat(600_000));
    expect(folder.read('weights')).toBe('new weights');
  }
});
