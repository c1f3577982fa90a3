/** The part of Electron's main-process API that Zlens uses, over a headless Chromium. All else throws. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Browser } from './browser.mjs';
import { codec } from './page.mjs';

const { encode, decode } = codec();

/** An object that throws when something is asked of it that it does not have, instead of quietly being undefined. */
function strict(name, object) {
  return new Proxy(object, {
    get(target, key) {
      const value = target[key];
      // A method with private fields needs the object itself, not this proxy of it.
      if (typeof value === 'function' && key !== 'constructor') return value.bind(target);
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') return value;
      throw new Error(`stand-in: ${name}.${key} is not there`);
    },
  });
}

function preventable(extra = {}) {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    ...extra,
  };
  return event;
}

const browser = new Browser();
const handlers = new Map();
const schemes = new Map();
const windows = new Set();
const permissions = {};
let description;
let menu = null;
let isReady = false;
const readiness = Promise.withResolvers?.() ?? deferred();

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

export function describeApp(facts) {
  description = facts;
}

export async function startBrowser() {
  const folder = switchValue('user-data-dir');
  if (folder === undefined) throw new Error('stand-in: start it with --user-data-dir');
  await browser.start({
    userData: path.join(folder, 'chromium'),
    switches: app.commandLine.switches,
    answer: async (scheme, request) => {
      const handler = schemes.get(scheme);
      return handler === undefined ? new Response(null, { status: 404 }) : handler(request);
    },
    onExit: () => process.exit(1),
  });
}

export function ready() {
  isReady = true;
  readiness.resolve();
  app.emit('ready');
}

function switchValue(name) {
  return description.parameters.find((part) => part.startsWith(`--${name}=`))?.slice(name.length + 3);
}

let quitting = false;

class App extends EventEmitter {
  isPackaged = false;
  #paths = new Map();
  commandLine = strict('app.commandLine', {
    switches: [],
    getSwitchValue: (name) => switchValue(name) ?? '',
    appendSwitch(name, value) {
      this.switches.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    },
  });
  requestSingleInstanceLock = () => true;
  whenReady = () => readiness.promise;
  getVersion = () => description.version;
  getName = () => description.name;
  getAppPath = () => description.folder;
  getPath(name) {
    const folder = this.#paths.get(name);
    if (folder === undefined) throw new Error(`stand-in: app.getPath('${name}') is not there`);
    return folder;
  }
  setPath(name, folder) {
    this.#paths.set(name, folder);
  }
  quit() {
    void this.#quit();
  }
  async #quit() {
    if (quitting) return;
    quitting = true;
    const before = preventable();
    this.emit('before-quit', before);
    let stays = before.defaultPrevented;
    for (const window of windows) stays ||= !(await window.closeNow());
    const will = preventable();
    if (!stays) this.emit('will-quit', will);
    quitting = false;
    if (stays || will.defaultPrevented) return;
    await browser.stop();
    process.exit(0);
  }
}

export const app = strict('app', new App());

