import { nodeCategories, nodeRegistry } from '../../engine';
import { cardTitle } from '../canvas/card-title';
import { cardPlace, focusNode, isInView, keepInView, pointerPlace, showNode, viewCenter } from '../canvas/viewport';
import { addNode, applyFix, applyFixes, connect, freePlace, nextPlace, removeEdge } from '../document/actions';
import { candidates, type PortPlace, wireBetween } from '../document/connections';
import { findNode, portsOf } from '../document/lookup';
import { allProblems } from '../document/problems';
import { select, selectedNodes } from '../document/selection';
import { currentDocument, useDocument } from '../document/store';
import { texts } from '../texts';
import type { SearchItem } from '../ui/SearchList';
import type { Command } from './command';
import { openAddSearch, openDialog } from './dialog-store';
import { showTab } from './layout';

const names = texts.commands;

/** Adds a node of a type after the selected one, or in the middle of the view. */
export function addFromPalette(type: string): void {
  const document = currentDocument();
  const [beside] = selectedNodes();
  const node = beside === undefined ? undefined : findNode(document, beside);
  const wanted = node ? nextPlace(document, node, isInView) : cardPlace(viewCenter());
  const id = addNode(type, freePlace(document, wanted));
  if (id === null) return;
  keepInView(id);
  focusNode(id);
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

/** Puts the caret into the id field of the inspector. */
function rename(): void {
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
      run: () => applyFixes(fixes.map(({ problem }) => problem)),
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
            run: () => addFromPalette(definition.type),
          }),
        ),
    ),
  ];
}
