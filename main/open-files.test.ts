import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '../bridge/limits';
import { OpenFiles } from './open-files';

let root: string;
let files: OpenFiles;
let graph: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'zlens-files-'));
  mkdirSync(path.join(root, 'project/data'), { recursive: true });
  writeFileSync(path.join(root, 'outside.csv'), 'secret');
  writeFileSync(path.join(root, 'project/graph.json'), '{}');
  writeFileSync(path.join(root, 'project/near.csv'), 'near');
  writeFileSync(path.join(root, 'project/data/below.tsv'), 'below');
  writeFileSync(path.join(root, 'project/notes.md'), 'notes');
  files = new OpenFiles();
  graph = files.admit(path.join(root, 'project/graph.json'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a path keeps its id', () => {
  expect(files.admit(path.join(root, 'project/../project/graph.json'))).toBe(graph);
});

test('a table beside the graph or below it is read', async () => {
  expect(await files.readBeside(graph, 'near.csv')).toBe('near');
  expect(await files.readBeside(graph, './near.csv')).toBe('near');
  expect(await files.readBeside(graph, 'data/below.tsv')).toBe('below');
});

test.each([
  '../outside.csv',
  'data/../../outside.csv',
  '/etc/hosts.txt',
  'data\\..\\..\\outside.csv',
  'C:/outside.csv',
  'C:outside.csv',
  '\\\\server\\share\\x.csv',
  'near.csv:stream.csv',
  'a\0.csv',
  '//etc/x.csv',
])('%j is refused as a path outside the folder', async (relative) => {
  await expect(files.readBeside(graph, relative)).rejects.toMatchObject({ code: 'outside-folder' });
});

test('only tables are read, also behind a link', async () => {
  await expect(files.readBeside(graph, 'notes.md')).rejects.toMatchObject({ code: 'not-data' });
  await expect(files.readBeside(graph, 'graph.json')).rejects.toMatchObject({ code: 'not-data' });
});

test.skipIf(process.platform === 'win32')('a link does not lead out of the folder', async () => {
  symlinkSync(path.join(root, 'outside.csv'), path.join(root, 'project/link.csv'));
  symlinkSync(root, path.join(root, 'project/up'));
  symlinkSync(path.join(root, 'project/notes.md'), path.join(root, 'project/notes.csv'));
  await expect(files.readBeside(graph, 'link.csv')).rejects.toMatchObject({ code: 'outside-folder' });
  await expect(files.readBeside(graph, 'up/outside.csv')).rejects.toMatchObject({ code: 'outside-folder' });
  await expect(files.readBeside(graph, 'notes.csv')).rejects.toMatchObject({ code: 'not-data' });
});

test('a file that is missing, too large, no text or a folder is named as such', async () => {
  await expect(files.readBeside(graph, 'none.csv')).rejects.toMatchObject({ code: 'not-found' });
  const huge = path.join(root, 'project/huge.csv');
  writeFileSync(huge, '');
  truncateSync(huge, limits.text + 1);
  await expect(files.readBeside(graph, 'huge.csv')).rejects.toMatchObject({ code: 'too-large' });
  writeFileSync(path.join(root, 'project/latin.csv'), Uint8Array.of(0x66, 0xfc, 0x72));
  await expect(files.readBeside(graph, 'latin.csv')).rejects.toMatchObject({ code: 'not-text' });
  mkdirSync(path.join(root, 'project/folder.csv'));
  await expect(files.readBeside(graph, 'folder.csv')).rejects.toMatchObject({ code: 'read-failed' });
});

test('a byte order mark is not part of the text', async () => {
  writeFileSync(path.join(root, 'project/bom.csv'), '\ufeffa,b');
  expect(await files.readBeside(graph, 'bom.csv')).toBe('a,b');
});
