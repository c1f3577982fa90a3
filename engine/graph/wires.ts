/** Checks how a document's nodes are wired: ids, types, ports, arity, circles. Reports all it finds. */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { GraphDocument, GraphEdge, GraphNode } from '../document/types';
import { inputPort, portNames } from './ports';
import type { NodeDefinition, NodeRegistry } from './types';

/** Where an input's value comes from. */
export interface Source {
  id: string;
  port: string;
}

/** The wiring that could be understood. */
export interface Wiring {
  /** In topological order; nodes of unknown type, doubled ids or on a circle are left out. */
  order: readonly { node: GraphNode; definition: NodeDefinition }[];
  /** For each node, where each wired input comes from. */
  sources: ReadonlyMap<string, Readonly<Record<string, Source>>>;
  /** For each node, the inputs that its outputs feed. */
  targets: ReadonlyMap<string, readonly { from: string; id: string; port: string }[]>;
}

/** What a node's id looks like. Numbers are ids too: React Flow's own examples count their nodes. */
export const NODE_ID = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** Whether a text can be a node's id: it names weights and appears in paths such as `optimizer.learningRate`. */
export const isNodeId = (id: string): boolean => NODE_ID.test(id) && id !== '__proto__';

function collectNodes(document: GraphDocument, registry: NodeRegistry, diagnostics: Diagnostic[]) {
  const nodes = new Map<string, { node: GraphNode; definition: NodeDefinition }>();
  const seen = new Set<string>();
  for (const node of document.nodes) {
    const definition = registry.get(node.type);
    if (!isNodeId(node.id)) diagnostics.push(diagnose('nodeId', { nodeId: node.id }));
    if (seen.has(node.id)) diagnostics.push(diagnose('duplicateNode', { nodeId: node.id }));
    else if (!definition) diagnostics.push(diagnose('unknownType', { nodeId: node.id }, { type: node.type }));
    else nodes.set(node.id, { node, definition });
    seen.add(node.id);
  }
  return { nodes, seen };
}

/** The problem of one edge's ends, or null. */
function checkEdge(
  edge: GraphEdge,
  nodes: ReadonlyMap<string, { definition: NodeDefinition }>,
  all: ReadonlySet<string>,
): Diagnostic | null {
  const ends = [
    { id: edge.source, end: 'source', side: 'output', port: edge.sourceHandle },
    { id: edge.target, end: 'target', side: 'input', port: edge.targetHandle },
  ] as const;
  for (const { id, end, side, port } of ends) {
    if (!all.has(id)) {
      const other = end === 'source' ? edge.target : edge.source;
      return diagnose('edgeEnd', { nodeId: other, edgeId: edge.id }, { edge: edge.id, end, id });
    }
    const definition = nodes.get(id)?.definition;
    if (!definition) continue;
    const exists =
      side === 'output' ? definition.outputs.some(({ name }) => name === port) : inputPort(definition, port);
    if (!exists) {
      const known = portNames(side === 'output' ? definition.outputs : definition.inputs);
      return diagnose('edgePort', { nodeId: id, port, edgeId: edge.id }, { side, port, known });
    }
  }
  return null;
}

/** Kahn's algorithm; what remains lies on a circle or behind one. */
function sortTopologically(
  nodes: ReadonlyMap<string, { node: GraphNode; definition: NodeDefinition }>,
  sources: ReadonlyMap<string, Readonly<Record<string, Source>>>,
  targets: ReadonlyMap<string, readonly { id: string }[]>,
) {
  const waiting = new Map<string, number>();
  for (const id of nodes.keys()) waiting.set(id, Object.keys(sources.get(id) ?? {}).length);
  const ready = [...nodes.keys()].filter((id) => waiting.get(id) === 0);
  const order: { node: GraphNode; definition: NodeDefinition }[] = [];
  for (let next = 0; next < ready.length; next++) {
    const id = ready[next] as string;
    order.push(nodes.get(id) as { node: GraphNode; definition: NodeDefinition });
    for (const target of targets.get(id) ?? []) {
      const left = (waiting.get(target.id) ?? 0) - 1;
      waiting.set(target.id, left);
      if (left === 0) ready.push(target.id);
    }
  }
  return { order, rest: [...nodes.keys()].filter((id) => (waiting.get(id) ?? 0) > 0) };
}

/** Circles among `rest`, each found by following wires backwards until a node comes again; every node is passed once. */
function findCircles(
  rest: readonly string[],
  sources: ReadonlyMap<string, Readonly<Record<string, Source>>>,
): string[][] {
  const stuck = new Set(rest);
  const walks = new Map<string, number>();
  return rest.flatMap((start, walk) => {
    const path: string[] = [];
    let id: string | undefined = start;
    while (id !== undefined && !walks.has(id)) {
      walks.set(id, walk);
      path.push(id);
      id = Object.values(sources.get(id) ?? {}).find((source) => stuck.has(source.id))?.id;
    }
    // A node of an earlier walk leads to a circle that is found already.
    return id === undefined || walks.get(id) !== walk || path.length === 0
      ? []
      : [path.slice(path.indexOf(id)).reverse()];
  });
}

/** Reads the wiring of a document; every problem goes into `diagnostics`. */
export function readWiring(document: GraphDocument, registry: NodeRegistry, diagnostics: Diagnostic[]): Wiring {
  const { nodes, seen } = collectNodes(document, registry, diagnostics);
  const sources = new Map<string, Record<string, Source>>();
  const targets = new Map<string, { from: string; id: string; port: string }[]>();
  const counts = new Map<string, { nodeId: string; port: string; count: number }>();
  const edgeIds = new Set<string>();
  for (const edge of document.edges) {
    if (edgeIds.has(edge.id)) {
      diagnostics.push(diagnose('duplicateEdge', { nodeId: edge.target, edgeId: edge.id }, { id: edge.id }));
    }
    edgeIds.add(edge.id);
    const problem = checkEdge(edge, nodes, seen);
    if (problem) {
      diagnostics.push(problem);
      continue;
    }
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) continue;
    const key = JSON.stringify([edge.target, edge.targetHandle]);
    const taken = counts.get(key) ?? { nodeId: edge.target, port: edge.targetHandle, count: 0 };
    counts.set(key, { ...taken, count: taken.count + 1 });
    if (taken.count > 0) continue;
    const inputs = sources.get(edge.target) ?? {};
    inputs[edge.targetHandle] = { id: edge.source, port: edge.sourceHandle };
    sources.set(edge.target, inputs);
    const outputs = targets.get(edge.source) ?? [];
    outputs.push({ from: edge.sourceHandle, id: edge.target, port: edge.targetHandle });
    targets.set(edge.source, outputs);
  }
  for (const { nodeId, port, count } of counts.values()) {
    if (count > 1) diagnostics.push(diagnose('inputTaken', { nodeId, port }, { port, count }));
  }
  const { order, rest } = sortTopologically(nodes, sources, targets);
  for (const circle of findCircles(rest, sources)) {
    const shown = circle.length > 8 ? [...circle.slice(0, 7), '…'] : circle;
    diagnostics.push(diagnose('cycle', { nodeId: circle[0] ?? null }, { path: [...shown, circle[0]].join(' → ') }));
  }
  return { order, sources, targets };
}
