/** Selecting and arranging on the canvas, frames and subgraphs. */

import { align, arrange, distribute, fold, group, selectedCount, toSubgraph } from '../canvas/arranging';
import { openMenuForFocus } from '../canvas/context-menu';
import { takeOut } from '../canvas/dragging';
import { editText } from '../canvas/editing';
import { addMiddlePoint } from '../canvas/rerouting';
import { fitNodes } from '../canvas/viewport';
import { ALIGNMENTS, type Alignment, type Axis } from '../document/arrange';
import { findNode, outline } from '../document/lookup';
import { ofSameKind, reach } from '../document/reach';
import { reroutesOf } from '../document/reroutes';
import { select, selectedEdges, selectedNodes } from '../document/selection';
import { currentDocument } from '../document/store';
import { canFlag, dissolve, isCollapsed, isContainer, toggleFlag } from '../document/structure';
import { straightenWires } from '../document/wiring';
import { texts } from '../texts';
import type { Command } from './command';
import { toggleSnap, useLayout } from './layout';

const names = texts.arrange;

const hasNodes = (): boolean => selectedNodes().length > 0;
const containers = (): string[] => selectedNodes().filter((id) => isContainer(findNode(currentDocument(), id)));
const flaggable = (): string[] =>
  selectedNodes().filter((id) => {
    const node = findNode(currentDocument(), id);
    return node !== undefined && canFlag(node);
  });
const hasFlag = (flag: 'bypassed' | 'frozen'): boolean =>
  flaggable().length > 0 && flaggable().every((id) => findNode(currentDocument(), id)?.[flag] === true);
/** The one selected node with a text of its own on the canvas. */
const withText = (): string | undefined => {
  const [id, ...others] = selectedNodes();
  const node = id === undefined || others.length > 0 ? undefined : findNode(currentDocument(), id);
  return node && (isContainer(node) || node.type === 'comment') ? node.id : undefined;
};
const bentWires = (): string[] => {
  const chosen = new Set(selectedEdges());
  return currentDocument()
    .edges.filter((edge) => chosen.has(edge.id) && reroutesOf(edge).length > 0)
    .map(({ id }) => id);
};

const ALIGN_KEYS: Partial<Record<Alignment, string>> = {
  left: 'Alt+Shift+ArrowLeft',
  right: 'Alt+Shift+ArrowRight',
  top: 'Alt+Shift+ArrowUp',
  bottom: 'Alt+Shift+ArrowDown',
};

/** The nodes that are left when those go that stand in others of them. */
function outermost(ids: ReadonlySet<string>): string[] {
  const { parents } = outline(currentDocument());
  return [...ids].filter((id) => {
    const parent = parents.get(id);
    return parent === undefined || !ids.has(parent);
  });
}

const selectReach = (direction: 'upstream' | 'downstream'): void =>
  select(outermost(reach(currentDocument(), selectedNodes(), direction)));

const AXES: readonly Axis[] = ['horizontal', 'vertical'];

