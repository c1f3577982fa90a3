/** Opening, saving and closing: the documents' way to and from the host. */

import type { OpenedFile } from '../../bridge/contract';
import { type Diagnostic, type GraphDocument, newDocument, parseDocument, printDocument } from '../../engine';
import {
  currentDocument,
  edit,
  type FileIdentity,
  freshState,
  isDirty,
  loadDocument,
  NO_FILE,
  useDocument,
} from '../document/store';
import { findExample } from '../examples';
import { host } from '../host';
import { texts } from '../texts';
import { ask, openDialog, toast } from './dialog-store';
import { refreshRecent } from './recent';
import { isShared, sharedText } from './share-link';
import { activate, activeTab, addTab, dirtyTabs, removeTab, reopenClosed, stateOf, updateTab, useTabs } from './tabs';

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

export function showMessage(title: string, text: string, diagnostics: readonly Diagnostic[] = []): void {
  openDialog({ kind: 'message', title, text, diagnostics });
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What was opened and never touched nor saved can be had again, run and all: its tab takes the next document. */
const isSpare = (): boolean => {
  const state = useDocument.getState();
  return state.file.id === null && !isDirty(state);
};

/** Shows a document in a tab of its own; a file that is open already is shown where it is. */
export function openDocument(document: GraphDocument, file: FileIdentity): void {
  const known = file.id === null ? undefined : useTabs.getState().tabs.find((tab) => stateOf(tab).file.id === file.id);
  if (known) {
    activate(known.id);
    // Opened once more, a file shows what it holds now, unless that would cost unsaved changes.
    const state = useDocument.getState();
    if (state.file.stamp === file.stamp) return;
    if (isDirty(state)) toast(texts.files.conflict.staleDraft(file.name ?? document.name));
    else loadDocument(document, { file, files: state.files });
  } else if (isSpare()) loadDocument(document, { file });
  else activate(addTab(freshState(document, { file })));
}

/** Opens the text of a graph file, unless it is broken: then all stays as it is. */
export function openText(text: string, name: string, file: FileIdentity): boolean {
  const parsed = parseDocument(text);
  if (!parsed.ok) {
    showMessage(texts.dialogs.openFailed(name), texts.dialogs.openFailedHelp, parsed.diagnostics);
    return false;
  }
  openDocument(parsed.value, file);
  return true;
}

export const newGraph = (): void => openDocument(newDocument(texts.document.untitled), NO_FILE);

const identity = ({ fileId, name, stamp }: OpenedFile): FileIdentity => ({ id: fileId, name, savedAt: null, stamp });

/** Opens a file that the host has read. */
export function openFile(file: OpenedFile): void {
  if (openText(file.text, file.name, identity(file))) void refreshRecent();
}

export async function open(): Promise<void> {
  try {
    const file = await host.openFile({ kind: 'graph' });
    if (file) openFile(file);
  } catch (error) {
    showMessage(texts.dialogs.failed, messageOf(error));
  }
}

export async function openRecent(): Promise<void> {
  const recent = await refreshRecent();
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

export async function reopen(fileId: string): Promise<void> {
  try {
    const file = await host.openRecent({ fileId });
    if (file) openFile(file);
  } catch {
    toast(texts.toast.recentGone);
    await refreshRecent();
  }
}

/** Opens an example as a new, unsaved document. */
export function openExample(id: string): boolean {
  const example = findExample(id);
  return example !== undefined && openText(example.text, example.title, NO_FILE);
}

/** Writes the shown document to its file. `force`: whatever the file holds by now. False: it was not saved. */
export async function save(force = false): Promise<boolean> {
  const { document, file } = useDocument.getState();
  if (file.id === null) return saveAs();
  const tab = activeTab();
  try {
    const stamp = force ? null : file.stamp;
    const done = await host.saveFile({ fileId: file.id, text: printDocument(document), stamp });
    if (done.outcome !== 'saved') return done.outcome === 'refused' ? saveAs() : settleConflict(done.name);
    const saved = { id: file.id, name: done.name, savedAt: Date.now(), stamp: done.stamp };
    updateTab(tab, { saved: document, file: saved });
    return true;
  } catch {
    // The place may be gone or write-protected: another can be chosen.
    return saveAs();
  }
}

async function settleConflict(name: string): Promise<boolean> {
  const words = texts.files.conflict;
  const answer = await ask({
    title: words.title(name),
    text: words.text,
    answers: [
      { id: 'load', title: words.load },
      { id: 'overwrite', title: words.overwrite },
      { id: 'saveAs', title: words.saveAs },
    ],
    first: 'saveAs',
  });
  if (answer === 'overwrite') return save(true);
  if (answer === 'saveAs') return saveAs();
  if (answer === 'load' && (await revert())) toast(words.loaded);
  return false;
}

export async function saveAs(): Promise<boolean> {
  const { document, file } = useDocument.getState();
  const tab = activeTab();
  try {
    const suggestedName = file.name ?? suggestName(document.name);
    const written = await host.saveFileAs({ suggestedName, text: printDocument(document) });
    if (!written) return false;
    const { fileId, name, stamp } = written;
    updateTab(tab, { saved: document, file: { id: fileId, name, savedAt: Date.now(), stamp } });
    toast(texts.toast.savedAs(name));
    void refreshRecent();
    return true;
  } catch (error) {
    showMessage(texts.dialogs.saveFailed, messageOf(error));
    return false;
  }
}

/** Saves every graph that has changed; stops at the first that was not saved. */
export async function saveAll(): Promise<void> {
  const back = activeTab();
  for (const { id } of dirtyTabs()) {
    activate(id);
    if (!(await save())) return;
  }
  activate(back);
}

/** What the file holds now; null where it cannot be read, or holds no graph. */
export async function documentOnDisk(
  file: FileIdentity,
  asking: boolean,
): Promise<{ document: GraphDocument; file: FileIdentity } | null> {
  if (file.id === null) return null;
  const found = await host.readFile({ fileId: file.id, ask: asking }).catch(() => null);
  const parsed = found && parseDocument(found.text);
  return parsed?.ok
    ? { document: parsed.value, file: { ...identity(found as OpenedFile), savedAt: file.savedAt } }
    : null;
}

/** Back to what is saved, as one step that can be undone. */
export async function revert(): Promise<boolean> {
  const { file, opened } = useDocument.getState();
  const tab = activeTab();
  const onDisk = await documentOnDisk(file, true);
  if (useDocument.getState().opened !== opened) return false;
  const { saved } = useDocument.getState();
  const isNewer = onDisk !== null && onDisk.file.stamp !== file.stamp;
  const to = isNewer ? onDisk.document : (saved ?? onDisk?.document ?? null);
  if (to === null) return false;
  edit(texts.files.undo.revert, () => to);
  if (isNewer) updateTab(tab, { saved: to, file: onDisk.file });
  return true;
}

/** Closes a tab; what is not saved is asked about first. */
export async function closeTab(id: string = activeTab()): Promise<void> {
  const tab = useTabs.getState().tabs.find((other) => other.id === id);
  if (!tab) return;
  if (isDirty(stateOf(tab))) {
    activate(id);
    const words = texts.dialogs;
    const answer = await ask({
      title: words.saveQuestion(currentDocument().name),
      text: words.saveHelp,
      answers: [
        { id: 'discard', title: words.dontSave },
        { id: 'cancel', title: words.cancel },
        { id: 'save', title: words.save },
      ],
      first: 'save',
    });
    if (answer === null || answer === 'cancel' || (answer === 'save' && !(await save()))) return;
  }
  removeTab(id, () => freshState(newDocument(texts.document.untitled)));
}

/** Opens the graph that the page's address holds, if it holds one, and takes it out of the address. */
export async function openShared(): Promise<boolean> {
  const { hash } = location;
  if (!isShared(hash)) return false;
  history.replaceState(null, '', location.pathname + location.search);
  const text = await sharedText(hash);
  if (text !== null) return openText(text, texts.files.share.name, NO_FILE);
  showMessage(texts.dialogs.openFailed(texts.files.share.name), texts.files.share.broken);
  return false;
}

export function reopenClosedTab(): void {
  const state = reopenClosed();
  if (state) toast(texts.files.tabs.reopened(state.document.name));
}
