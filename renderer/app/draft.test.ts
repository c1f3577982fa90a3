import { beforeEach, expect, test, vi } from 'vitest';
import { newDocument, parseDocument, printDocument } from '../../engine';
import { setName } from '../document/actions';
import { currentDocument, freshState, isDirty, loadDocument, NO_FILE, undoEdit, useDocument } from '../document/store';
import { draftText, readDraft, restoreDrafts, startDrafts, useDrafts } from './draft';
import { suggestName } from './session';
import { activate, activeTab, addTab, removeTab, stateOf, useTabs } from './tabs';

const disk = vi.hoisted(() => ({
  drafts: new Map<string, string>(),
  file: null as { fileId: string; name: string; text: string; stamp: string } | null,
  full: false,
}));
vi.mock('../host', () => ({
  host: {
    on: () => () => undefined,
    autosave: async ({ key, text }: { key: string; text: string }) => {
      if (disk.full) throw new Error('full');
      disk.drafts.set(key, text);
    },
    readAutosave: async ({ key }: { key: string }) => {
      const text = disk.drafts.get(key);
      return text === undefined ? null : { text, savedAt: 0 };
    },
    clearAutosave: async ({ key }: { key: string }) => void disk.drafts.delete(key),
    readFile: async () => disk.file,
    readBeside: async () => ({ error: 'gone' }),
  },
}));
vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));

const FILE = { ...NO_FILE, id: 'file-1', name: 'draft.zlens.json', stamp: 'one' };
const text = (name: string): string => printDocument(newDocument(name));

beforeEach(() => {
  disk.drafts.clear();
  disk.file = null;
  disk.full = false;
  const [first, ...others] = useTabs.getState().tabs;
  if (first) activate(first.id);
  for (const { id } of others) removeTab(id, () => freshState(newDocument('Empty')));
});

test('a draft keeps the document, what was saved of it, its file and its view', () => {
  loadDocument(newDocument('Draft'), { file: FILE, view: { x: 1, y: 2, zoom: 0.5 } });
  setName('Changed');
  const read = readDraft(draftText(useDocument.getState()));
  if (!read) throw new Error('no draft');
  expect(read).toMatchObject({ file: FILE, view: { x: 1, y: 2, zoom: 0.5 } });
  expect(printDocument(read.document)).toBe(printDocument(currentDocument()));
  expect(read.saved?.name).toBe('Draft');
  expect(isDirty(read)).toBe(true);
});

test('what was saved is still saved in its draft', () => {
  loadDocument(newDocument('Same'), { file: FILE });
  setName('Other');
  undoEdit();
  const read = readDraft(draftText(useDocument.getState()));
  expect(read && isDirty(read)).toBe(false);
});

test('what is no draft is left alone', async () => {
  for (const broken of ['', '{}', 'null', '{"document": 7, "file": {}}', '{"document": "{}", "file": {}}']) {
    expect(readDraft(broken)).toBeNull();
    disk.drafts.set('window-1', '{"tabs":["aa"],"active":"aa"}');
    disk.drafts.set('tab-aa', broken);
    loadDocument(newDocument('Stays'));
    expect(await restoreDrafts(1)).toBe(false);
    expect(currentDocument().name).toBe('Stays');
    expect(disk.drafts.get('tab-aa')).toBe(broken);
  }
  disk.drafts.set('window-1', '{"tabs":["../../x"],"active":7}');
  expect(await restoreDrafts(1)).toBe(false);
});

