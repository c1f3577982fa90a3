import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contract, type OpenedFile } from '../bridge/contract';
import { limits } from '../bridge/limits';
import { type Answer, wireName } from '../bridge/wire';
import { Drafts } from './drafts';
import { bridgeHandlers, type Desktop } from './handlers';
import { registerBridge } from './ipc';
import { OpenFiles } from './open-files';
import { RecentFiles } from './recent-files';

interface Sender {
  ours: boolean;
}

const ours: Sender = { ours: true };
const requests = Object.entries(contract).flatMap(([name, channel]) => (channel.direction === 'request' ? [name] : []));

let folder: string;
let desktop: Desktop;
let listeners: Map<string, (event: Sender, ...values: unknown[]) => Promise<Answer>>;
let reported: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zlens-ipc-'));
  writeFileSync(path.join(folder, 'graph.json'), '{}');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  desktop = {
    files: new OpenFiles(),
    recent: new RecentFiles(path.join(folder, 'own/recent.json')),
    drafts: new Drafts(path.join(folder, 'own/drafts'), () => undefined),
    appInfo: { host: 'desktop', platform: 'linux', version: '1', engineVersions: {}, nativeMenu: true },
    pickToOpen: vi.fn(async () => path.join(folder, 'graph.json')),
    pickToSave: vi.fn(async () => path.join(folder, 'saved.json')),
    setWindow: vi.fn(),
    setMenu: vi.fn(),
    openOutside: vi.fn(async () => false),
    saveFailed: vi.fn(),
  };
  listeners = new Map();
  reported = [];
  registerBridge<Sender>({
    port: {
      handle: (channel, listener) => {
        listeners.set(channel, listener);
      },
    },
    handlers: bridgeHandlers(desktop),
    isOurs: (event) => event.ours,
    report: (channel) => reported.push(channel),
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ask(name: string, ...values: unknown[]): Promise<Answer> {
  const listener = listeners.get(wireName(name));
  if (listener === undefined) throw new Error(`no handler for ${name}`);
  return listener(ours, ...values);
}

async function value<T>(answer: Promise<Answer>): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(given.message);
  return given.value as T;
}

async function code(answer: Promise<Answer>): Promise<string> {
  const given = await answer;
  return given.ok ? 'answered' : given.code;
}

test('every request of the contract has a handler, and no event has one', () => {
  expect([...listeners.keys()].sort()).toEqual(requests.map(wireName).sort());
});

test('a message from a foreign frame is refused on every channel', async () => {
  for (const listener of listeners.values()) {
    expect(await listener({ ours: false }, { kind: 'graph' })).toMatchObject({ ok: false, code: 'bad-message' });
  }
  expect(desktop.pickToOpen).not.toHaveBeenCalled();
});

/** Small deterministic generator: the same messages on every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const odd: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  Number.NaN,
  true,
  '',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\Windows\\system.ini',
  'a\0b',
  '__proto__',
  [],
  {},
  [[[]]],
  new Uint8Array(3),
  new Date(0),
  Object.create(null),
  JSON.parse('{"__proto__":{"kind":"graph"}}'),
  Symbol.iterator,
  () => undefined,
];
const names = [
  'fileId',
  'text',
  'kind',
  'path',
  'key',
  'url',
  'data',
  'suggestedName',
  'mime',
  'title',
  'dirty',
  'kept',
  'stamp',
  'ask',
  'extra',
];

test('messages of a wrong form are refused, and touch no file', async () => {
  const random = generator(7);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const before = readdirSync(folder).sort();
  for (let i = 0; i < 5000; i++) {
    // An object has always one key too many; the rest of it may be right by chance.
    const message =
      random() < 0.4
        ? pick(odd)
        : Object.fromEntries([
            ...Array.from({ length: Math.floor(random() * 5) }, () => [pick(names), pick(odd)]),
            ['extra', pick(odd)],
          ]);
    const name = pick(requests);
    const takesNothing = ['appInfo', 'recentFiles'].includes(name) && message === undefined;
    const noMenus = name === 'setMenu' && Array.isArray(message) && message.length === 0;
    if (takesNothing || noMenus) continue;
    expect(await code(ask(name, message)), name).toBe('bad-message');
  }
  expect(desktop.pickToOpen).not.toHaveBeenCalled();
  expect(desktop.pickToSave).not.toHaveBeenCalled();
  expect(readdirSync(folder).sort()).toEqual(before);
});

test('a second argument is refused', async () => {
  expect(await code(ask('openFile', { kind: 'graph' }, { kind: 'graph' }))).toBe('bad-message');
});

test('a text over the limit is refused before anything is written', async () => {
  const { fileId } = await value<{ fileId: string }>(ask('openFile', { kind: 'graph' }));
  const text = 'x'.repeat(limits.text + 1);
  expect(await code(ask('saveFile', { fileId, text, stamp: null }))).toBe('bad-message');
  expect(await code(ask('autosave', { key: 'draft', text }))).toBe('bad-message');
  expect(readFileSync(path.join(folder, 'graph.json'), 'utf8')).toBe('{}');
});

test('an id that the host did not give opens, reads and writes nothing', async () => {
  for (const fileId of ['graph.json', path.join(folder, 'secret.txt'), '../secret.txt', '__proto__', 'constructor']) {
    expect(await code(ask('saveFile', { fileId, text: 'x', stamp: null }))).toBe('unknown-file');
    expect(await code(ask('readFile', { fileId, ask: true }))).toBe('unknown-file');
    expect(await code(ask('openRecent', { fileId }))).toBe('unknown-file');
    expect(await value(ask('readBeside', { fileId, path: 'secret.txt' }))).toHaveProperty('error');
  }
  expect(readFileSync(path.join(folder, 'secret.txt'), 'utf8')).toBe('secret');
});

test('the key of a draft names no other folder', async () => {
  for (const key of ['../x', 'a/b', 'a\\b', '', '.', '..', 'A'.repeat(65), 'a\0', 'con.txt']) {
    expect(await code(ask('autosave', { key, text: 'x' }))).toBe('bad-message');
  }
});

test('a file is opened, saved with a backup, and found again among the recent ones', async () => {
  const opened = await value<OpenedFile>(ask('openFile', { kind: 'graph' }));
  const { fileId, stamp } = opened;
  expect(opened).toMatchObject({ name: 'graph.json', text: '{}' });
  expect(await value(ask('saveFile', { fileId, text: '{"a":1}', stamp }))).toMatchObject({
    outcome: 'saved',
    name: 'graph.json',
    stamp: expect.not.stringContaining(stamp),
  });
  expect(readFileSync(path.join(folder, 'graph.json'), 'utf8')).toBe('{"a":1}');
  expect(readFileSync(path.join(folder, 'graph.json.bak'), 'utf8')).toBe('{}');
  const recent = await value<{ fileId: string }[]>(ask('recentFiles', undefined));
  expect(recent).toEqual([{ fileId: opened.fileId, name: 'graph.json', folder }]);
  expect(await value(ask('openRecent', { fileId: opened.fileId }))).toMatchObject({ text: '{"a":1}' });
});

test('a file that someone else has written is not saved over, unless that is what is asked for', async () => {
  const { fileId, stamp } = await value<OpenedFile>(ask('openFile', { kind: 'graph' }));
  const file = path.join(folder, 'graph.json');
  writeFileSync(file, '{"theirs":1}');
  const save = (expected: string | null) => value(ask('saveFile', { fileId, text: '{"ours":1}', stamp: expected }));
  expect(await save(stamp)).toEqual({ outcome: 'changed', name: 'graph.json' });
  expect(readFileSync(file, 'utf8')).toBe('{"theirs":1}');
  expect(await save(null)).toMatchObject({ outcome: 'saved' });
  expect(readFileSync(file, 'utf8')).toBe('{"ours":1}');
});

test('a file that was written back as it was, or that is gone, is saved', async () => {
  const { fileId, stamp } = await value<OpenedFile>(ask('openFile', { kind: 'graph' }));
  const file = path.join(folder, 'graph.json');
  writeFileSync(file, '{}');
  const saved = await value<{ stamp: string }>(ask('saveFile', { fileId, text: '{"a":1}', stamp }));
  rmSync(file);
  expect(await value(ask('saveFile', { fileId, text: '{"a":2}', stamp: saved.stamp }))).toMatchObject({
    outcome: 'saved',
  });
  expect(readFileSync(file, 'utf8')).toBe('{"a":2}');
});

test('after a restart a file is still known by its id, as long as it is among the recent ones', async () => {
  const { fileId } = await value<OpenedFile>(ask('openFile', { kind: 'graph' }));
  const listenersAgain = new Map<string, (event: Sender, ...values: unknown[]) => Promise<Answer>>();
  registerBridge<Sender>({
    port: { handle: (channel, listener) => void listenersAgain.set(channel, listener) },
    handlers: bridgeHandlers({
      ...desktop,
      files: new OpenFiles(),
      recent: new RecentFiles(path.join(folder, 'own/recent.json')),
    }),
    isOurs: (event) => event.ours,
    report: () => undefined,
  });
  const read = listenersAgain.get(wireName('readFile'));
  expect(await read?.(ours, { fileId, ask: false })).toMatchObject({ ok: true, value: { name: 'graph.json' } });
  expect(await read?.(ours, { fileId: 'another', ask: false })).toMatchObject({ ok: false, code: 'unknown-file' });
});

test('a recent file that is gone is said to be, and leaves the list', async () => {
  const { fileId } = await value<{ fileId: string }>(ask('saveFileAs', { suggestedName: 'n.json', text: '{}' }));
  const fs = await import('node:fs');
  fs.rmSync(path.join(folder, 'saved.json'));
  expect(await code(ask('openRecent', { fileId }))).toBe('not-found');
  expect(await value(ask('recentFiles', undefined))).toEqual([]);
});

test('a cancelled dialog answers null and ends a close that waited for the save', async () => {
  vi.mocked(desktop.pickToSave).mockResolvedValue(null);
  expect(await value(ask('saveFileAs', { suggestedName: 'n.json', text: '{}' }))).toBeNull();
  expect(desktop.saveFailed).toHaveBeenCalledOnce();
});

test('a suggested name can name no folder', async () => {
  await ask('exportFile', { suggestedName: '../../.bashrc', mime: 'text/plain', data: 'x' });
  expect(desktop.pickToSave).toHaveBeenCalledWith('_.._.bashrc', 'export');
});

test('bytes are exported as they are', async () => {
  const data = Uint8Array.from({ length: 256 }, (_, i) => i);
  await ask('exportFile', { suggestedName: 'w.safetensors', mime: 'application/octet-stream', data });
  expect(new Uint8Array(readFileSync(path.join(folder, 'saved.json')))).toEqual(data);
});

test('a draft is read back as it was written, and is gone once cleared', async () => {
  expect(await value(ask('readAutosave', { key: 'draft' }))).toBeNull();
  await ask('autosave', { key: 'draft', text: 'one' });
  await ask('autosave', { key: 'draft', text: 'two' });
  expect(await value(ask('readAutosave', { key: 'draft' }))).toMatchObject({ text: 'two' });
  await ask('clearAutosave', { key: 'draft' });
  expect(await value(ask('readAutosave', { key: 'draft' }))).toBeNull();
});
