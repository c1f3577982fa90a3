/** Fast look-ups in an immutable document, computed once for each version of it. */
import type { GraphDocument, GraphEdge, GraphNode } from '../../engine';

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
