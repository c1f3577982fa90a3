import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outputProblem, readBytes, writeTogether } from './files';
import { Folder } from './testing/io';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

test('files appear together at the end', async () => {
  const result = await writeTogether(async (outputs) => {
    outputs.open(folder.file('a')).append('text');
    outputs.open(folder.file('b')).write(Uint8Array.of(1, 2));
    expect(folder.names().filter((name) => !name.startsWith('.'))).toEqual([]);
    outputs.commit();
    return 'done';
  });
  expect(result).toBe('done');
  expect(folder.names()).toEqual(['a', 'b']);
  expect(folder.read('a')).toBe('text');
});

test('what is not committed leaves nothing, whether by choice or by a throw', async () => {
  folder.write('a', 'old');
  await writeTogether(async (outputs) => outputs.open(folder.file('a')).append('new'));
  const thrown = writeTogether(async (outputs) => {
    outputs.open(folder.file('a')).append('new');
    throw new Error('a bug');
  });
  await expect(thrown).rejects.toThrow('a bug');
  expect(folder.names()).toEqual(['a']);
  expect(folder.read('a')).toBe('old');
});

test('a write that fails is a diagnostic that names the file', async () => {
  const problem = await writeTogether(async (outputs) => {
    outputs.open(folder.file('a')).append('text');
    outputs.open(folder.file('missing/b'));
    return null;
  });
  expect(problem).toMatchObject({ code: 'ZL803', message: expect.stringContaining('missing/b') });
  expect(folder.names()).toEqual([]);
});

test('the mode of a replaced file stays', async () => {
  folder.write('a', 'old');
  fs.chmodSync(folder.file('a'), 0o600);
  await writeTogether(async (outputs) => {
    outputs.open(folder.file('a')).append('new');
    outputs.commit();
  });
  expect(fs.statSync(folder.file('a')).mode & 0o777).toBe(0o600);
});

test('outputs that cannot be are known beforehand', () => {
  fs.mkdirSync(folder.file('sub'));
  folder.write('file', '');
  expect(outputProblem(folder.file('new'), 'new')).toBeNull();
  expect(outputProblem(folder.file('file'), 'file')).toBeNull();
  expect(outputProblem(folder.file('sub'), 'sub')?.message).toContain('it is a folder');
  expect(outputProblem(folder.file('no/new'), 'no/new')?.message).toContain('there is no folder');
  expect(outputProblem(folder.file('file/new'), 'file/new')?.code).toBe('ZL802');
});

test('folders, missing and too large files cannot be read', () => {
  folder.write('large', 'x'.repeat(100));
  const detailOf = (name: string, limit = 1000) => {
    const read = readBytes(folder.file(name), limit);
    return read.ok ? `${read.value.length} bytes` : read.detail;
  };
  expect(detailOf('large')).toBe('100 bytes');
  expect(detailOf('large', 99)).toBe('it has 100 bytes; the limit is 99');
  expect(detailOf('.')).toBe('it is a folder');
  expect(detailOf('none')).toBe('it does not exist');
  expect(detailOf('large/none')).toBe('a part of its path is no folder');
  expect(detailOf('zero\0byte')).toContain('null bytes');
});
