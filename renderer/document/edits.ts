/** Pure changes of a document: each returns a new one that shares all that did not change, or the same one. */
import type { GraphDocument, GraphEdge, GraphNode } from '../../engine';
import { edgeInto, findNode, withInner } from './lookup';
import type { Position } from './position';
import { carryReroutes, setReroutes } from './reroutes';

export type { Position };

export interface Connection {
  source: string;
  sourceHandle: string;
  target: string;
  targetHandle: string;
}

/** `stem`, or `stem-2`, … if it is taken. */
function freeEdgeId(taken: ReadonlySet<string>, stem: string): string {
  let id = stem;
  for (let count = 2; taken.has(id); count++) id = `${stem}-${count}`;
  return id;
}

const edgeStem = (connection: Connection): string =>
  `${connection.source}.${connection.sourceHandle}-${connection.target}.${connection.targetHandle}`;

export function addNode(document: GraphDocument, node: GraphNode): GraphDocument {
  return { ...document, nodes: [...document.nodes, node] };
}

/** Removes nodes with their wires and all that stands inside them, and single wires. */
export function remove(
  document: GraphDocument,
  nodeIds: readonly string[],
  edgeIds: readonly string[] = [],
): GraphDocument {
  const nodes = withInner(document, nodeIds);
  const edges = new Set(edgeIds);
  const keptNodes = document.nodes.filter((node) => !nodes.has(node.id));
  const keptEdges = document.edges.filter(
    (edge) => !edges.has(edge.id) && !nodes.has(edge.source) && !nodes.has(edge.target),
  );
  if (keptNodes.length === document.nodes.length && keptEdges.length === document.edges.length) return document;
  return {
    ...document,
    nodes: keptNodes.length === document.nodes.length ? document.nodes : keptNodes,
    edges: keptEdges.length === document.edges.length ? document.edges : keptEdges,
  };
}

/** Draws a wire. An input takes one: a wire that ended there goes. */
export function connect(document: GraphDocument, connection: Connection): GraphDocument {
  const { source, sourceHandle, target, targetHandle } = connection;
  const old = edgeInto(document, target, targetHandle);
  if (old && old.source === source && old.sourceHandle === sourceHandle) return document;
  const rest = document.edges.filter((edge) => edge.target !== target || edge.targetHandle !== targetHandle);
  const id = freeEdgeId(new Set(rest.map((edge) => edge.id)), edgeStem(connection));
  return { ...document, edges: [...rest, { id, source, sourceHandle, target, targetHandle }] };
}

/**
 * Removes nodes and leads what came in on past them: each wire that left a removed node starts at the source of that
 * node's first wired input instead, where `allowed` agrees.
 */
export function removeAndReconnect(
  document: GraphDocument,
  nodeIds: readonly string[],
  inputOrder: (node: GraphNode) => readonly string[],
  allowed: (document: GraphDocument, connection: Connection) => boolean,
): GraphDocument {
  let result = document;
  for (const id of nodeIds) {
    const node = findNode(result, id);
    if (!node) continue;
    const incoming = inputOrder(node)
      .map((port) => edgeInto(result, id, port))
      .find((edge) => edge !== undefined);
    const outgoing = result.edges.filter((edge) => edge.source === id);
    result = remove(result, [id]);
    if (!incoming || incoming.source === id) continue;
    for (const edge of outgoing) {
      const bridge: Connection = {
        source: incoming.source,
        sourceHandle: incoming.sourceHandle,
        target: edge.target,
        targetHandle: edge.targetHandle,
      };
      if (allowed(result, bridge)) result = connect(result, bridge);
    }
  }
  return result;
}

/** Leads a wire through a node: in at one of its inputs, on from one of its outputs. */
export function insertInto(
  document: GraphDocument,
  edgeId: string,
  nodeId: string,
  ports: { input: string; output: string },
): GraphDocument {
  const edge = document.edges.find(({ id }) => id === edgeId);
  if (!edge || edge.source === nodeId || edge.target === nodeId) return document;
  const { source, sourceHandle, target, targetHandle } = edge;
  const before = connect(document, { source, sourceHandle, target: nodeId, targetHandle: ports.input });
  return connect(before, { source: nodeId, sourceHandle: ports.output, target, targetHandle });
}

/** Puts nodes at new places. The points of wires go along with both ends. */
export function moveNodes(document: GraphDocument, places: ReadonlyMap<string, Position>): GraphDocument {
  const moves = new Map<string, Position>();
  const nodes = document.nodes.map((node) => {
    const to = places.get(node.id);
    if (!to || (to.x === node.position.x && to.y === node.position.y)) return node;
    moves.set(node.id, { x: to.x - node.position.x, y: to.y - node.position.y });
    return { ...node, position: { x: to.x, y: to.y } };
  });
  return moves.size > 0 ? { ...carryReroutes(document, moves), nodes } : document;
}

