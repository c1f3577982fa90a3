/**
 * The browser's own copy, cut and paste: reading the clipboard in them needs no permission. What is pasted lands in place, or
 * in the middle of the view where that place is out of sight.
 */
import { toast, useAddSearch, useDialog } from '../app/dialog-store';
import { copyTo, type PasteOffset, pasteText } from '../document/clipboard';
import { onGrid } from '../document/placing';
import { neighbourOf } from '../document/reach';
import { selectedNodes } from '../document/selection';
import { currentDocument } from '../document/store';
import { texts } from '../texts';
import { CARD_HEIGHT, CARD_WIDTH } from './geometry';
import { focusNode, shownArea } from './viewport';

/** Where a part goes: a step beside where it was copied, or into the middle of the view. */
export const intoView: PasteOffset = (nodes, step) => {
  const view = shownArea();
  const ids = new Set(nodes.map(({ id }) => id));
  const roots = nodes.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
  if (!view || roots.length === 0) return step;
  const left = Math.min(...roots.map(({ position }) => position.x));
  const top = Math.min(...roots.map(({ position }) => position.y));
  const right = Math.max(...roots.map(({ position }) => position.x)) + CARD_WIDTH;
  const bottom = Math.max(...roots.map(({ position }) => position.y)) + CARD_HEIGHT;
  const isSeen =
    right + step.x > view.x &&
    left + step.x < view.x + view.width &&
    bottom + step.y > view.y &&
    top + step.y < view.y + view.height;
  if (isSeen) return step;
  return onGrid({
    x: view.x + view.width / 2 - (left + right) / 2,
    y: view.y + view.height / 2 - (top + bottom) / 2,
  });
};

const FIELD = 'input, textarea, select, [contenteditable="true"]';

/** Whether the event is about the graph: not about a field, a dialog, or text that was marked. */
function isForGraph(event: ClipboardEvent): boolean {
  if (event.defaultPrevented || useDialog.getState().open !== null || useAddSearch.getState().open !== null)
    return false;
  if (event.target instanceof Element && event.target.closest(FIELD)) return false;
  return event.type === 'paste' || (getSelection()?.isCollapsed ?? true);
}

/** Listens to the clipboard; the function that comes back ends it. */
export function startClipboard(): () => void {
  const take = (event: ClipboardEvent): void => {
    if (!event.clipboardData || !isForGraph(event)) return;
    const cut = event.type === 'cut';
    const next = neighbourOf(currentDocument(), selectedNodes());
    if (!copyTo(event.clipboardData, cut)) return;
    event.preventDefault();
    if (cut) focusNode(next);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '' || !isForGraph(event)) return;
    event.preventDefault();
    if (!pasteText(text, intoView)) toast(texts.toast.nothingToPaste);
    else focusNode(selectedNodes()[0] ?? null);
  };
  addEventListener('copy', take);
  addEventListener('cut', take);
  addEventListener('paste', paste);
  return () => {
    removeEventListener('copy', take);
    removeEventListener('cut', take);
    removeEventListener('paste', paste);
  };
}
