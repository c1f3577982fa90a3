/** What the desktop does for each request of the page. Dialogs and windows are handed in, so that all of it is testable. */
import path from 'node:path';
import type { AppInfo, BridgeHandlers, MenuTemplate, OpenedFile } from '../bridge/contract';
import { BridgeError } from '../bridge/errors';
import { writeAtomically } from './atomic-write';
import type { Drafts } from './drafts';
import { type OpenFiles, written } from './open-files';
import type { RecentFiles } from './recent-files';

export interface Desktop {
  readonly files: OpenFiles;
  readonly recent: RecentFiles;
  readonly drafts: Drafts;
  readonly appInfo: AppInfo;
  /** Null: cancelled. */
  readonly pickToOpen: (kind: 'graph' | 'csv') => Promise<string | null>;
  readonly pickToSave: (suggestedName: string, kind: 'graph' | 'export') => Promise<string | null>;
  readonly setWindow: (state: { title: string; dirty: boolean; kept: boolean }) => void;
  readonly setMenu: (menus: MenuTemplate) => void;
  readonly openOutside: (address: string) => Promise<boolean>;
  /** A save was cancelled or failed, which also ends a close that waited for it. */
  readonly saveFailed: () => void;
}

export function bridgeHandlers(desktop: Desktop): BridgeHandlers {
  const { files, recent, drafts } = desktop;

  async function saved<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      desktop.saveFailed();
      throw error;
    }
  }

  /** A draft of the last session names its file by the id that the list of recent files still knows. */
  async function reach(fileId: string): Promise<string> {
    if (files.has(fileId)) return fileId;
    const file = await recent.find(fileId);
    if (file === null) throw new BridgeError('unknown-file');
    return files.admit(file, fileId);
  }

  return {
    appInfo: () => desktop.appInfo,
    openFile: async ({ kind }) => {
      const file = await desktop.pickToOpen(kind);
      if (file === null) return null;
      return kind === 'graph' ? openGraph(desktop, file) : files.read(files.admit(file));
    },
    openRecent: async ({ fileId }) => {
      const file = await recent.find(fileId);
      if (file === null) throw new BridgeError('unknown-file');
      try {
        return await openGraph(desktop, file);
      } catch (error) {
        if (error instanceof BridgeError && error.code === 'not-found') await recent.remove(fileId);
        throw error;
      }
    },
    recentFiles: () => recent.list(),
    readFile: async ({ fileId }) => files.read(await reach(fileId)),
    saveFile: async ({ fileId, text, stamp: expected }) => {
      const done = await saved(
        reach(fileId).then((known) =>
          expected === null ? files.write(known, text) : files.writeOver(known, text, expected),
        ),
      );
      if (done !== null) return { outcome: 'saved', ...done };
      desktop.saveFailed();
      return { outcome: 'changed', name: files.nameOf(fileId) };
    },
    saveFileAs: async ({ suggestedName, text }) => {
      const file = await desktop.pickToSave(fileNameOnly(suggestedName), 'graph');
      if (file === null) {
        desktop.saveFailed();
        return null;
      }
      const fileId = files.admit(file, (await recent.idOf(file)) ?? undefined);
      // The dialog has asked whether a file of that name may go.
      const done = await saved(files.write(fileId, text));
      await recent.add(fileId, file);
      return { fileId, ...done };
    },
    readBeside: async ({ fileId, path: relative }) => {
      try {
        return { text: await files.readBeside(await reach(fileId), relative) };
      } catch (error) {
        if (error instanceof BridgeError) return { error: error.message };
        throw error;
      }
    },
    exportFile: async ({ suggestedName, data }) => {
      const file = await desktop.pickToSave(fileNameOnly(suggestedName), 'export');
      if (file === null) return null;
      await written(writeAtomically(file, data, { backup: false }));
      return { name: path.basename(file) };
    },
    autosave: async ({ key, text }) => {
      await drafts.write(key, text);
      return undefined;
    },
    readAutosave: ({ key }) => drafts.read(key),
    clearAutosave: async ({ key }) => {
      await drafts.clear(key);
      return undefined;
    },
    setWindow: (state) => {
      desktop.setWindow(state);
      return undefined;
    },
    setMenu: (menus) => {
      desktop.setMenu(menus);
      return undefined;
    },
    openExternal: async ({ url }) => ({ opened: await desktop.openOutside(url) }),
  };
}

/** Reads a graph that the user picked in whatever way, and puts it on top of the recent ones. */
export async function openGraph(desktop: Pick<Desktop, 'files' | 'recent'>, file: string): Promise<OpenedFile> {
  const known = await desktop.recent.idOf(file);
  const fileId = desktop.files.admit(file, known ?? undefined);
  const opened = await desktop.files.read(fileId);
  await desktop.recent.add(fileId, file);
  return opened;
}

/** A suggested name is a name: no folder, and nothing that a file system would refuse. */
export function fileNameOnly(suggested: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  const plain = suggested.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '_').replace(/^\.+|[. ]+$/g, '');
  return plain === '' ? 'untitled' : plain;
}
