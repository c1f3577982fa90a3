/**
 * The one contract between the page and its host (the desktop's main process, or the browser).
 * The `Bridge` type, the functions of the preload and the handlers of the main process are all derived from this table.
 *
 * The page never names a path. A file that the user picked is known to it by an opaque `fileId`, made by the host.
 */
import { z } from 'zod';
import { type BridgeOf, type EventName, type EventPayload, event, type HandlersOf, request } from './channels';
import { limits } from './limits';

const nothing = z.undefined();
const fileId = z.string().min(1).max(limits.id);
const fileName = z.string().min(1).max(limits.name);
const text = z.string().max(limits.text);
const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const commandId = z
  .string()
  .max(limits.id)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/);

/** Tells one content of a file from another. */
const stamp = z.string().min(1).max(limits.label);

const openedFile = z.strictObject({ fileId, name: fileName, text, stamp });
const recentFile = z.strictObject({ fileId, name: fileName, folder: z.string().max(limits.path).optional() });

const menuItem = z.union([
  z.strictObject({
    commandId,
    label: z.string().min(1).max(limits.label),
    accelerator: z.string().max(limits.label).optional(),
    enabled: z.boolean().optional(),
    checked: z.boolean().optional(),
  }),
  z.strictObject({ separator: z.literal(true) }),
]);
const menu = z.strictObject({
  /** What it is for, whatever its label says: `help` stands last on a Mac. */
  id: key,
  label: z.string().min(1).max(limits.label),
  items: z.array(menuItem).max(limits.menuItems),
});

export const contract = {
  /** What the page runs in: shown in the About box, and what the keys and menus depend on. */
  appInfo: request(
    nothing,
    z.strictObject({
      host: z.enum(['desktop', 'browser']),
      platform: z.enum(['mac', 'windows', 'linux', 'other']),
      version: z.string().max(limits.label),
      engineVersions: z.record(z.string().max(limits.label), z.string().max(limits.label)),
      /** Whether menus made with setMenu are shown by the host itself. */
      nativeMenu: z.boolean(),
    }),
  ),
  /** Lets the user pick a file. Null: cancelled. */
  openFile: request(z.strictObject({ kind: z.enum(['graph', 'csv']) }), openedFile.nullable()),
  /** Opens a file of the recent list. Null: it is gone, or the user refused it. */
  openRecent: request(z.strictObject({ fileId }), openedFile.nullable()),
  recentFiles: request(nothing, z.array(recentFile).max(limits.recent)),
  /** Reads a file that was opened or saved before. Null: the user has not allowed it, or with `ask: false` would be asked. */
  readFile: request(z.strictObject({ fileId, ask: z.boolean() }), openedFile.nullable()),
  /**
   * Writes a file that was opened or saved before, unless it holds something else than `stamp` tells (null: whatever it
   * holds). `refused`: the user did not allow it; `changed`: someone else has written it.
   */
  saveFile: request(
    z.strictObject({ fileId, text, stamp: stamp.nullable() }),
    z.union([
      z.strictObject({ outcome: z.literal('saved'), name: fileName, stamp }),
      z.strictObject({ outcome: z.enum(['refused', 'changed']), name: fileName }),
    ]),
  ),
  /** Lets the user pick where to write. Null: cancelled. */
  saveFileAs: request(
    z.strictObject({ suggestedName: fileName, text }),
    z.strictObject({ fileId, name: fileName, stamp }).nullable(),
  ),
  /** Reads a data file that lies in the folder of an opened graph, or below it. */
  readBeside: request(
    z.strictObject({ fileId, path: z.string().min(1).max(limits.path) }),
    z.union([z.strictObject({ text }), z.strictObject({ error: z.string().max(limits.message) })]),
  ),
  /** Writes a file that is not the document: a chart, a log, weights. Null: cancelled. */
  exportFile: request(
    z.strictObject({
      suggestedName: fileName,
      mime: z.string().max(limits.label),
      data: z.union([text, z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= limits.bytes)]),
    }),
    z.strictObject({ name: fileName }).nullable(),
  ),
  autosave: request(z.strictObject({ key, text }), nothing),
  readAutosave: request(z.strictObject({ key }), z.strictObject({ text, savedAt: z.number() }).nullable()),
  clearAutosave: request(z.strictObject({ key }), nothing),
  /** The title of the window, whether something is not saved, and whether drafts hold all of that, so that closing loses nothing. */
  setWindow: request(
    z.strictObject({ title: z.string().max(limits.name), dirty: z.boolean(), kept: z.boolean() }),
    nothing,
  ),
  /** The menus, made of the page's commands. A host without native menus ignores them. */
  setMenu: request(z.array(menu).max(limits.menus), nothing),
  /** Opens an https address in the user's browser. */
  openExternal: request(z.strictObject({ url: z.string().max(limits.path) }), z.strictObject({ opened: z.boolean() })),

  /** A command was chosen in a native menu. */
  menuCommand: event(z.strictObject({ commandId })),
  /** The window is about to close: what is not in a draft yet has to be put there now. */
  closeRequested: event(z.strictObject({})),
  /** A graph file was opened from outside: a double click in the file manager, or a second start. */
  openRequested: event(openedFile),
} as const;

export type Contract = typeof contract;
/** What the page may ask of its host. */
export type Bridge = BridgeOf<Contract>;
/** What a host implements. */
export type BridgeHandlers = HandlersOf<Contract>;
export type BridgeEvent = EventName<Contract>;
export type BridgeEventPayload<K extends BridgeEvent> = EventPayload<Contract, K>;

export type AppInfo = z.infer<typeof contract.appInfo.response>;
export type OpenedFile = z.infer<typeof openedFile>;
export type RecentFile = z.infer<typeof recentFile>;
export type MenuTemplate = z.infer<typeof contract.setMenu.request>;
