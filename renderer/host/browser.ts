/** The bridge of a page in a browser. It keeps no file of its own: what the user picks stays the user's. */
import type { AppInfo, Bridge, BridgeHandlers, OpenedFile, RecentFile } from '../../bridge/contract';
import { BridgeError } from '../../bridge/errors';
import { limits } from '../../bridge/limits';
import { download, mayUse, type PickedFile, pickToOpen, pickToSave, writeInPlace } from './pickers';
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
  let dirty = false;

  window.addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });

  async function known(file: PickedFile): Promise<string> {
    const fileId = await sameAsBefore(file);
    files.set(fileId, file);
    if (file.handle !== null) await remember({ fileId, name: file.name, handle: file.handle, usedAt: Date.now() });
    return fileId;
  }

  const handlers: BridgeHandlers = {
    appInfo: () => appInfo(),
    openFile: async ({ kind }) => {
      const chosen = await pickToOpen(kind);
      if (chosen === null) return null;
      const text = await textOf(chosen.file);
      if (kind === 'csv') {
        tables.set(chosen.picked.name, text);
        const fileId = crypto.randomUUID();
        files.set(fileId, chosen.picked);
        return { fileId, name: chosen.picked.name, text };
      }
      return { fileId: await known(chosen.picked), name: chosen.picked.name, text };
    },
    openRecent: async ({ fileId }) => openAgain(fileId, files),
    recentFiles: async () => {
      const recent = await recentOnes();
      return recent.map(({ fileId, name }): RecentFile => ({ fileId, name }));
    },
    saveFile: async ({ fileId, text }) => {
      const file = files.get(fileId);
      if (file === undefined) throw new BridgeError('unknown-file');
      if (file.handle === null) {
        download(file.name, 'application/json', text);
        return { saved: true, name: file.name };
      }
      if (!(await mayUse(file.handle, 'readwrite'))) return { saved: false, name: file.name };
      await written(writeInPlace(file.handle, text));
      return { saved: true, name: file.name };
    },
    saveFileAs: async ({ suggestedName, text }) => {
      const file = await written(pickToSave(suggestedName, text));
      return file === null ? null : { fileId: await known(file), name: file.name };
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
      dirty = state.dirty;
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

async function textOf(file: File): Promise<string> {
  if (file.size > limits.text) throw new BridgeError('too-large');
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
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
  let file: File;
  try {
    file = await recent.handle.getFile();
  } catch (cause) {
    await storage.remove('recent', fileId);
    throw new BridgeError('not-found', { cause });
  }
  const text = await textOf(file);
  files.set(fileId, { name: recent.name, handle: recent.handle });
  await remember({ ...recent, usedAt: Date.now() });
  return { fileId, name: recent.name, text };
}
