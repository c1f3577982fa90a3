/** Fast look-ups in an immutable document, computed once for each version of it. */
import {
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type NodePorts,
  type Outline,
  outlineOf,
} from '../../engine';

interface Lookup {
  nodes: ReadonlyMap<string, GraphNode>;
  /** Edges by the input they end at, `node/port`. */
  inputs: ReadonlyMap<string, GraphEdge>;
}

const lookups = new WeakMap<GraphDocument, Lookup>();

function lookup(document: GraphDocument): Lookup {
  let found = lookups.get(document);
  if (!found) {
    found = {
      nodes: new Map(document.nodes.map((node) => [node.id, node])),
      inputs: new Map(document.edges.map((edge) => [`${edge.target}/${edge.targetHandle}`, edge])),
    };
    lookups.set(document, found);
  }
  return found;
}

export const findNode = (document: GraphDocument, id: string): GraphNode | undefined => lookup(document).nodes.get(id);

/** The wire that ends at an input. */
export const edgeInto = (document: GraphDocument, id: string, port: string): GraphEdge | undefined =>
  lookup(document).inputs.get(`${id}/${port}`);

const outlines = new WeakMap<GraphDocument['nodes'], { edges: GraphDocument['edges']; found: Outline }>();

/** Ports as they are wired, and who stands in what. */
export function outline(document: GraphDocument): Outline {
  const known = outlines.get(document.nodes);
  if (known && known.edges === document.edges) return known.found;
  const found = outlineOf(document);
  outlines.set(document.nodes, { edges: document.edges, found });
  return found;
}

const NO_PORTS: NodePorts = { inputs: [], outputs: [] };

/** The ports of a node as the document wires it. */
export const portsOf = (document: GraphDocument, id: string): NodePorts => outline(document).ports.get(id) ?? NO_PORTS;

/** The port that a wire's handle names: as it is, or by the id of the node behind a subgraph's port. */
export function handleAt(document: GraphDocument, id: string, side: 'input' | 'output', handle: string): string {
  const { inputs, outputs } = portsOf(document, id);
  const known = (side === 'input' ? inputs : outputs).some(({ name }) => name === handle);
  return known ? handle : (outline(document).portNames.get(handle) ?? handle);
}

/** The nodes with all that stands inside them. */
export function withInner(document: GraphDocument, ids: readonly string[]): Set<string> {
  const { parents } = outline(document);
  const inside = new Map<string, boolean>(ids.map((id) => [id, true]));
  for (const { id } of document.nodes) {
    const path: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && !inside.has(at)) {
      path.push(at);
      at = parents.get(at);
    }
    const found = at !== undefined && inside.get(at) === true;
    for (const step of path) inside.set(step, found);
  }
  return new Set([...inside].flatMap(([id, found]) => (found ? [id] : [])));
}

/** More ports in a row than a person nests; a circle of them ends here. */
const MOST_PORTS = 64;

/** Where the value at an output is computed: a subgraph's ports lead to what stands behind them. */
export function sourceOf(document: GraphDocument, id: string, port: string): { nodeId: string; port: string } {
  const { parents, portNames } = outline(document);
  let at = { nodeId: id, port };
  for (let hops = 0; hops < MOST_PORTS; hops++) {
    const { type } = findNode(document, at.nodeId) ?? {};
    let edge: GraphEdge | undefined;
    if (type === 'subgraph') {
      const behind = document.nodes.find(
        (node) =>
          node.type === 'subgraphOutput' &&
          parents.get(node.id) === at.nodeId &&
          (portNames.get(node.id) === at.port || node.id === at.port),
      );
      edge = behind && edgeInto(document, behind.id, 'value');
    } else if (type === 'subgraphInput') {
      const container = parents.get(at.nodeId) ?? '';
      const name = portNames.get(at.nodeId) ?? at.nodeId;
      edge = edgeInto(document, container, name) ?? edgeInto(document, container, at.nodeId);
    } else return at;
    if (!edge) return at;
    at = { nodeId: edge.source, port: edge.sourceHandle };
  }
  return at;
}