class WebContents extends EventEmitter {
  session = strict('session', {
    setPermissionRequestHandler: (handler) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      permissions.check = handler;
    },
  });
  #window;
  #page = null;
  #openHandler = () => ({ action: 'allow' });
  #loading = true;
  mainFrame = { url: '', parent: null };

  constructor(window) {
    super();
    this.#window = window;
  }
  async load(address, preload) {
    this.#page = await browser.open({
      size: this.#window.viewport(),
      preload: readFileSync(preload, 'utf8'),
      call: (text) => this.#called(decode(text)),
      mayNavigate: (target) => {
        const event = preventable({ url: target });
        this.emit('will-navigate', event, target);
        return !event.defaultPrevented;
      },
      popup: (target) => this.#opens(target),
      navigated: (target) => {
        this.mainFrame.url = target;
      },
      loaded: () => {
        this.#loading = false;
        this.emit('did-finish-load');
      },
      closed: () => this.#window.gone(),
    });
    await this.#page.go(address);
    this.#window.emit('ready-to-show');
  }
  async #called([kind, channel, ...values]) {
    if (kind === 'window.open') return encode({ value: this.#opens(channel) });
    const handler = handlers.get(channel);
    if (kind !== 'invoke' || handler === undefined) return encode({ error: `no handler registered for '${channel}'` });
    try {
      return encode({
        value: await handler({ sender: this.#window.webContents, senderFrame: this.mainFrame }, ...values),
      });
    } catch (error) {
      return encode({ error: String(error) });
    }
  }
  #opens(target) {
    if (this.#openHandler({ url: target }).action !== 'deny') throw new Error('stand-in: one window only');
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler;
  }
  isLoading() {
    return this.#loading;
  }
  isDestroyed() {
    return this.#page === null;
  }
  getURL() {
    return this.mainFrame.url;
  }
  send(channel, ...values) {
    void this.#page.tell(channel, encode(values));
  }
  close() {
    this.#window.close();
  }
  targetId() {
    return this.#page?.targetId;
  }
  async end() {
    await this.#page?.close();
    this.#page = null;
  }
}

const requiredPreferences = { contextIsolation: true, sandbox: true, nodeIntegration: false };

class Window extends EventEmitter {
  #options;
  #bounds;
  #maximized = false;
  #title;
  #visible = false;

  constructor(options) {
    super();
    for (const [name, value] of Object.entries(requiredPreferences)) {
      if (options.webPreferences[name] !== value) throw new Error(`stand-in: ${name} must be ${value}`);
    }
    this.#options = options;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width, height: options.height };
    this.#title = options.title;
    this.webContents = strict('webContents', new WebContents(this));
    this.self = strict('BrowserWindow', this);
    windows.add(this.self);
    // biome-ignore lint/correctness/noConstructorReturn: the strict form is what everyone sees.
    return this.self;
  }
  loadURL(address) {
    return this.webContents.load(address, this.#options.webPreferences.preload);
  }
  show() {
    this.#visible = true;
  }
  isVisible() {
    return this.#visible;
  }
  focus() {}
  restore() {}
  maximize() {
    this.#maximized = true;
  }
  isMaximized() {
    return this.#maximized;
  }
  getNormalBounds() {
    return this.#bounds;
  }
  /** What the page gets of the window; there is no frame here. */
  viewport() {
    return { width: this.#bounds.width, height: this.#bounds.height };
  }
  setTitle(title) {
    this.#title = title;
  }
  getTitle() {
    return this.#title;
  }
  isDestroyed() {
    return !windows.has(this.self);
  }
  close() {
    void this.closeNow();
  }
  /** False: a listener kept it open. */
  async closeNow() {
    if (this.isDestroyed()) return true;
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    windows.delete(this.self);
    await this.webContents.end();
    this.gone();
    return true;
  }
  gone() {
    windows.delete(this.self);
    this.emit('closed');
    this.removeAllListeners();
    if (windows.size === 0 && !quitting) app.emit('window-all-closed');
  }
}

export const BrowserWindow = new Proxy(Window, {
  get(target, key) {
    if (key === 'getAllWindows') return () => [...windows];
    if (key === 'fromWebContents')
      return (contents) => [...windows].find((window) => window.webContents === contents) ?? null;
    if (typeof key === 'symbol' || key in target) return target[key];
    throw new Error(`stand-in: BrowserWindow.${key} is not there`);
  },
});

export const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId) =>
    [...windows].map((window) => window.webContents).find((contents) => contents.targetId() === targetId),
});

export const ipcMain = strict('ipcMain', {
  handle: (channel, handler) => {
    if (handlers.has(channel)) throw new Error(`a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
});

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: () => {
    if (isReady) throw new Error('registerSchemesAsPrivileged must be called before the app is ready');
  },
  handle: (scheme, handler) => {
    if (!isReady) throw new Error('protocol.handle must be called after the app is ready');
    schemes.set(scheme, handler);
  },
});

function notExpected(name) {
  return () => {
    throw new Error(`stand-in: ${name} was not expected here`);
  };
}

/** A test puts its own answers here, as it does with the real dialogs. */
export const dialog = strict('dialog', {
  showOpenDialog: notExpected('dialog.showOpenDialog'),
  showSaveDialog: notExpected('dialog.showSaveDialog'),
  showMessageBox: notExpected('dialog.showMessageBox'),
  showErrorBox: notExpected('dialog.showErrorBox'),
});

export const shell = strict('shell', { openExternal: notExpected('shell.openExternal') });

export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
});

function menuOf(template) {
  const items = template.map((item) => ({
    ...item,
    submenu: Array.isArray(item.submenu) ? menuOf(item.submenu) : undefined,
    click: (event) => item.click?.(item, [...windows][0], event),
  }));
  return strict('Menu', {
    items,
    getMenuItemById: (id) => {
      for (const item of items) {
        const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
        if (found) return found;
      }
      return null;
    },
  });
}

export const Menu = strict('Menu', {
  buildFromTemplate: menuOf,
  setApplicationMenu: (built) => {
    menu = built;
  },
  getApplicationMenu: () => menu,
});

/** What `require('electron')` gives, to the main process and to a test that looks into it. */
export const modules = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  screen,
  shell,
  webContents,
};
