/**
 * Copy and paste by way of the system clipboard. What is copied is a graph file with the selected part in it, so it can
 * be pasted into a text, and whatever is pasted comes in by the same guarded door as a file.
 */
import { newDocument, parseDocument, printDocument } from '../../engine';
import { toast } from '../app/dialog-store';
import { texts } from '../texts';
import { deleteSelection } from './actions';
import { insertPart } from './copying';
import { extract } from './edits';
import { selectedNodes } from './selection';
import { currentDocument } from './store';

/** What was copied last and how often it was pasted since: each paste lies a little further. */
let last = { text: '', pastes: 0 };

/** The selected nodes as the text of a graph file; null when nothing is selected. */
export function selectionText(): string | null {
  const document = currentDocument();
  const part = extract(document, selectedNodes());
  if (part.nodes.length === 0) return null;
  return printDocument({ ...newDocument(document.name), ...part });
}

async function write(text: string): Promise<void> {
  last = { text, pastes: 0 };
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the right to use the clipboard, pasting works within this window.
  }
}

export async function copySelection(): Promise<void> {
  const text = selectionText();
  if (text === null) return;
  await write(text);
  toast(texts.toast.copied(selectedNodes().length));
}

export async function cutSelection(): Promise<void> {
  const text = selectionText();
  if (text === null) return;
  await write(text);
  deleteSelection();
}

/** Adds what a text holds, if it is a graph. */
export function pasteText(text: string): boolean {
  const parsed = parseDocument(text);
  if (!parsed.ok || parsed.value.nodes.length === 0) return false;
  const pastes = text === last.text ? last.pastes + 1 : 1;
  last = { text, pastes };
  const { nodes, edges } = parsed.value;
  insertPart({ nodes, edges }, { x: 32 * pastes, y: 32 * pastes }, texts.undo.paste(nodes.length));
  return true;
}

export async function pasteClipboard(): Promise<void> {
  let text = last.text;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    if (text === '') {
      toast(texts.toast.clipboardDenied);
      return;
    }
  }
  if (!pasteText(text)) toast(texts.toast.nothingToPaste);
}
