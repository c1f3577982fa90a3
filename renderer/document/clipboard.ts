/**
 * Copy and paste by way of the system clipboard. What is copied is a graph file with the selected part in it, so it can
 * be pasted into a text, and whatever is pasted comes in by the same guarded door as a file.
 */
import { type GraphNode, newDocument, parseDocument, printDocument } from '../../engine';
import { toast } from '../app/dialog-store';
import { texts } from '../texts';
import { deleteSelection } from './actions';
import { insertPart } from './copying';
import { extract, type Position } from './edits';
import { selectedNodes } from './selection';
import { currentDocument } from './store';

/** Each paste of the same part lies this much further right and down. */
const STEP = 32;

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
  const writing = write(text);
  removeCut();
  await writing;
}

const removeCut = (): void => deleteSelection(texts.undo.cut(selectedNodes()));

/** Hands the selection to a copy or cut that the browser tells of; false when there is none. */
export function copyTo(data: DataTransfer, cut: boolean): boolean {
  const text = selectionText();
  if (text === null) return false;
  last = { text, pastes: 0 };
  data.setData('text/plain', text);
  if (cut) removeCut();
  else toast(texts.toast.copied(selectedNodes().length));
  return true;
}

/** How far a part is moved when it is pasted; each paste of the same text lies a `step` further. */
export type PasteOffset = (nodes: readonly GraphNode[], step: Position) => Position;

/** Adds what a text holds, if it is a graph. */
export function pasteText(text: string, offset: PasteOffset = (_, step) => step): boolean {
  const parsed = parseDocument(text);
  if (!parsed.ok || parsed.value.nodes.length === 0) return false;
  const pastes = text === last.text ? last.pastes + 1 : 1;
  last = { text, pastes };
  const { nodes, edges } = parsed.value;
  const step = { x: STEP * pastes, y: STEP * pastes };
  insertPart({ nodes, edges }, offset(nodes, step), texts.undo.paste(nodes.length));
  return true;
}

export async function pasteClipboard(offset?: PasteOffset): Promise<void> {
  let text = last.text;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    if (text === '') {
      toast(texts.toast.clipboardDenied);
      return;
    }
  }
  if (!pasteText(text, offset)) toast(texts.toast.nothingToPaste);
}
