/**
 * Drafts: every open graph as it stands, kept a moment after each change, so that neither a crash nor closing the window
 * costs anything. One entry for each tab, and one for each window that lists its tabs.
 */
import { create } from 'zustand';
import { parseDocument } from '../../engine';
import { canvasView } from '../canvas/viewport';
import {
  type CanvasView,
  type DocumentState,
  type FileIdentity,
  freshState,
  isDirty,
  NO_FILE,
  useDocument,
} from '../document/store';
import { host } from '../host';
import { texts } from '../texts';
import { toast } from './dialog-store';
import { documentOnDisk } from './session';
import { replaceTabs, stateOf, updateTab, useTabs } from './tabs';
import { forOrphans } from './window-slot';

/** With the time to write, well under a second and a half from any change. */
const DELAY_MS = 800;

const windowKey = (slot: number): string => `window-${slot}`;
const tabKey = (id: string): string => `tab-${id}`;

interface Draft {
  dirty: boolean;
  file: FileIdentity;
  document: string;
  /** What the file held, where that differs. */
  saved: string | null;
  view: CanvasView | null;
}

export function draftText(state: DocumentState): string {
  const dirty = isDirty(state);
  const draft: Draft = {
    dirty,
    file: state.file,
    // Not the canonical text: that takes a hundred times as long, and this is written while someone drags.
    document: JSON.stringify(state.document),
    saved: dirty && state.saved ? JSON.stringify(state.saved) : null,
    view: state.view,
  };
  return JSON.stringify(draft);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const textOr = (value: unknown): string | null => (isText(value) ? value : null);

function record(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function readView(value: unknown): CanvasView | null {
  const { x, y, zoom } = (value ?? {}) as Record<string, unknown>;
  const numbers = [x, y, zoom].every(Number.isFinite);
  return numbers && (zoom as number) > 0 ? { x: x as number, y: y as number, zoom: zoom as number } : null;
}

/** Reads a draft back; null when it is not one. */
export function readDraft(text: string): DocumentState | null {
  const { dirty, file, document, saved, view } = record(text) ?? {};
  if (!isText(document) || typeof file !== 'object' || file === null) return null;
  const parsed = parseDocument(document);
  if (!parsed.ok) return null;
  const before = isText(saved) ? parseDocument(saved) : null;
  const { id, name, stamp } = file as Record<string, unknown>;
  return freshState(parsed.value, {
    file: { ...NO_FILE, id: textOr(id), name: textOr(name), stamp: textOr(stamp) },
    view: readView(view),
    ...(dirty === true && { saved: before?.ok ? before.value : null }),
  });
}

interface Window {
  tabs: string[];
  active: string;
}

function readWindow(text: string): Window | null {
  const { tabs, active } = record(text) ?? {};
  if (!Array.isArray(tabs) || !isText(active)) return null;
  return { tabs: tabs.filter(isText).filter((id) => /^[0-9a-z-]{1,40}$/.test(id)), active };
}

const stored = async (key: string): Promise<string | null> =>
  (await host.readAutosave({ key }).catch(() => null))?.text ?? null;

type Restored = { id: string; state: DocumentState };

async function readTabs(ids: readonly string[]): Promise<{ found: Restored[]; broken: boolean }> {
  const all = await Promise.all(
    ids.map(async (id) => {
      const text = await stored(tabKey(id));
      const state = text === null ? null : readDraft(text);
      return state && { id, state };
    }),
  );
  const found = all.filter((tab) => tab !== null);
  return { found, broken: found.length < all.length };
}

/** Unsaved graphs of windows that are gone for good come into this one. */
async function adoptOrphans(own: number, before: Window): Promise<Restored[]> {
  const adopted: Restored[] = [];
  await forOrphans(own, async (slot) => {
    const text = await stored(windowKey(slot));
    const gone = text === null ? null : readWindow(text);
    if (!gone) return;
    const { found } = await readTabs(gone.tabs);
    adopted.push(...found.filter(({ state }) => isDirty(state)));
    // They are in this window's list before they leave the other.
    const tabs = [...before.tabs, ...adopted.map(({ id }) => id)];
    await host.autosave({ key: windowKey(own), text: JSON.stringify({ ...before, tabs } satisfies Window) });
    await host.clearAutosave({ key: windowKey(slot) });
    for (const { id, state } of found) if (!isDirty(state)) await host.clearAutosave({ key: tabKey(id) });
  });
  return adopted;
}

/** Brings back what the last window of this slot had open. Returns whether there was anything. */
export async function restoreDrafts(slot: number): Promise<boolean> {
  const text = await stored(windowKey(slot));
  const before = (text === null ? null : readWindow(text)) ?? { tabs: [], active: '' };
  const { found, broken } = await readTabs(before.tabs);
  const states = [...found, ...(await adoptOrphans(slot, before).catch(() => []))];
  if (broken) toast(texts.toast.draftBroken);
  if (states.length === 0) return false;
  replaceTabs(states, before.active);
  if (states.some(({ state }) => isDirty(state))) toast(texts.files.drafts.restored);
  for (const { id, state } of states) void reconcile(id, state);
  return true;
}

/** A file may have changed since its draft was kept: without changes of ours it is shown as it is, else that is told. */
async function reconcile(id: string, { file, opened }: DocumentState): Promise<void> {
  const onDisk = await documentOnDisk(file, false);
  const tab = useTabs.getState().tabs.find((other) => other.id === id);
  if (!onDisk || !tab || onDisk.file.stamp === file.stamp) return;
  const now = stateOf(tab);
  if (now.opened !== opened || now.file.id !== file.id) return;
  const name = file.name ?? now.document.name;
  if (isDirty(now)) toast(texts.files.conflict.staleDraft(name));
  else {
    updateTab(id, freshState(onDisk.document, { file: onDisk.file, view: now.view }));
    toast(texts.files.conflict.newer(name));
  }
}

/** Whether all that is open is in a draft. */
export const useDrafts = create<{ kept: boolean }>()(() => ({ kept: false }));

type Facts = Pick<DocumentState, 'document' | 'saved' | 'file' | 'view'>;

const sameFacts = (a: Facts | undefined, b: Facts): boolean =>
  a !== undefined &&
  a.document === b.document &&
  a.saved === b.saved &&
  a.file === b.file &&
  a.view?.x === b.view?.x &&
  a.view?.y === b.view?.y &&
  a.view?.zoom === b.view?.zoom;

/** Keeps drafts from now on; the function that comes back ends it. */
export function startDrafts(slot: number): () => void {
  const kept = new Map<string, Facts>();
  let list = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let told = false;

  const write = async (): Promise<void> => {
    const { tabs, active } = useTabs.getState();
    for (const tab of tabs) {
      const state = tab.parked?.state ?? { ...useDocument.getState(), view: canvasView() };
      if (sameFacts(kept.get(tab.id), state)) continue;
      await host.autosave({ key: tabKey(tab.id), text: draftText(state) });
      kept.set(tab.id, state);
    }
    const next: Window = { tabs: tabs.map(({ id }) => id), active };
    if (list !== JSON.stringify(next)) {
      await host.autosave({ key: windowKey(slot), text: JSON.stringify(next) });
      list = JSON.stringify(next);
    }
    for (const id of [...kept.keys()].filter((known) => !next.tabs.includes(known))) {
      kept.delete(id);
      await host.clearAutosave({ key: tabKey(id) });
    }
  };

  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write).then(
      () => {
        if (timer === undefined) useDrafts.setState({ kept: true });
      },
      () => {
        // Told once: a full disk would else say so with every letter.
        if (!told) toast(texts.files.drafts.notKept);
        told = true;
      },
    );
  };
  const changed = (): void => {
    useDrafts.setState({ kept: false });
    // Not put off by further changes: the oldest of them waits no longer than this.
    timer ??= setTimeout(keep, DELAY_MS);
  };

  const stops = [
    useDocument.subscribe((state, before) => {
      if (!sameFacts(before, state)) changed();
    }),
    useTabs.subscribe(changed),
    host.on('closeRequested', keep),
  ];
  // A page that is hidden may never be shown again.
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') keep();
  };
  document.addEventListener('visibilitychange', hidden);
  changed();
  keep();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    document.removeEventListener('visibilitychange', hidden);
  };
}
