/** Electron's main process: starts, opens the window, and connects the bridge. All else is in the files beside it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, dialog, ipcMain, Menu, shell } from 'electron';
import type { BridgeEvent, BridgeEventPayload, MenuTemplate } from '../bridge/contract';
import { BridgeError } from '../bridge/errors';
import { wireName } from '../bridge/wire';
import { CloseGuard } from './close-guard';
import { Drafts } from './drafts';
import { openOutside } from './external';
import { bridgeHandlers, type Desktop, openGraph } from './handlers';
import { registerBridge } from './ipc';
import { menuTemplate } from './menu';
import { OpenFiles } from './open-files';
import { isOurPage, registerScheme, serveScheme } from './protocol';
import { RecentFiles } from './recent-files';
import { texts } from './texts';
import { openWindow, preloadFile } from './window';

const here = path.dirname(fileURLToPath(import.meta.url));
const developmentAddress = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);

let window: BrowserWindow | null = null;
let guard: CloseGuard | null = null;
let quitting = false;
/** Files that were asked for before there was a window. */
const waiting: string[] = [];
/** What is being written: the app ends once it is on the disk. */
const unfinished = new Set<Promise<void>>();

/** A folder of its own, for a second, separate Zlens: the tests have one each. It also tells single instances apart. */
const userData = app.commandLine.getSwitchValue('user-data-dir');
if (userData !== '') app.setPath('userData', userData);

registerScheme();
// 256-bit WebAssembly code where this V8 can make it; the engine tries it out and takes it only if it helps.
app.commandLine.appendSwitch('js-flags', '--wasm-revectorize');

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, commandLine, workingDirectory) => {
    const file = graphArgument(commandLine);
    if (file !== null) void openFromOutside(path.resolve(workingDirectory, file));
    window?.restore();
    window?.focus();
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    void openFromOutside(file);
  });
  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (unfinished.size === 0) return;
    event.preventDefault();
    void Promise.all(unfinished).then(() => app.quit());
  });
  void app.whenReady().then(start);
} else {
  app.quit();
}

async function start(): Promise<void> {
  serveScheme(path.join(here, '../renderer'));
  registerBridge({
    port: ipcMain,
    handlers: bridgeHandlers(desktop),
    isOurs: (event) =>
      event.sender === window?.webContents &&
      event.senderFrame !== null &&
      event.senderFrame.parent === null &&
      isOurPage(event.senderFrame.url, developmentAddress),
    report: (channel, error) => console.error(`zlens: ${channel}:`, error instanceof Error ? error.message : error),
  });
  window = await openWindow({
    preload: preloadFile(here),
    stateFile: path.join(app.getPath('userData'), 'window.json'),
    developmentAddress,
    beforeEnd,
  });
  guard = guardOf(window);
  const file = graphArgument(process.argv);
  if (file !== null) waiting.push(path.resolve(file));
  for (const asked of waiting.splice(0)) await openFromOutside(asked);
}

function beforeEnd(work: Promise<void>): void {
  const settled = work
    .catch(() => undefined)
    .then(() => {
      unfinished.delete(settled);
    });
  unfinished.add(settled);
}

/** The longest that a window waits for its drafts before it asks. */
const KEEP_MS = 1500;
/** Ends that waiting. */
let keeping: (() => void) | null = null;

function keepDrafts(): Promise<void> {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, KEEP_MS);
    keeping = () => {
      clearTimeout(timer);
      resolve();
    };
    send('closeRequested', {});
  }).finally(() => {
    keeping = null;
  });
}

const files = new OpenFiles();
const recent = new RecentFiles(path.join(app.getPath('userData'), 'recent.json'));
const drafts = new Drafts(path.join(app.getPath('userData'), 'drafts'), beforeEnd);

const desktop: Desktop = {
  files,
  recent,
  drafts,
  appInfo: {
    host: 'desktop',
    platform: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
    version: app.getVersion(),
    engineVersions: {
      Electron: process.versions.electron ?? '',
      Chromium: process.versions.chrome ?? '',
      V8: process.versions.v8,
    },
    nativeMenu: true,
  },
  pickToOpen: async (kind) => {
    const filters =
      kind === 'graph'
        ? [{ name: texts.graphFiles, extensions: ['json'] }]
        : [{ name: texts.tableFiles, extensions: ['csv', 'tsv', 'txt'] }];
    const options = { filters, properties: ['openFile' as const] };
    const chosen = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  },
  pickToSave: async (suggestedName, kind) => {
    const filters =
      kind === 'graph'
        ? [{ name: texts.graphFiles, extensions: ['json'] }]
        : [{ name: texts.anyFile, extensions: ['*'] }];
    const options = { defaultPath: suggestedName, filters };
    const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
  },
  setWindow: ({ title, dirty, kept }) => {
    window?.setTitle(title);
    // The dot in the close button.
    if (process.platform === 'darwin') window?.setDocumentEdited(dirty);
    guard?.setDirty(dirty && !kept);
    if (kept) keeping?.();
  },
  setMenu: (menus: MenuTemplate) => {
    const template = menuTemplate(menus, {
      platform: process.platform,
      runCommand: (commandId) => send('menuCommand', { commandId }),
      page: () => window?.webContents ?? null,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  },
  openOutside: (address) => openOutside(address, (checked) => shell.openExternal(checked)),
  saveFailed: () => guard?.saveFailed(),
};

function guardOf(guarded: BrowserWindow): CloseGuard {
  let closing = false;
  const created = new CloseGuard({
    keep: keepDrafts,
    ask: async () => {
      const { response } = await dialog.showMessageBox(guarded, {
        type: 'warning',
        title: texts.unsavedTitle,
        message: texts.unsavedMessage,
        detail: texts.unsavedDetail,
        buttons: [texts.save, texts.dontSave, texts.cancel],
        defaultId: 0,
        cancelId: 2,
        noLink: true,
      });
      return (['save', 'discard', 'cancel'] as const)[response] ?? 'cancel';
    },
    save: () => send('menuCommand', { commandId: 'file.saveAll' }),
    close: () => {
      closing = true;
      if (quitting) app.quit();
      else guarded.close();
    },
    stayed: () => {
      quitting = false;
    },
  });
  guarded.on('close', (event) => {
    if (!closing && !created.mayClose()) event.preventDefault();
  });
  guarded.on('closed', () => {
    window = null;
  });
  return created;
}

async function openFromOutside(file: string): Promise<void> {
  if (window === null) {
    waiting.push(file);
    return;
  }
  try {
    send('openRequested', await openGraph(desktop, file));
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    dialog.showErrorBox(texts.openFailedTitle, `${file}\n\n${error.message}`);
  }
}

/** Before the page listens, the preload keeps what is told. */
function send<K extends BridgeEvent>(event: K, payload: BridgeEventPayload<K>): void {
  const contents = window?.webContents;
  if (contents === undefined) return;
  if (contents.isLoading()) contents.once('did-finish-load', () => contents.send(wireName(event), payload));
  else contents.send(wireName(event), payload);
}

/** The first argument that looks like a graph file: the others are switches, and the app itself in development. */
function graphArgument(commandLine: readonly string[]): string | null {
  return commandLine.slice(1).find((part) => !part.startsWith('-') && /\.json$/i.test(part)) ?? null;
}
