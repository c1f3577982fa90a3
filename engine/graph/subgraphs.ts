/**
 * What an editor does with structure, as pure functions on documents: a selection becomes a subgraph or a group, and the
 * other way round. Ids of nodes and wires stay; unpacking what was collapsed gives the same document again.
 */
import { withDefaults } from '../core/parameters';
import { edgeId } from '../document/read';
import type { GraphDocument, GraphEdge, GraphNode } from '../document/types';
import { freeId } from './edit';
import { type Nesting, PORT_VALUE, portAt, readNesting } from './structure';
import type { NodeRegistry } from './types';
import type { Source } from './wires';

/** A changed document, and the container that the change made. */
export interface Contained {
  document: GraphDocument;
  id: string;
}

/** Distance of a port from the nodes that it serves. */
const GAP = 240;

interface Selection {
  /** Selected nodes that do not stand in a selected container. */
  roots: readonly GraphNode[];
  parentId: string | undefined;
  corner: { x: number; y: number };
  right: number;
  nesting: Nesting;
}

/** The selection as one piece of one container; null if it is empty, stands in several, or holds a subgraph's port. */
function readSelection(document: GraphDocument, ids: readonly string[], registry: NodeRegistry): Selection | null {
  const nesting = readNesting(document, registry, []);
  const chosen = new Set(ids);
  const isInside = (id: string): boolean => nesting.containers(id).some((container) => chosen.has(container));
  const roots = document.nodes.filter(({ id }) => chosen.has(id) && !isInside(id));
  const parentId = roots[0] && nesting.parents.get(roots[0].id);
  const isPort = ({ id }: GraphNode): boolean => {
    const structure = nesting.structures.get(id);
    return structure === 'subgraphInput' || structure === 'subgraphOutput';
  };
  if (roots.length === 0 || roots.some((node) => nesting.parents.get(node.id) !== parentId || isPort(node)))
    return null;
  const corner = {
    x: Math.min(...roots.map(({ position }) => position.x)),
    y: Math.min(...roots.map(({ position }) => position.y)),
  };
  return { roots, parentId, corner, right: Math.max(...roots.map(({ position }) => position.x)), nesting };
}

/** The container before the first selected node, and the selected nodes in it. */
function enclose(
  document: GraphDocument,
  { roots, parentId, corner }: Selection,
  container: { id: string; type: string; data: Record<string, unknown> },
  inset: { x: number; y: number },
): GraphDocument {
  const chosen = new Set(roots);
  const position = { x: corner.x - inset.x, y: corner.y - inset.y };
  const frame: GraphNode = { ...container, position, ...(parentId !== undefined && { parentId }) };
  const nodes = document.nodes.flatMap((node) => {
    if (!chosen.has(node)) return [node];
    const { x, y } = node.position;
    const moved = {
      ...node,
      position: { ...node.position, x: x - position.x, y: y - position.y },
      parentId: container.id,
    };
    return node === roots[0] ? [frame, moved] : [moved];
  });
  return { ...document, nodes };
}

/** The document without a container: what stood in it stands where the container stood. */
function dissolve(document: GraphDocument, container: GraphNode, gone: ReadonlySet<string>): GraphDocument {
  const nodes = document.nodes.flatMap((node): GraphNode[] => {
    if (node.id === container.id || gone.has(node.id)) return [];
    if (node.parentId !== container.id) return [node];
    const { parentId: _, ...rest } = node;
    const position = {
      ...node.position,
      x: node.position.x + container.position.x,
      y: node.position.y + container.position.y,
    };
    const outer = container.parentId === undefined ? {} : { parentId: container.parentId };
    const flags = container.frozen === true ? { frozen: true } : {};
    return [{ ...rest, position, ...outer, ...flags } as GraphNode];
  });
  return { ...document, nodes };
}

/** Puts a frame about the selected nodes; null where they stand in different containers. */
export function groupNodes(document: GraphDocument, ids: readonly string[], registry: NodeRegistry): Contained | null {
  const selection = readSelection(document, ids, registry);
  if (!selection) return null;
  const id = freeId(document, 'group');
  const data = withDefaults(registry.get('group')?.parameters ?? {}, {});
  return { document: enclose(document, selection, { id, type: 'group', data }, { x: 24, y: 48 }), id };
}

/** Takes a frame away and leaves what stood in it. */
export function ungroupNodes(document: GraphDocument, groupId: string): GraphDocument {
  const group = document.nodes.find(({ id }) => id === groupId);
  return group ? dissolve(document, group, new Set()) : document;
}

const samePlace = (a: Source) => JSON.stringify([a.id, a.port]);

/**
 * Makes a subgraph of the selected nodes. Each value that comes in gets an input port and each that goes out an output
 * port; null where the nodes stand in different containers.
 */
