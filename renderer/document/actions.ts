/** What a person does to the document, each as one named step of the history. */
import {
  freeId,
  type GraphDocument,
  type GraphNode,
  isNodeId,
  type NodeDefinition,
  nodeRegistry,
  withDefaults,
} from '../../engine';
import { texts } from '../texts';
import { connectionAllowed } from './connections';
import * as edits from './edits';
import { findNode } from './lookup';
import { onGrid } from './placing';
import { select, selectedEdges, selectedNodes } from './selection';
import { currentDocument, edit } from './store';

const names = texts.undo;
export const definitionOf = (node: GraphNode): NodeDefinition | undefined => nodeRegistry.get(node.type);

/**
 * Adds a node and returns its id. `then` changes the document further within the same step: it wires the node. The place is
 * relative to the container, if it goes into one.
 */
export function addNode(
  type: string,
  position: edits.Position,
  then?: (document: GraphDocument, id: string) => GraphDocument,
  parentId?: string,
): string | null {
  const definition = nodeRegistry.get(type);
  if (!definition) return null;
  const id = freeId(currentDocument(), definition.idStem);
  edit(names.add(definition.title), (document) => {
    const data = withDefaults(definition.parameters, {});
    const node = { id, type, position: onGrid(position), data, ...(parentId !== undefined && { parentId }) };
    const added = edits.addNode(document, node);
    return then ? then(added, id) : added;
  });
  select([id]);
  return id;
}

export function deleteSelection(name?: string): void {
  const nodeIds = selectedNodes();
  const edgeIds = selectedEdges();
  edit(name ?? names.remove(nodeIds, edgeIds.length), (document) => edits.remove(document, nodeIds, edgeIds));
}

export function deleteAndReconnect(): void {
  const nodeIds = selectedNodes();
  const order = (node: GraphNode): string[] => definitionOf(node)?.inputs.map((port) => port.name) ?? [];
  edit(names.remove(nodeIds, 0), (document) => edits.removeAndReconnect(document, nodeIds, order, connectionAllowed));
}

/** The size of a note while its corner is dragged. */
export function setNoteSize(id: string, { width, height }: { width: number; height: number }): void {
  edit(
    texts.gestures.resize(id),
    (document) =>
      edits.changeNode(document, id, (node) => {
        const size = { width: Math.round(width), height: Math.round(height) };
        const same = node.data.width === size.width && node.data.height === size.height;
        return same ? node : { ...node, data: { ...node.data, ...size } };
      }),
    `resize ${id}`,
  );
}

/** Turns statistics of a node's output on or off. */
export function setProbed(id: string, probed: boolean): void {
  edit(names.probe(id), (document) => edits.changeNode(document, id, (node) => ({ ...node, probed })));
}

/** Why a node cannot have this id, or null. */
export function idProblem(from: string, to: string): string | null {
  if (!isNodeId(to)) return texts.inspector.idInvalid;
  if (from !== to && findNode(currentDocument(), to)) return texts.inspector.idTaken(to);
  return null;
}

export function renameNode(from: string, to: string): boolean {
  if (idProblem(from, to) !== null) return false;
  const nodes = selectedNodes().map((id) => (id === from ? to : id));
  const edges = selectedEdges();
  edit(names.rename(from, to), (document) => edits.renameNode(document, from, to));
  select(nodes, edges);
  return true;
}

export function setName(name: string): void {
  edit(
    names.graph(texts.inspector.name),
    (document) => (name === document.name ? document : { ...document, name }),
    'name',
  );
}

export function setSeed(
  seed: number,
  name: string = names.graph(texts.inspector.seed),
  key: string | null = 'seed',
): void {
  edit(name, (document) => (seed === document.seed ? document : { ...document, seed }), key);
}

/** Changes how to train; `undefined` takes a setting away (steps and epochs exclude each other). */
export function setRun(changes: Record<string, unknown>, title: string): void {
  edit(
    names.graph(title),
    (document) => {
      const run: Record<string, unknown> = { ...document.run, ...changes };
      for (const key of Object.keys(run)) if (run[key] === undefined) delete run[key];
      if (JSON.stringify(run) === JSON.stringify(document.run)) return document;
      return { ...document, run: run as GraphDocument['run'] };
    },
    `run ${Object.keys(changes).join(' ')}`,
  );
}

export function selectAll(): void {
  const document = currentDocument();
  select(
    document.nodes.map((node) => node.id),
    document.edges.map((edge) => edge.id),
  );
}
