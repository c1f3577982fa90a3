/** Which commands the menu at the pointer offers, by what lies there. */
import { create } from 'zustand';
import { findNode } from '../document/lookup';
import { select, selectedEdges, selectedNodes } from '../document/selection';
import { currentDocument } from '../document/store';
import { isContainer } from '../document/structure';
import type { Point } from './geometry';

export interface OpenMenu extends Point {
  /** Ids of commands; null is a line. */
  commands: readonly (string | null)[];
}

export const useContextMenu = create<{ open: OpenMenu | null }>()(() => ({ open: null }));

const COPYING = ['edit.cut', 'edit.copy', 'edit.duplicate', 'edit.delete'] as const;
const ON_CANVAS = [
  'node.add',
  'edit.paste',
  null,
  'edit.selectAll',
  'view.fit',
  'arrange.right',
  'arrange.down',
  null,
  'arrange.snap',
];
const ON_WIRE = ['wire.addPoint', 'wire.straighten', null, 'edit.delete'];
const ON_NODE = [
  'node.connect',
  'node.addAfter',
  'node.replace',
  'node.bypass',
  'node.freeze',
  'node.rename',
  null,
  ...COPYING,
  'edit.deleteAndReconnect',
  null,
  'structure.group',
  'structure.subgraph',
  'structure.takeOut',
  null,
  'select.upstream',
  'select.downstream',
];
const ON_CONTAINER = [
  'structure.editText',
  'structure.collapse',
  'structure.dissolve',
  null,
  'node.bypass',
  'node.freeze',
  null,
  ...COPYING,
];
const ON_SEVERAL = [
  'structure.group',
  'structure.subgraph',
  'node.bypass',
  'node.freeze',
  null,
  'arrange.right',
  'align.left',
  'align.top',
  'distribute.horizontal',
  'distribute.vertical',
  null,
  ...COPYING,
];

/** Opens the menu for what lies under the pointer; a node or wire that is not selected is selected first. */
export function openContextMenu(target: Element, place: Point): void {
  const nodeId = target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
  const edgeId = target.closest<HTMLElement>('.react-flow__edge')?.dataset.id;
  let commands: readonly (string | null)[] = ON_CANVAS;
  if (nodeId !== undefined) {
    if (!selectedNodes().includes(nodeId)) select([nodeId]);
    const several = selectedNodes().length > 1;
    commands = several ? ON_SEVERAL : isContainer(findNode(currentDocument(), nodeId)) ? ON_CONTAINER : ON_NODE;
  } else if (edgeId !== undefined) {
    if (!selectedEdges().includes(edgeId)) select([], [edgeId]);
    commands = ON_WIRE;
  } else if (selectedNodes().length > 1 && target.closest('.react-flow__nodesselection')) commands = ON_SEVERAL;
  else if (!target.closest('.react-flow__pane')) return;
  useContextMenu.setState({ open: { ...place, commands } });
}

/** Opens the menu for the node in focus, as the menu key does. */
export function openMenuForFocus(): void {
  const focused = document.activeElement;
  const node = focused?.closest('.react-flow__node');
  if (!node) return;
  const box = node.getBoundingClientRect();
  openContextMenu(node, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

export const closeContextMenu = (): void => useContextMenu.setState({ open: null });