export function collapseNodes(
  document: GraphDocument,
  ids: readonly string[],
  registry: NodeRegistry,
): Contained | null {
  const selection = readSelection(document, ids, registry);
  if (!selection) return null;
  const { nesting, roots, corner, right } = selection;
  const chosen = new Set(roots.map(({ id }) => id));
  const isInside = (id: string): boolean => chosen.has(id) || nesting.containers(id).some((outer) => chosen.has(outer));
  const id = freeId(document, 'subgraph');
  const data = withDefaults(registry.get('subgraph')?.parameters ?? {}, {});
  let result = enclose(document, selection, { id, type: 'subgraph', data }, { x: GAP + 24, y: 48 });

  const ports: GraphNode[] = [];
  const added: GraphEdge[] = [];
  const edgeIds = new Set(document.edges.map((edge) => edge.id));
  const wire = (ends: Record<'source' | 'sourceHandle' | 'target' | 'targetHandle', string>): GraphEdge => {
    const stem = edgeId(ends);
    let free = stem;
    for (let number = 2; edgeIds.has(free); number++) free = `${stem}-${number}`;
    edgeIds.add(free);
    return { id: free, ...ends };
  };
  const known = { input: new Map<string, GraphNode>(), output: new Map<string, GraphNode>() };
  const names = { input: new Set<string>(), output: new Set<string>() };
  /** The port for a value, made when it is first needed. */
  const portFor = (side: 'input' | 'output', value: Source, wanted: string): GraphNode => {
    const found = known[side].get(samePlace(value));
    if (found) return found;
    let name = wanted;
    for (let number = 2; names[side].has(name); number++) name = `${wanted}_${number}`;
    names[side].add(name);
    const node: GraphNode = {
      id: freeId({ ...result, nodes: [...result.nodes, ...ports] }, side),
      type: side === 'input' ? 'subgraphInput' : 'subgraphOutput',
      position: {
        x: side === 'input' ? 24 : right - corner.x + 2 * GAP + 24,
        y: 48 + 128 * known[side].size,
      },
      data: { name },
      parentId: id,
    };
    known[side].set(samePlace(value), node);
    ports.push(node);
    const { id: source, port: sourceHandle } = value;
    added.push(
      side === 'input'
        ? wire({ source, sourceHandle, target: id, targetHandle: name })
        : wire({ source, sourceHandle, target: node.id, targetHandle: PORT_VALUE }),
    );
    return node;
  };
  const edges = document.edges.map((edge): GraphEdge => {
    const value = { id: edge.source, port: edge.sourceHandle };
    const [from, to] = [isInside(edge.source), isInside(edge.target)];
    if (from === to) return edge;
    if (to) return { ...edge, source: portFor('input', value, edge.targetHandle).id, sourceHandle: PORT_VALUE };
    return { ...edge, source: id, sourceHandle: String(portFor('output', value, edge.sourceHandle).data.name) };
  });
  result = { ...result, nodes: [...result.nodes, ...ports], edges: [...edges, ...added] };
  return { document: result, id };
}

/**
 * Puts what stands in a subgraph in its place, and leads its wires past the ports. A wire of a port that has none on its
 * other side goes.
 */
export function unpackSubgraph(document: GraphDocument, subgraphId: string, registry: NodeRegistry): GraphDocument {
  const nesting = readNesting(document, registry, []);
  const subgraph = document.nodes.find(({ id }) => id === subgraphId);
  const own = nesting.ports.get(subgraphId);
  if (!subgraph || !own) return document;
  const portIds = new Set([...own.inputs, ...own.outputs].map(({ nodeId }) => nodeId));
  const feeds = new Map<string, Source>();
  const edges: GraphEdge[] = [];
  for (const edge of document.edges) {
    const port = edge.target === subgraphId ? portAt(own.inputs, edge.targetHandle)?.nodeId : edge.target;
    if (edge.target !== subgraphId && !portIds.has(edge.target)) edges.push(edge);
    else if (port !== undefined && !feeds.has(port)) feeds.set(port, { id: edge.source, port: edge.sourceHandle });
  }
  /** Where a value comes from once the ports are gone. */
  const before = (value: Source): Source | null => {
    const seen = new Set<string>();
    let at: Source | undefined = value;
    while (at && (at.id === subgraphId || portIds.has(at.id))) {
      const port: string | undefined = at.id === subgraphId ? portAt(own.outputs, at.port)?.nodeId : at.id;
      if (port === undefined || seen.has(port)) return null;
      seen.add(port);
      at = feeds.get(port);
    }
    return at ?? null;
  };
  const led = edges.flatMap((edge): GraphEdge[] => {
    if (edge.source !== subgraphId && !portIds.has(edge.source)) return [edge];
    const value = before({ id: edge.source, port: edge.sourceHandle });
    return value ? [{ ...edge, source: value.id, sourceHandle: value.port }] : [];
  });
  return { ...dissolve(document, subgraph, portIds), edges: led };
}
