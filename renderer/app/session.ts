/** Opening, saving and drafts: the document's way to and from the host. */

import type { OpenedFile } from '../../bridge/contract';
import { type Diagnostic, newDocument, parseDocument, printDocument } from '../../engine';
import {
  addDataFile,
  currentDocument,
  type FileIdentity,
  isDirty,
  loadDocument,
  markSaved,
  NO_FILE,
  useDocument,
} from '../document/store';
import { findExample } from '../examples';
import { host } from '../host';
import { texts } from '../texts';
import { askUnsaved, openDialog, toast } from './dialog-store';

const EXTENSION = '.zlens.json';

/** A file name for a graph: its name in small letters, without what file systems refuse. */
export function suggestName(name: string): string {
  const stem = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${stem || 'graph'}${EXTENSION}`;
}

function showMessage(title: string, text: string, diagnostics: readonly Diagnostic[] = []): void {
  openDialog({ kind: 'message', title, text, diagnostics });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lets unsaved changes be kept before they would be lost. False: stay. */
async function mayLeave(): Promise<boolean> {
  if (!isDirty(useDocument.getState())) return true;
  const answer = await askUnsaved(currentDocument().name);
  if (answer === 'save') return save();
  return answer === 'discard';
}

/** Opens the text of a graph file, unless it is broken: then the open graph stays. */
export function openText(text: string, name: string, file: FileIdentity): boolean {
  const parsed = parseDocument(text);
  if (!parsed.ok) {
    showMessage(texts.dialogs.openFailed(name), texts.dialogs.openFailedHelp, parsed.diagnostics);
    return false;
  }
  loadDocument(parsed.value, { file });
  return true;
}

/** Paths that could not be read beside the open file: they are not asked for again and again. */
let unreadable = { opened: -1, paths: new Set<string>() };

/** Reads the CSV files that the document names and that are not read yet. */
export async function readDataFiles(): Promise<void> {
  const { document, file, files, opened } = useDocument.getState();
  if (file.id === null) return;
  if (unreadable.opened !== opened) unreadable = { opened, paths: new Set() };
  const paths = new Set<string>();
  for (const { type, data } of document.nodes) {
    if (type !== 'dataset' || data.source !== 'csv' || typeof data.path !== 'string' || data.path === '') continue;
    if (files[data.path] === undefined && !unreadable.paths.has(data.path)) paths.add(data.path);
  }
  for (const path of paths) {
    unreadable.paths.add(path);
    const answer = await host.readBeside({ fileId: file.id, path });
    if (useDocument.getState().opened !== opened) return;
    if ('text' in answer) addDataFile(path, answer.text);
  }
}

const TYPING_MS = 400;

/** Reads data files as soon as the document names them; the function that comes back ends it. */
export function startReadingData(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = useDocument.subscribe((state, before) => {
    if (state.document.nodes === before.document.nodes && state.file === before.file) return;
    clearTimeout(timer);
    timer = setTimeout(() => void readDataFiles(), state.opened === before.opened ? TYPING_MS : 0);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

export async function newGraph(): Promise<void> {
  if (await mayLeave()) loadDocument(newDocument(texts.document.untitled));
}

const identity = ({ fileId, name }: { fileId: string; name: string }): FileIdentity => ({
  id: fileId,
  name,
  savedAt: null,
});

/** Opens a file that the host has read. */
export async function openFile(file: OpenedFile): Promise<void> {
  if (await mayLeave()) openText(file.text, file.name, identity(file));
}

/** Opens a file that was dropped on the window. The host knows no place for it, so it is saved as a new one. */
export async function openDropped(text: string, name: string): Promise<void> {
  const parsed = parseDocument(text);
  if (/\.(csv|tsv)$/i.test(name)) showMessage(texts.dialogs.openFailed(name), texts.dialogs.droppedData);
  else if (!parsed.ok) showMessage(texts.dialogs.openFailed(name), texts.dialogs.openFailedHelp, parsed.diagnostics);
  else if (await mayLeave()) openText(text, name, { id: null, name, savedAt: null });
}

export async function open(): Promise<void> {
  if (!(await mayLeave())) return;
  try {
    const file = await host.openFile({ kind: 'graph' });
    if (file) openText(file.text, file.name, identity(file));
  } catch (error) {
    showMessage(texts.dialogs.failed, messageOf(error));
  }
}

export async function openRecent(): Promise<void> {
  const recent = await host.recentFiles();
  openDialog({
    kind: 'choose',
    title: texts.dialogs.recent,
    search: texts.dialogs.searchRecent,
    empty: texts.dialogs.noRecent,
    items: recent.map(({ fileId, name, folder }) => ({
      id: fileId,
      title: name,
      icon: 'file',
      ...(folder !== undefined && { detail: folder }),
    })),
    choose: (fileId) => void reopen(fileId),
  });
}

async function reopen(fileId: string): Promise<void> {
  if (!(await mayLeave())) return;
  const file = await host.openRecent({ fileId });
  if (file) openText(file.text, file.name, identity(file));
  else toast(texts.toast.recentGone);
}

/** Opens an example as a new, unsaved document. */
export async function openExample(id: string): Promise<boolean> {
  const example = findExample(id);
  if (!example || !(await mayLeave())) return false;
  return openText(example.text, example.title, NO_FILE);
}

export async function save(): Promise<boolean> {
  const { document, file } = useDocument.getState();
  if (file.id === null) return saveAs();
  try {
    const { saved, name } = await host.saveFile({ fileId: file.id, text: printDocument(document) });
    if (!saved) return saveAs();
    markSaved(document, { id: file.id, name, savedAt: Date.now() });
    return true;
  } catch {
    // The place may be gone or write-protected: another can be chosen.
    return saveAs();
  }
}

export async function saveAs(): Promise<boolean> {
  const { document, file } = useDocument.getState();
  try {
    const suggestedName = file.name ?? suggestName(document.name);
    const written = await host.saveFileAs({ suggestedName, text: printDocument(document) });
    if (!written) return false;
    markSaved(document, { id: written.fileId, name: written.name, savedAt: Date.now() });
    toast(texts.toast.savedAs(written.name));
    return true;
  } catch (error) {
    showMessage(texts.dialogs.saveFailed, messageOf(error));
    return false;
  }
}