test('every change is in a draft within a second, however many follow it, and closing then loses nothing', async () => {
  vi.useFakeTimers();
  loadDocument(newDocument('Start'));
  const stop = startDrafts(1);
  for (let change = 0; change < 12; change++) {
    setName(`Change ${change}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(useDrafts.getState().kept).toBe(false);
  const kept = readDraft(disk.drafts.get(`tab-${activeTab()}`) ?? '');
  expect(Number(kept?.document.name.slice('Change '.length))).toBeGreaterThanOrEqual(5);
  await vi.advanceTimersByTimeAsync(1000);
  expect(useDrafts.getState().kept).toBe(true);
  expect(readDraft(disk.drafts.get(`tab-${activeTab()}`) ?? '')?.document.name).toBe('Change 11');
  stop();
  vi.useRealTimers();
});

test('killed at any moment, at most a second and a half of editing is lost', async () => {
  vi.useFakeTimers({ now: 0 });
  // A small generator, so that the same moments come on every run.
  let seed = 12;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let kill = 0; kill < 200; kill++) {
    disk.drafts.clear();
    loadDocument(newDocument('0'));
    const started = Date.now();
    const stop = startDrafts(1);
    const end = started + random() * 6000;
    const edits: { time: number; name: string }[] = [{ time: started, name: '0' }];
    while (Date.now() < end) {
      // In bursts, as people type, with pauses between them.
      await vi.advanceTimersByTimeAsync(random() < 0.8 ? random() * 120 : random() * 2000);
      const name = String(edits.length);
      setName(name);
      edits.push({ time: Date.now(), name });
    }
    const kept = disk.drafts.get(`tab-${activeTab()}`);
    const found = kept === undefined ? undefined : readDraft(kept)?.document.name;
    stop();
    const lost = edits.find(({ name }) => Number(name) > Number(found ?? -1));
    if (lost) expect(Date.now() - lost.time).toBeLessThanOrEqual(1500);
    await vi.advanceTimersByTimeAsync(10);
  }
  vi.useRealTimers();
});

test('a full disk is no draft: closing would lose something', async () => {
  vi.useFakeTimers();
  disk.full = true;
  loadDocument(newDocument('Start'));
  const stop = startDrafts(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(useDrafts.getState().kept).toBe(false);
  disk.full = false;
  setName('Room again');
  await vi.advanceTimersByTimeAsync(2000);
  expect(useDrafts.getState().kept).toBe(true);
  stop();
  vi.useRealTimers();
});

test('all tabs come back in their order with the same one on show; a closed one does not', async () => {
  vi.useFakeTimers();
  loadDocument(newDocument('One'));
  const two = addTab(freshState(newDocument('Two')));
  const three = addTab(freshState(newDocument('Three')));
  const stop = startDrafts(1);
  activate(two);
  setName('Two, changed');
  await vi.advanceTimersByTimeAsync(1000);
  removeTab(three, () => freshState(newDocument('Empty')));
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  vi.useRealTimers();
  removeTab(two, () => freshState(newDocument('Empty')));
  loadDocument(newDocument('Something else'));
  expect(await restoreDrafts(1)).toBe(true);
  expect(useTabs.getState().tabs.map((tab) => stateOf(tab).document.name)).toEqual(['One', 'Two, changed']);
  expect(useTabs.getState().active).toBe(two);
  expect(disk.drafts.has(`tab-${three}`)).toBe(false);
});

test('a file that has changed since is shown as it is, unless that would cost changes of ours', async () => {
  const theirs = { fileId: 'file-1', name: FILE.name, text: text('Theirs'), stamp: 'two' };
  const draft = (changed: boolean): string => {
    loadDocument(newDocument('Ours'), { file: FILE });
    if (changed) setName('Ours, changed');
    return draftText(useDocument.getState());
  };
  for (const changed of [false, true]) {
    disk.drafts.set('window-1', '{"tabs":["aa"],"active":"aa"}');
    disk.drafts.set('tab-aa', draft(changed));
    disk.file = theirs;
    expect(await restoreDrafts(1)).toBe(true);
    await vi.waitFor(() => expect(currentDocument().name).toBe(changed ? 'Ours, changed' : 'Theirs'));
    // The stamp that a save will be held against is that of what is on show.
    expect(useDocument.getState().file.stamp).toBe(changed ? 'one' : 'two');
  }
  expect(parseDocument(theirs.text).ok).toBe(true);
});

test('a file name is made of the name of the graph', () => {
  expect(suggestName('Digits with batch norm')).toBe('digits-with-batch-norm.zlens.json');
  expect(suggestName('Übung 3: Größe')).toBe('übung-3-größe.zlens.json');
  expect(suggestName('///')).toBe('graph.zlens.json');
});
