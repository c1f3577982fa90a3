/** Frames, subgraphs, and what is set on nodes as a whole; each as one named step. */
import {
  collapseNodes,
  type GraphDocument,
  type GraphNode,
  groupNodes,
  nodeRegistry,
  ungroupNodes,
  unpackSubgraph,
} from '../../engine';
import { texts } from '../texts';
import * as edits from './edits';
import { findNode, outline } from './lookup';
import { replaceType } from './replace';
import { select, selectedNodes } from './selection';
import { currentDocument, edit } from './store';

const names = texts.gestures;

type Flag = 'bypassed' | 'frozen';

/** Whether bypassing or freezing means anything for a node. */
export function canFlag({ type }: GraphNode): boolean {
  const definition = nodeRegistry.get(type);
  const structure = definition?.structure;
  if (structure !== undefined) return structure === 'group' || structure === 'subgraph';
  return definition !== undefined && definition.role !== 'data';
}

/** Sets a flag on all of the nodes that can have it, or takes it away where all have it. */
export function toggleFlag(ids: readonly string[], flag: Flag): void {
  const document = currentDocument();
  const able = ids.flatMap((id) => {
    const node = findNode(document, id);
    return node && canFlag(node) ? [node] : [];
  });
  const on = able.some((node) => !node[flag]);
  const changed = new Set(able.map(({ id }) => id));
  edit(names[flag]([...changed], on), (before) => {
    const nodes = before.nodes.map((node) => {
      if (!changed.has(node.id) || (node[flag] ?? false) === on) return node;
      const { [flag]: _, ...rest } = node;
      return (on ? { ...rest, [flag]: true } : rest) as GraphNode;
    });
    return changed.size > 0 ? { ...before, nodes } : before;
  });
}

/** Puts a frame about the selection; false where the selection stands in several containers. */
export function groupSelection(): string | null {
  let id: string | null = null;
  edit(names.group(selectedNodes().length), (document) => {
    const grouped = groupNodes(document, selectedNodes());
    id = grouped?.id ?? null;
    return grouped?.document ?? document;
  });
  if (id !== null) select([id]);
  return id;
}

/** Moves the corner of a container; what stands in it stays where it is. */
function moveCorner(document: GraphDocument, id: string, corner: edits.Position): GraphDocument {
  const container = findNode(document, id);
  if (!container) return document;
  const dx = corner.x - container.position.x;
  const dy = corner.y - container.position.y;
  const nodes = document.nodes.map((node) => {
    if (node.id === id) return { ...node, position: corner };
    if (node.parentId !== id) return node;
    return { ...node, position: { x: node.position.x - dx, y: node.position.y - dy } };
  });
  return { ...document, nodes };
}

/** Makes a subgraph of the selection, shown as a card at `corner`; null where that cannot be. */
export function makeSubgraph(corner: edits.Position): string | null {
  let id: string | null = null;
  edit(names.makeSubgraph(selectedNodes().length), (document) => {
    const made = collapseNodes(document, selectedNodes());
    if (!made) return document;
    id = made.id;
    const shown = edits.changeNode(made.document, made.id, (node) => ({
      ...node,
      data: { ...node.data, collapsed: true },
    }));
    return moveCorner(shown, made.id, corner);
  });
  if (id !== null) select([id]);
  return id;
}

/** Takes frames away and puts what stands in subgraphs in their place; what stood inside is selected. */
export function dissolve(ids: readonly string[]): void {
  const document = currentDocument();
  const containers = ids.filter((id) => isContainer(findNode(document, id)));
  const { parents } = outline(document);
  const inside = document.nodes.filter(({ id }) => containers.includes(parents.get(id) ?? '')).map(({ id }) => id);
  edit(names.dissolve(containers), (before) =>
    containers.reduce(
      (changed, id) =>
        findNode(before, id)?.type === 'subgraph' ? unpackSubgraph(changed, id) : ungroupNodes(changed, id),
      before,
    ),
  );
  const left = currentDocument();
  if (left !== document) select(inside.filter((id) => findNode(left, id)));
}

export const isContainer = (node: GraphNode | undefined): boolean =>
  node?.type === 'group' || node?.type === 'subgraph';

export const isCollapsed = (node: GraphNode | undefined): boolean => isContainer(node) && node?.data.collapsed === true;

/** Shows a container as a card, or as a frame about what stands in it; `then` goes on within the step. */
export function setCollapsed(
  ids: readonly string[],
  collapsed: boolean,
  then: (document: GraphDocument) => GraphDocument = (document) => document,
): void {
  const chosen = new Set(ids);
  edit(names.collapse(ids, collapsed), (document) => {
    let changed = false;
    const nodes = document.nodes.map((node) => {
      if (!chosen.has(node.id) || !isContainer(node) || isCollapsed(node) === collapsed) return node;
      changed = true;
      return { ...node, data: { ...node.data, collapsed } };
    });
    return changed ? then({ ...document, nodes }) : document;
  });
}

/** Gives a node another type; wires and parameters that fit stay. */
export function replaceNode(id: string, type: string): void {
  edit(names.replace(id, nodeRegistry.get(type)?.title ?? type), (document) => replaceType(document, id, type));
}

/** Puts nodes into a container, or out of all of them (null), at places given in its coordinates. */
export function reparent(
  places: ReadonlyMap<string, edits.Position>,
  container: string | null,
  gesture: string | null = null,
): void {
  edit(
    names.reparent([...places.keys()], container),
    (document) => {
      const nodes = document.nodes.map((node) => {
        const position = places.get(node.id);
        if (!position) return node;
        const { parentId: _, ...rest } = node;
        return { ...rest, position, ...(container !== null && { parentId: container }) } as GraphNode;
      });
      return { ...document, nodes };
    },
    gesture,
  );
}
