/** The fixture `app`: Zlens, opened in whatever host the project of the test names, with the same few controls in each. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Browser,
  test as base,
  type ElectronApplication,
  _electron as electron,
  type Page,
} from '@playwright/test';
import type { PageServer } from '../../main/serve';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import { browserFlags } from './flags.mjs';

export { expect } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const standIn = fileURLToPath(new URL('./stand-in/electron.mjs', import.meta.url));

/** A browser, the stand-in for Electron, or Electron itself. */
export type HostKind = 'page' | 'stand-in' | 'electron';

export interface ZlensApp {
  readonly page: Page;
  readonly hostKind: HostKind;
  /** The desktop's main process; null in a browser. */
  readonly electronApp: ElectronApplication | null;
  /** Where the desktop keeps its own files; null in a browser. */
  readonly userData: string | null;
  /** What the page threw or logged as an error so far. */
  readonly errors: readonly string[];
  /** Runs a command by its title, from the list of commands. */
  command(title: string): Promise<void>;
  /** Chooses an item of the native menu by the id of its command. Only a desktop has one. */
  menu(commandId: string): Promise<void>;
  /** The file that the user picks in the next dialog for opening. Null: cancels. */
  nextOpenFile(file: string | null): Promise<void>;
  /** Where the user puts the next file that is saved. The function that comes back waits until it is there. */
  nextSaveFile(file: string): Promise<() => Promise<void>>;
}

export interface AppOptions {
  hostKind: HostKind;
  /** Whether this machine can run the host; if not, its tests are skipped, with this as the reason. */
  missing: string | null;
  /** What the desktop is started with besides. */
  startWith: string[];
  /**
   * Whether the page was never opened before on this machine: then the first example trains at once. Most tests need no
   * run, and are much faster without.
   */
  firstStart: boolean;
}

export const test = base.extend<
  AppOptions & { app: ZlensApp; folderWith: (files?: Record<string, string>) => string },
  { openBrowser: () => Promise<{ browser: Browser; address: string }> }
>({
  hostKind: ['page', { option: true }],
  missing: [null, { option: true }],
  startWith: [[], { option: true }],
  firstStart: [false, { option: true }],

  /** Makes folders with these files in them, which go when the test is over. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  folderWith: async ({}, use) => {
    const folders: string[] = [];
    await use((files = {}) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'zlens-e2e-'));
      folders.push(folder);
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
      return folder;
    });
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  },

  /** Browser and server of the page edition, started by the first test that needs them. */
  openBrowser: [
    async ({ playwright }, use) => {
      let server: PageServer | null = null;
      let browser: Browser | null = null;
      await use(async () => {
        const built = pathToFileURL(path.join(root, 'out/main/serve.js')).href;
        const { servePage } = (await import(built)) as typeof import('../../main/serve');
        server ??= await servePage({ root: path.join(root, 'out/renderer'), port: 0 });
        browser ??= await playwright.chromium.launch({
          executablePath: findChromium() ?? undefined,
          args: browserFlags,
        });
        return { browser, address: server.address };
      });
      // What the function above has set, the compiler does not see.
      await (browser as Browser | null)?.close();
      await (server as PageServer | null)?.close();
    },
    { scope: 'worker' },
  ],

  app: async ({ hostKind, missing, startWith, firstStart, openBrowser }, use) => {
    test.skip(missing !== null, missing ?? '');
    if (hostKind === 'page') {
      const { browser, address } = await openBrowser();
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
      // Its dialogs can't be driven; without them the page falls back to an input and a download.
      await context.addInitScript(() => {
        Reflect.deleteProperty(window, 'showOpenFilePicker');
        Reflect.deleteProperty(window, 'showSaveFilePicker');
      });
      if (!firstStart) await context.addInitScript(() => localStorage.setItem('zlens.opened', '1'));
      const page = await context.newPage();
      const errors = collectErrors(page);
      await page.goto(address);
      await isReady(page);
      await use(pageApp(page, errors));
      await context.close();
      return;
    }
    const userData = mkdtempSync(path.join(tmpdir(), 'zlens-app-'));
    const desktop = await launchDesktop(hostKind, userData, startWith);
    const { electronApp } = desktop;
    await use(desktop);
    // What a test left unsaved must not keep the window open.
    await electronApp
      .evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
      })
      .catch(() => undefined);
    await electronApp.close();
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  },
});

export type LaunchedDesktop = ZlensApp & { readonly electronApp: ElectronApplication };

/** Starts the desktop on a folder of its own; on the same one once more it is the same person's next start. */
export async function launchDesktop(
  hostKind: HostKind,
  userData: string,
  startWith: readonly string[] = [],
): Promise<LaunchedDesktop> {
  const electronApp = await electron.launch({
    args: [...(hostKind === 'stand-in' ? [] : browserFlags), `--user-data-dir=${userData}`, root, ...startWith],
    ...(hostKind === 'stand-in' ? { executablePath: standIn } : {}),
  });
  const page = await electronApp.firstWindow();
  const errors = collectErrors(page);
  await page.waitForURL('**/index.html');
  await isReady(page);
  return { ...desktopApp({ page, electronApp, hostKind, userData, errors }), electronApp };
}

/** The page is drawn, and something is open. */
async function isReady(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Graph' })
    .getByLabel(/^Optimizer /)
    .first()
    .waitFor();
}

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const list = page.getByRole('dialog');
  await list.getByRole('searchbox').fill(title);
  const option = list.getByRole('option', { name: title }).first();
  await option.click();
  // Some commands open a list of their own: what a test types next is for that one.
  await option.waitFor({ state: 'hidden' });
}

function pageApp(page: Page, errors: string[]): ZlensApp {
  return {
    page,
    hostKind: 'page',
    electronApp: null,
    userData: null,
    errors,
    command: (title) => runCommand(page, title),
    menu: () => Promise.reject(new Error('a page has no native menu')),
    nextOpenFile: async (file) => {
      page.once('filechooser', (chooser) => {
        void chooser.setFiles(file ?? []);
      });
    },
    nextSaveFile: async (file) => {
      const saved = page.waitForEvent('download').then((download) => download.saveAs(file));
      return () => saved;
    },
  };
}

interface Desktop {
  readonly page: Page;
  readonly electronApp: ElectronApplication;
  readonly hostKind: HostKind;
  readonly userData: string;
  readonly errors: string[];
}

function desktopApp({ page, electronApp, hostKind, userData, errors }: Desktop): ZlensApp {
  return {
    page,
    hostKind,
    electronApp,
    userData,
    errors,
    command: (title) => runCommand(page, title),
    menu: (commandId) =>
      electronApp.evaluate(({ Menu }, id) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(id);
        if (!item) throw new Error(`no menu item ${id}`);
        item.click({ triggeredByAccelerator: false });
      }, commandId),
    nextOpenFile: (file) => {
      // Graphs are picked in the desktop's own dialog, data in the page's.
      page.removeAllListeners('filechooser');
      page.once('filechooser', (chooser) => {
        void chooser.setFiles(file ?? []);
      });
      return electronApp.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({
          canceled: chosen === null,
          filePaths: chosen === null ? [] : [chosen],
        });
      }, file);
    },
    nextSaveFile: async (file) => {
      rmSync(file, { force: true });
      await electronApp.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
      }, file);
      return async () => {
        for (let attempt = 0; !existsSync(file); attempt++) {
          if (attempt === 200) throw new Error(`${file} was not saved`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
    },
  };
}
