/** The bridge of a page in a browser. It keeps no file of its own: what the user picks stays the user's. */
import type { AppInfo, Bridge, BridgeHandlers, OpenedFile, RecentFile } from '../../bridge/contract';
import { BridgeError } from '../../bridge/errors';
import { limits } from '../../bridge/limits';
import { download, mayUse, mayUseAlready, type PickedFile, pickToOpen, pickToSave, writeInPlace } from './pickers';
import * as storage from './storage';

interface StoredRecent {
  readonly fileId: string;
  readonly name: string;
  readonly handle: FileSystemFileHandle;
  readonly usedAt: number;
}

interface StoredDraft {
  readonly text: string;
  readonly savedAt: number;
}

export function browserHost(): Bridge {
  const files = new Map<string, PickedFile>();
  /** The tables that were picked in this session, by name: a page cannot look into a folder. */
  const tables = new Map<string, string>();
  let atRisk = false;

  window.addEventListener('beforeunload', (event) => {
    if (atRisk) event.preventDefault();
  });

  async function known(file: PickedFile): Promise<string> {
    const fileId = await sameAsBefore(file);
    files.set(fileId, file);
    if (file.handle !== null) await remember({ fileId, name: file.name, handle: file.handle, usedAt: Date.now() });
    return fileId;
  }

  /** A file of this session, or one that the list of recent files still knows. */
  async function reach(fileId: string): Promise<PickedFile> {
    const file = files.get(fileId) ?? (await recentOnes()).find((recent) => recent.fileId === fileId);
    if (file === undefined) throw new BridgeError('unknown-file');
    return file;
  }

  const handlers: BridgeHandlers = {
    appInfo: () => appInfo(),
    openFile: async ({ kind }) => {
      const chosen = await pickToOpen(kind);
      if (chosen === null) return null;
      const { text, stamp } = await contentOf(chosen.file);
      if (kind === 'csv') {
        tables.set(chosen.picked.name, text);
        const fileId = crypto.randomUUID();
        files.set(fileId, chosen.picked);
        return { fileId, name: chosen.picked.name, text, stamp };
      }
      return { fileId: await known(chosen.picked), name: chosen.picked.name, text, stamp };
    },
    openRecent: async ({ fileId }) => openAgain(fileId, files),
    recentFiles: async () => {
      const recent = await recentOnes();
      return recent.map(({ fileId, name }): RecentFile => ({ fileId, name }));
    },
    readFile: async ({ fileId, ask }) => {
      const { name, handle } = await reach(fileId);
      if (handle === null || !(await (ask ? mayUse(handle, 'read') : mayUseAlready(handle, 'read')))) return null;
      return { fileId, name, ...(await contentBehind(handle)) };
    },
    saveFile: async ({ fileId, text, stamp: expected }) => {
      const { name, handle } = await reach(fileId);
      const stamp = await stampOf(new TextEncoder().encode(text));
      if (handle === null) {
        download(name, 'application/json', text);
        return { outcome: 'saved', name, stamp };
      }
      if (!(await mayUse(handle, 'readwrite'))) return { outcome: 'refused', name };
      if (expected !== null) {
        // A file that is gone or cannot be read has nothing to lose.
        const found = await contentBehind(handle).catch(() => null);
        if (found !== null && found.stamp !== expected) return { outcome: 'changed', name };
      }
      await written(writeInPlace(handle, text));
      return { outcome: 'saved', name, stamp };
    },
    saveFileAs: async ({ suggestedName, text }) => {
      const file = await written(pickToSave(suggestedName, text));
      if (file === null) return null;
      return { fileId: await known(file), name: file.name, stamp: await stampOf(new TextEncoder().encode(text)) };
    },
    readBeside: ({ path }) => {
      const name = path.split('/').at(-1) ?? path;
      const text = tables.get(name);
      return text === undefined ? { error: new BridgeError('no-folder').message } : { text };
    },
    exportFile: ({ suggestedName, mime, data }) => {
      download(suggestedName, mime, typeof data === 'string' ? data : new Uint8Array(data));
      return { name: suggestedName };
    },
    autosave: async ({ key, text }) => {
      await storage.write('drafts', key, { text, savedAt: Date.now() } satisfies StoredDraft);
      return undefined;
    },
    readAutosave: async ({ key }) => ((await storage.read('drafts', key)) as StoredDraft | undefined) ?? null,
    clearAutosave: async ({ key }) => {
      await storage.remove('drafts', key);
      return undefined;
    },
    setWindow: (state) => {
      document.title = state.title;
      atRisk = state.dirty && !state.kept;
      return undefined;
    },
    setMenu: () => undefined,
    openExternal: ({ url }) => {
      const allowed = URL.canParse(url) && new URL(url).protocol === 'https:';
      if (allowed) window.open(url, '_blank', 'noopener,noreferrer');
      return { opened: allowed };
    },
  };

  return asBridge(handlers);
}