export function arrangeCommands(): Command[] {
  const { snap } = useLayout.getState();
  return [
    {
      id: 'select.upstream',
      title: names.selectUpstream,
      group: 'arrange',
      keys: ['U'],
      canvasOnly: true,
      menu: true,
      enabled: hasNodes,
      run: () => selectReach('upstream'),
    },
    {
      id: 'select.downstream',
      title: names.selectDownstream,
      group: 'arrange',
      keys: ['D'],
      canvasOnly: true,
      menu: true,
      enabled: hasNodes,
      run: () => selectReach('downstream'),
    },
    {
      id: 'select.kind',
      title: names.selectKind,
      group: 'arrange',
      keys: ['K'],
      canvasOnly: true,
      menu: true,
      keywords: 'type same',
      enabled: hasNodes,
      run: () => select(ofSameKind(currentDocument(), selectedNodes())),
    },
    {
      id: 'structure.group',
      title: names.group,
      group: 'arrange',
      keys: ['Mod+G'],
      menu: true,
      separated: true,
      keywords: 'frame',
      enabled: hasNodes,
      run: group,
    },
    {
      id: 'structure.subgraph',
      title: names.makeSubgraph,
      group: 'arrange',
      keys: ['Alt+G'],
      menu: true,
      keywords: 'collapse group function',
      enabled: hasNodes,
      run: toSubgraph,
    },
    {
      id: 'structure.dissolve',
      title: names.dissolve,
      group: 'arrange',
      keys: ['Mod+Shift+G'],
      menu: true,
      keywords: 'expand remove frame',
      enabled: () => containers().length > 0,
      run: () => dissolve(containers()),
    },
    {
      id: 'structure.collapse',
      title: names.collapse,
      group: 'arrange',
      keys: ['Alt+Enter'],
      menu: true,
      keywords: 'open close fold inside',
      enabled: () => containers().length > 0,
      run: () => {
        const open = containers().some((id) => !isCollapsed(findNode(currentDocument(), id)));
        fold(containers(), open);
      },
    },
    {
      id: 'structure.takeOut',
      title: names.takeOut,
      group: 'arrange',
      menu: true,
      enabled: () => selectedNodes().some((id) => outline(currentDocument()).parents.has(id)),
      run: () => takeOut(selectedNodes()),
    },
    {
      id: 'structure.editText',
      title: names.editText,
      group: 'arrange',
      keys: ['Shift+F2'],
      menu: true,
      keywords: 'rename frame note comment',
      enabled: () => withText() !== undefined,
      run: () => {
        const id = withText();
        if (id !== undefined) editText(id);
      },
    },
    {
      id: 'node.bypass',
      title: names.bypass,
      group: 'node',
      keys: ['Mod+B'],
      menu: true,
      separated: true,
      keywords: 'mute disable skip',
      enabled: () => flaggable().length > 0,
      checked: () => hasFlag('bypassed'),
      run: () => toggleFlag(flaggable(), 'bypassed'),
    },
    {
      id: 'node.freeze',
      title: names.freeze,
      group: 'node',
      keys: ['Mod+Shift+F'],
      menu: true,
      keywords: 'trainable lock',
      enabled: () => flaggable().length > 0,
      checked: () => hasFlag('frozen'),
      run: () => toggleFlag(flaggable(), 'frozen'),
    },
    {
      id: 'wire.addPoint',
      title: names.addReroute,
      group: 'node',
      menu: true,
      separated: true,
      keywords: 'reroute bend',
      enabled: () => selectedEdges().length === 1,
      run: () => {
        const [edge] = selectedEdges();
        if (edge !== undefined) addMiddlePoint(edge);
      },
    },
    {
      id: 'wire.straighten',
      title: names.straighten,
      group: 'node',
      menu: true,
      keywords: 'reroute straighten',
      enabled: () => bentWires().length > 0,
      run: () => straightenWires(bentWires()),
    },
    {
      id: 'arrange.right',
      title: names.layoutRight,
      group: 'arrange',
      keys: ['L'],
      canvasOnly: true,
      menu: true,
      separated: true,
      keywords: 'layout automatic tidy',
      enabled: () => currentDocument().nodes.length > 1,
      run: () => arrange('LR'),
    },
    {
      id: 'arrange.down',
      title: names.layoutDown,
      group: 'arrange',
      keys: ['Shift+L'],
      canvasOnly: true,
      menu: true,
      keywords: 'layout automatic tidy vertical',
      enabled: () => currentDocument().nodes.length > 1,
      run: () => arrange('TB'),
    },
    ...ALIGNMENTS.map(
      (how, place): Command => ({
        id: `align.${how}`,
        title: names.align[how],
        group: 'arrange',
        ...(ALIGN_KEYS[how] !== undefined && { keys: [ALIGN_KEYS[how]] }),
        menu: true,
        separated: place === 0,
        enabled: () => selectedCount() > 1,
        run: () => align(how),
      }),
    ),
    ...AXES.map(
      (axis, place): Command => ({
        id: `distribute.${axis}`,
        title: names.distribute[axis],
        group: 'arrange',
        menu: true,
        separated: place === 0,
        enabled: () => selectedCount() > 2,
        run: () => distribute(axis),
      }),
    ),
    {
      id: 'arrange.snap',
      title: names.snap,
      group: 'arrange',
      menu: true,
      separated: true,
      checked: () => snap,
      run: toggleSnap,
    },
    {
      id: 'node.menu',
      title: names.menu,
      group: 'node',
      keys: ['Shift+F10'],
      canvasOnly: true,
      keywords: 'context actions right click',
      run: openMenuForFocus,
    },
    {
      id: 'view.fitSelection',
      title: names.fitSelection,
      group: 'view',
      keys: ['F'],
      canvasOnly: true,
      menu: true,
      keywords: 'frame focus',
      enabled: hasNodes,
      run: () => fitNodes(selectedNodes()),
    },
  ];
}