export function changeNode(document: GraphDocument, id: string, change: (node: GraphNode) => GraphNode): GraphDocument {
  let changed = false;
  const nodes = document.nodes.map((node) => {
    if (node.id !== id) return node;
    const next = change(node);
    changed ||= next !== node;
    return next;
  });
  return changed ? { ...document, nodes } : document;
}

export function setData(document: GraphDocument, id: string, data: Record<string, unknown>): GraphDocument {
  return changeNode(document, id, (node) =>
    JSON.stringify(node.data) === JSON.stringify(data) ? node : { ...node, data },
  );
}

/** Gives a node another id; wires, children, search paths and the metric to stop at follow. */
export function renameNode(document: GraphDocument, from: string, to: string): GraphDocument {
  if (from === to || !findNode(document, from)) return document;
  const nodes = document.nodes.map((node): GraphNode => {
    const own = node.id === from ? { ...node, id: to } : node;
    return own.parentId === from ? { ...own, parentId: to } : own;
  });
  const edges = document.edges.map(
    (edge): GraphEdge =>
      edge.source === from || edge.target === from
        ? {
            ...edge,
            source: edge.source === from ? to : edge.source,
            target: edge.target === from ? to : edge.target,
          }
        : edge,
  );
  return renameInSettings({ ...document, nodes, edges }, from, to);
}

/** Search paths are `nodeId.parameter`; an objective and a stop name metric nodes. */
function renameInSettings(document: GraphDocument, from: string, to: string): GraphDocument {
  const { search, run } = document;
  const path = (old: string): string => (old.startsWith(`${from}.`) ? to + old.slice(from.length) : old);
  const metric = <T extends { metric: string }>(item: T): T => (item.metric === from ? { ...item, metric: to } : item);
  const stop = run.stopWhen && { run: { ...run, stopWhen: metric(run.stopWhen) } };
  if (!search) return { ...document, ...stop };
  const parameters = search.parameters.map((parameter) => ({
    ...parameter,
    path: path(parameter.path),
    ...(parameter.when && { when: { ...parameter.when, path: path(parameter.when.path) } }),
  }));
  return { ...document, ...stop, search: { ...search, objective: metric(search.objective), parameters } };
}

/** The part of a document that is between the given nodes and what stands inside them. */
export function extract(
  document: GraphDocument,
  nodeIds: readonly string[],
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const ids = withInner(document, nodeIds);
  return {
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
  };
}

/** Adds a copy of nodes and the wires between them under new ids. */
export function insertCopy(
  document: GraphDocument,
  part: { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] },
  offset: Position,
  freeId: (document: GraphDocument, node: GraphNode) => string,
): { document: GraphDocument; nodeIds: string[]; ids: ReadonlyMap<string, string> } {
  let result = document;
  const ids = new Map<string, string>();
  const within = new Set(part.nodes.map(({ id }) => id));
  for (const node of part.nodes) {
    const id = freeId(result, node);
    ids.set(node.id, id);
    // What stands in a container that is copied too moves with that.
    const moves = node.parentId === undefined || !within.has(node.parentId);
    const position = moves ? { x: node.position.x + offset.x, y: node.position.y + offset.y } : node.position;
    result = addNode(result, { ...node, id, position });
  }
  result = {
    ...result,
    nodes: result.nodes.map((node, place) =>
      place >= document.nodes.length && node.parentId !== undefined
        ? withParent(node, ids.get(node.parentId), document)
        : node,
    ),
  };
  for (const edge of part.edges) {
    const source = ids.get(edge.source);
    const target = ids.get(edge.target);
    if (source === undefined || target === undefined) continue;
    result = connect(result, { ...edge, source, target });
    const points = edge.reroutes?.map(({ x, y }) => ({ x: x + offset.x, y: y + offset.y }));
    const wire = points && edgeInto(result, target, edge.targetHandle);
    if (wire) result = setReroutes(result, wire.id, points);
  }
  return { document: result, nodeIds: [...ids.values()], ids };
}

/** A copy stays in its group if that was copied too, or still is there. */
function withParent(node: GraphNode, copied: string | undefined, document: GraphDocument): GraphNode {
  if (copied !== undefined) return { ...node, parentId: copied };
  if (node.parentId !== undefined && findNode(document, node.parentId)) return node;
  const { parentId: _, ...rest } = node;
  return rest as GraphNode;
}
