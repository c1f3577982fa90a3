import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '../bridge/limits';
import { RecentFiles } from './recent-files';

let file: string;
const at = (name: string) => path.resolve(tmpdir(), name);

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'zlens-recent-')), 'recent.json');
});

afterEach(() => rmSync(path.dirname(file), { recursive: true, force: true }));

test('the newest comes first, each path once, and the next start has the same list', async () => {
  const recent = new RecentFiles(file);
  await Promise.all([recent.add('1', at('a.json')), recent.add('2', at('b.json')), recent.add('1', at('a.json'))]);
  expect((await recent.list()).map(({ name }) => name)).toEqual(['a.json', 'b.json']);
  const next = new RecentFiles(file);
  expect(await next.list()).toEqual(await recent.list());
  expect(await next.find('2')).toBe(at('b.json'));
  expect(await next.idOf(at('a.json'))).toBe('1');
});

test('the list does not grow for ever', async () => {
  const recent = new RecentFiles(file);
  for (let i = 0; i < limits.recent + 5; i++) await recent.add(String(i), at(`${i}.json`));
  expect(await recent.list()).toHaveLength(limits.recent);
  expect(await recent.find('0')).toBeNull();
});

test.each(['', '{', '[{"fileId":1}]', '{"a":1}', '\u0000'])('a broken list %j is an empty one', async (text) => {
  writeFileSync(file, text);
  const recent = new RecentFiles(file);
  expect(await recent.list()).toEqual([]);
  await recent.add('1', at('a.json'));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ fileId: '1', path: at('a.json') }]);
});
