/** The one window, locked down: no Node in the page, no way to another address, no permission that training does not need. */
import path from 'node:path';
import { BrowserWindow, type Session, screen, type WebContents } from 'electron';
import { readJson, writeJson } from './json-file';
import { isOurPage, pageAddress } from './protocol';
import { texts } from './texts';
import { openingBounds, smallestSize, windowState } from './window-state';

export interface WindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  /** The development server's address, where there is one. */
  readonly developmentAddress: string | null;
  /** Work that must be done before the app ends. */
  readonly beforeEnd: (work: Promise<void>) => void;
}

export async function openWindow({
  preload,
  stateFile,
  developmentAddress,
  beforeEnd,
}: WindowOptions): Promise<BrowserWindow> {
  const saved = await readJson(stateFile, windowState);
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...openingBounds(saved, displays),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: texts.appName,
    show: false,
    backgroundColor: '#16181d',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A net trains on while another window is in front.
      backgroundThrottling: false,
    },
  });
  if (saved?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    beforeEnd(writeJson(stateFile, state));
  });
  lockDown(window.webContents, developmentAddress);
  refusePermissions(window.webContents.session);
  void window.loadURL(developmentAddress ?? pageAddress);
  return window;
}

/** Whatever asks to leave the page is refused; links go through the bridge to the user's browser. */
export function lockDown(contents: WebContents, developmentAddress: string | null): void {
  contents.on('will-navigate', (event) => {
    if (!isOurPage(event.url, developmentAddress)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurPage(event.url, developmentAddress)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The clipboard may be written from a gesture, as in any page; all else is refused without a question. */
function refusePermissions(session: Session): void {
  const allowed = (permission: string) => permission === 'clipboard-sanitized-write' || permission === 'clipboard-read';
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => allowed(permission));
}

export function preloadFile(folder: string): string {
  return path.join(folder, '../preload/index.cjs');
}
