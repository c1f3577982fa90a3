import { nodeCategories, nodeRegistry } from '../../engine';
import { addAt, canAdd } from '../canvas/adding';
import { cardTitle } from '../canvas/card-title';
import { editText } from '../canvas/editing';
import { rectAt, rectsOf } from '../canvas/places';
import { useRoutes } from '../canvas/routes';
import { cardPlace, focusNode, fromGraph, isInView, pointerPlace, showNode, viewCenter } from '../canvas/viewport';
import { candidates, type PortPlace, wireBetween } from '../document/connections';
import { applyFix, fixAll } from '../document/fixes';
import { findNode, portsOf } from '../document/lookup';
import { CARD, nextPlace } from '../document/placing';
import { allProblems } from '../document/problems';
import { replacements } from '../document/replace';
import { select, selectedEdges, selectedNodes } from '../document/selection';
import { currentDocument, useDocument } from '../document/store';
import { isContainer, replaceNode } from '../document/structure';
import { canInsertType, connect, removeEdge } from '../document/wiring';
import { texts } from '../texts';
import type { SearchItem } from '../ui/SearchList';
import type { Command } from './command';
import { openAddSearch, openDialog } from './dialog-store';
import { showTab } from './layout';

const names = texts.commands;

/** Adds a node of a type: into the selected wire, after the selected node, or in the middle of the view. */
export function addFromPalette(type: string): void {
  const document = currentDocument();
  const [edge] = selectedNodes().length === 0 ? selectedEdges() : [];
  const middle = edge === undefined ? undefined : middleOf(edge);
  if (edge !== undefined && middle && canInsertType(document, edge, type)) {
    addAt(type, { x: middle.x - CARD.width / 2, y: middle.y - CARD.height / 2 }, { wire: edge });
    return;
  }
  const [beside] = selectedNodes();
  const rect = beside === undefined ? undefined : rectAt(document, beside);
  addAt(type, rect ? nextPlace([...rectsOf(document).values()], rect, isInView) : cardPlace(viewCenter()));
}

/** The middle of a wire's way. */
function middleOf(edgeId: string): { x: number; y: number } | undefined {
  const route = useRoutes.getState().wires.get(edgeId)?.route;
  const [from, to] = [route?.[0], route?.at(-1)];
  return from && to ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } : undefined;
}

/** Opens the add-node search for what fits the selected node's first output, or its first input where it has none. */
function addAfter(): void {
  const document = currentDocument();
  const [nodeId] = selectedNodes();
  const rect = nodeId === undefined ? undefined : rectAt(document, nodeId);
  if (nodeId === undefined || !rect) return;
  const { inputs, outputs } = portsOf(document, nodeId);
  const side = outputs.length > 0 ? 'output' : 'input';
  const [port] = side === 'output' ? outputs : inputs;
  if (!port) return;
  const x = side === 'output' ? rect.x + rect.width + CARD.columnGap : rect.x - CARD.columnGap;
  const place = fromGraph({ x, y: rect.y + rect.height / 2 });
  openAddSearch({ ...place, from: { nodeId, port: port.name, side } });
}

/** Lists the types that could take the selected node's place. */
function replaceWith(): void {
  const [id] = selectedNodes();
  if (id === undefined) return;
  openDialog({
    kind: 'choose',
    title: texts.arrange.replaceTitle(id),
    search: texts.canvas.addSearch,
    empty: texts.arrange.noReplacement,
    items: replacements(currentDocument(), id).map(({ type, title, icon, category }) => ({
      id: type,
      title,
      icon,
      detail: nodeCategories.find((entry) => entry.id === category)?.title ?? '',
    })),
    choose: (type) => {
      replaceNode(id, type);
      focusNode(id);
    },
  });
}

/** Lists all that the selected node can be wired to, what its outputs feed first. */
function connectTo(): void {
  const document = currentDocument();
  const [nodeId] = selectedNodes();
  const node = nodeId === undefined ? undefined : findNode(document, nodeId);
  if (!node) return;
  const ports: PortPlace[] = [
    ...portsOf(document, node.id).outputs.map(({ name }) => ({ nodeId: node.id, port: name, side: 'output' as const })),
    ...portsOf(document, node.id).inputs.map(({ name }) => ({ nodeId: node.id, port: name, side: 'input' as const })),
  ];
  const wires = ports.flatMap((from) =>
    candidates(from).flatMap(({ place, problem }) => {
      const wire = problem === null ? wireBetween(from, place) : null;
      return wire ? [{ from, place, wire }] : [];
    }),
  );
  openDialog({
    kind: 'choose',
    title: texts.dialogs.connectFrom(node.id),
    search: texts.dialogs.searchTargets,
    empty: texts.dialogs.noTargets,
    items: wires.map(({ from, place }, index): SearchItem => {
      const other = findNode(document, place.nodeId);
      return {
        id: String(index),
        title: texts.dialogs.connection(from.port, from.side === 'output', `${place.nodeId} ${place.port}`),
        ...(other && { detail: cardTitle(other), icon: nodeRegistry.get(other.type)?.icon ?? 'node' }),
      };
    }),
    choose: (id) => {
      const chosen = wires[Number(id)];
      if (chosen) connect(chosen.wire);
      focusNode(node.id);
    },
  });
}

