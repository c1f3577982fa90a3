import { intoView } from '../canvas/clipboard-events';
import { focusNode } from '../canvas/viewport';
import { deleteAndReconnect, deleteSelection, selectAll } from '../document/actions';
import { copySelection, cutSelection, pasteClipboard } from '../document/clipboard';
import { duplicateSelection } from '../document/copying';
import { nudgeSelection } from '../document/moving';
import { neighbourOf } from '../document/reach';
import { select, selectedEdges, selectedNodes } from '../document/selection';
import { currentDocument, redoEdit, undoEdit, useDocument } from '../document/store';
import { texts } from '../texts';
import type { Command } from './command';
import { openDialog, toast } from './dialog-store';

const names = texts.commands;
const hasNodes = (): boolean => selectedNodes().length > 0;
const hasSelection = (): boolean => hasNodes() || selectedEdges().length > 0;

const STEP = 8;
const LEAP = 40;

const ARROWS = [
  ['left', -1, 0],
  ['right', 1, 0],
  ['up', 0, -1],
  ['down', 0, 1],
] as const;

const nudges: Command[] = ARROWS.flatMap(([direction, x, y]) => {
  const key = `Arrow${direction.charAt(0).toUpperCase()}${direction.slice(1)}`;
  const nudge = (id: string, title: string, keys: string, distance: number): Command => ({
    id,
    title,
    group: 'edit',
    keys: [keys],
    canvasOnly: true,
    enabled: hasNodes,
    run: () => nudgeSelection(x * distance, y * distance),
  });
  return [
    nudge(`edit.move.${direction}`, names.move(`${direction} ${STEP} px`), key, STEP),
    nudge(`edit.leap.${direction}`, names.move(`${direction} ${LEAP} px`), `Shift+${key}`, LEAP),
  ];
});

/** Takes nodes away, and moves the focus to a neighbour of what went; it stays where only wires go. */
function withFocus(take: () => void): void {
  const nodes = selectedNodes();
  const next = neighbourOf(currentDocument(), nodes);
  take();
  if (nodes.length > 0) focusNode(next);
}

function travel(go: () => void, said: (name: string) => string, name: string | undefined): void {
  go();
  if (name !== undefined) toast(said(name));
}

export function editCommands(): Command[] {
  const { history } = useDocument.getState();
  const past = history.past.at(-1)?.name;
  const future = history.future.at(-1)?.name;
  return [
    {
      id: 'edit.undo',
      title: names.undo(past),
      group: 'edit',
      keys: ['Mod+Z'],
      menu: true,
      enabled: () => past !== undefined,
      run: () => travel(undoEdit, texts.toast.undone, past),
    },
    {
      id: 'edit.redo',
      title: names.redo(future),
      group: 'edit',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      menu: true,
      enabled: () => future !== undefined,
      run: () => travel(redoEdit, texts.toast.redone, future),
    },
    {
      id: 'edit.history',
      title: names.history,
      group: 'edit',
      keys: ['Mod+Shift+H'],
      menu: true,
      keywords: 'undo steps list',
      run: () => openDialog({ kind: 'history' }),
    },
    {
      id: 'edit.cut',
      title: names.cut,
      group: 'edit',
      keys: ['Mod+X'],
      byBrowser: true,
      menu: true,
      separated: true,
      enabled: hasNodes,
      run: () => withFocus(() => void cutSelection()),
    },
    {
      id: 'edit.copy',
      title: names.copy,
      group: 'edit',
      keys: ['Mod+C'],
      byBrowser: true,
      menu: true,
      enabled: hasNodes,
      run: copySelection,
    },
    {
      id: 'edit.paste',
      title: names.paste,
      group: 'edit',
      keys: ['Mod+V'],
      byBrowser: true,
      menu: true,
      run: () => pasteClipboard(intoView),
    },
    {
      id: 'edit.duplicate',
      title: names.duplicate,
      group: 'edit',
      keys: ['Mod+D'],
      menu: true,
      enabled: hasNodes,
      run: () => duplicateSelection(),
    },
    {
      id: 'edit.duplicateWired',
      title: texts.arrange.duplicateWired,
      group: 'edit',
      keys: ['Mod+Shift+D'],
      menu: true,
      enabled: hasNodes,
      run: () => duplicateSelection(true),
    },
    {
      id: 'edit.delete',
      title: names.delete,
      group: 'edit',
      keys: ['Delete', 'Backspace'],
      menu: true,
      separated: true,
      enabled: hasSelection,
      run: () => withFocus(() => deleteSelection()),
    },
    {
      id: 'edit.deleteAndReconnect',
      title: names.deleteReconnect,
      group: 'edit',
      keys: ['Mod+Delete', 'Mod+Backspace'],
      menu: true,
      enabled: hasNodes,
      run: () => withFocus(deleteAndReconnect),
    },
    {
      id: 'edit.selectAll',
      title: names.selectAll,
      group: 'edit',
      keys: ['Mod+A'],
      menu: true,
      separated: true,
      run: selectAll,
    },
    {
      id: 'edit.selectNone',
      title: names.clearSelection,
      group: 'edit',
      keys: ['Escape'],
      canvasOnly: true,
      enabled: hasSelection,
      run: () => select([]),
    },
    ...nudges,
  ];
}