/** Every handler as a function that answers later and rejects where the handler throws. A browser tells no news. */
function asBridge(handlers: BridgeHandlers): Bridge {
  const functions = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (value: unknown) => (handler as (value: unknown) => unknown)(value),
  ]);
  return { ...Object.fromEntries(functions), on: () => () => undefined } as unknown as Bridge;
}

function appInfo(): AppInfo {
  const agent = navigator.userAgent;
  const platform = /Mac|iPhone|iPad/.test(agent)
    ? 'mac'
    : /Windows/.test(agent)
      ? 'windows'
      : /Linux|X11|CrOS/.test(agent)
        ? 'linux'
        : 'other';
  return { host: 'browser', platform, version: __ZLENS_VERSION__, engineVersions: {}, nativeMenu: false };
}

interface Content {
  readonly text: string;
  readonly stamp: string;
}

/** A digest of the whole content. Where a browser has none there are no files to write in place either. */
async function stampOf(bytes: BufferSource): Promise<string> {
  if (crypto.subtle === undefined) return 'unknown';
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function contentBehind(handle: FileSystemFileHandle): Promise<Content> {
  let file: File;
  try {
    file = await handle.getFile();
  } catch (cause) {
    throw new BridgeError('not-found', { cause });
  }
  return contentOf(file);
}

async function contentOf(file: File): Promise<Content> {
  if (file.size > limits.text) throw new BridgeError('too-large');
  const bytes = await file.arrayBuffer();
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), stamp: await stampOf(bytes) };
  } catch (cause) {
    throw new BridgeError('not-text', { cause });
  }
}

async function written<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (cause) {
    const name = cause instanceof DOMException ? cause.name : '';
    if (name === 'NotAllowedError') throw new BridgeError('not-allowed', { cause });
    throw new BridgeError(name === 'QuotaExceededError' ? 'no-space' : 'write-failed', { cause });
  }
}

/** The newest first. A browser without a database has none. */
async function recentOnes(): Promise<StoredRecent[]> {
  try {
    const all = (await storage.readAll('recent')) as StoredRecent[];
    return all.sort((a, b) => b.usedAt - a.usedAt).slice(0, limits.recent);
  } catch {
    return [];
  }
}

async function remember(file: StoredRecent): Promise<void> {
  try {
    await storage.write('recent', file.fileId, file);
    const all = (await storage.readAll('recent')) as StoredRecent[];
    const old = all.sort((a, b) => b.usedAt - a.usedAt).slice(limits.recent);
    for (const { fileId } of old) await storage.remove('recent', fileId);
  } catch {
    // The list of recent files is a convenience; the file itself is open.
  }
}

/** A file that was opened before keeps its id, so that it is once in the list. */
async function sameAsBefore(file: PickedFile): Promise<string> {
  if (file.handle !== null) {
    for (const recent of await recentOnes()) {
      if (await recent.handle.isSameEntry(file.handle)) return recent.fileId;
    }
  }
  return crypto.randomUUID();
}

async function openAgain(fileId: string, files: Map<string, PickedFile>): Promise<OpenedFile | null> {
  const recent = (await recentOnes()).find((file) => file.fileId === fileId);
  if (recent === undefined) throw new BridgeError('unknown-file');
  if (!(await mayUse(recent.handle, 'read'))) return null;
  let content: Content;
  try {
    content = await contentBehind(recent.handle);
  } catch (error) {
    if (error instanceof BridgeError && error.code === 'not-found') await storage.remove('recent', fileId);
    throw error;
  }
  files.set(fileId, { name: recent.name, handle: recent.handle });
  await remember({ ...recent, usedAt: Date.now() });
  return { fileId, name: recent.name, ...content };
}