/** Lists the wires of the selected node, to take one away. */
function disconnect(): void {
  const ids = new Set(selectedNodes());
  const wires = currentDocument().edges.filter((edge) => ids.has(edge.source) || ids.has(edge.target));
  openDialog({
    kind: 'choose',
    title: names.disconnect,
    search: texts.dialogs.searchTargets,
    empty: texts.dialogs.noWires,
    items: wires.map((edge) => ({
      id: edge.id,
      title: `${edge.source} ${edge.sourceHandle} → ${edge.target} ${edge.targetHandle}`,
    })),
    choose: removeEdge,
  });
}

function goToNode(): void {
  openDialog({
    kind: 'choose',
    title: texts.dialogs.goToNode,
    search: texts.dialogs.searchNodes,
    empty: texts.canvas.empty,
    items: currentDocument().nodes.map((node) => ({
      id: node.id,
      title: node.id,
      detail: cardTitle(node),
      icon: nodeRegistry.get(node.type)?.icon ?? 'node',
      keywords: cardTitle(node),
    })),
    choose: revealNode,
  });
}

/** Selects a node, brings it into view and puts the focus on it. */
export function revealNode(id: string): void {
  select([id]);
  showNode(id);
  focusNode(id);
}

let lastProblem = -1;

function nextProblem(): void {
  const problems = allProblems();
  if (problems.length === 0) return;
  lastProblem = (lastProblem + 1) % problems.length;
  showTab('problems');
  const nodeId = problems[lastProblem]?.where.nodeId;
  if (nodeId != null && findNode(currentDocument(), nodeId)) revealNode(nodeId);
}

/** Puts the caret into the title of a frame, the text of a note, or else the id field of the inspector. */
function rename(): void {
  const [id] = selectedNodes();
  const node = id === undefined ? undefined : findNode(currentDocument(), id);
  if (node && (isContainer(node) || node.type === 'comment')) {
    editText(node.id);
    return;
  }
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>('[data-field="id"] input');
    field?.focus();
    field?.select();
  });
}

const one = (): boolean => selectedNodes().length === 1;

export function nodeCommands(): Command[] {
  const fixes = allProblems().flatMap((problem) => (problem.fix ? [{ problem, fix: problem.fix }] : []));
  const { checked } = useDocument.getState();
  return [
    {
      id: 'node.add',
      title: names.addSearch,
      group: 'node',
      menu: true,
      run: () => openAddSearch({ ...(pointerPlace() ?? viewCenter()), from: null }),
    },
    {
      id: 'node.connect',
      title: names.connectTo,
      group: 'node',
      keys: ['Mod+Shift+C'],
      pageKeys: ['Alt+C'],
      menu: true,
      enabled: () => one() && checked !== null,
      run: connectTo,
    },
    {
      id: 'node.disconnect',
      title: names.disconnect,
      group: 'node',
      menu: true,
      enabled: () => selectedNodes().length > 0,
      run: disconnect,
    },
    {
      id: 'node.addAfter',
      title: texts.arrange.addAfter,
      group: 'node',
      keys: ['Mod+Shift+A'],
      menu: true,
      keywords: 'fits wired connect',
      enabled: one,
      run: addAfter,
    },
    {
      id: 'node.replace',
      title: texts.arrange.replace,
      group: 'node',
      keys: ['Mod+Shift+R'],
      pageKeys: ['Alt+R'],
      menu: true,
      keywords: 'type change swap',
      enabled: () => one() && findNode(currentDocument(), selectedNodes()[0] ?? '')?.type !== undefined,
      run: replaceWith,
    },
    { id: 'node.rename', title: names.rename, group: 'node', keys: ['F2'], menu: true, enabled: one, run: rename },
    {
      id: 'node.goTo',
      title: names.goToNode,
      group: 'node',
      keys: ['Mod+F'],
      keywords: 'find search',
      menu: true,
      separated: true,
      run: goToNode,
    },
    {
      id: 'problem.next',
      title: names.nextProblem,
      group: 'node',
      keys: ['F8'],
      menu: true,
      separated: true,
      enabled: () => allProblems().length > 0,
      run: nextProblem,
    },
    {
      id: 'problem.fixAll',
      title: names.fixAll,
      group: 'node',
      menu: true,
      enabled: () => fixes.length > 0,
      run: fixAll,
    },
    ...fixes.map(
      ({ problem, fix }, place): Command => ({
        id: `problem.fix.${place}`,
        title: names.fix(fix.title),
        group: 'node',
        keywords: `${problem.code} ${problem.message}`,
        run: () => applyFix(fix),
      }),
    ),
    ...nodeCategories.flatMap((category) =>
      [...nodeRegistry.values()]
        .filter((definition) => definition.category === category.id)
        .map(
          (definition): Command => ({
            id: `node.add.${definition.type}`,
            title: names.addNode(definition.title),
            group: 'node',
            keywords: category.title,
            enabled: () => canAdd(currentDocument(), definition),
            run: () => addFromPalette(definition.type),
          }),
        ),
    ),
  ];
}
