/** What of a change concerns whom: the canvas, the checker, or the compiled program. */
import { type GraphDocument, type GraphEdge, type GraphNode, nodeRegistry } from '../../engine';
import { findNode, outline } from './lookup';

const sameWires = (a: readonly GraphEdge[], b: readonly GraphEdge[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((edge, place) => {
      const other = b[place] as GraphEdge;
      return (
        edge === other ||
        (edge.id === other.id &&
          edge.source === other.source &&
          edge.sourceHandle === other.sourceHandle &&
          edge.target === other.target &&
          edge.targetHandle === other.targetHandle)
      );
    }));

/** Whether two versions differ in nothing that the checker could see: only places of nodes and wires, or the name. */
export function sameMeaning(a: GraphDocument, b: GraphDocument): boolean {
  if (a === b) return true;
  if (!sameWires(a.edges, b.edges) || a.run !== b.run || a.seed !== b.seed || a.nodes.length !== b.nodes.length) {
    return false;
  }
  return a.nodes.every((node, place) => {
    const other = b.nodes[place] as GraphNode;
    return node === other || (node.id === other.id && sameNode(node, other));
  });
}

/** Whether two versions of a node differ at most in their place. */
export function sameNode(a: GraphNode, b: GraphNode): boolean {
  if (a === b) return true;
  return a.parentId === b.parentId && sameFlags(a, b) && sameData(a, b);
}

const sameFlags = (a: GraphNode, b: GraphNode): boolean =>
  a.type === b.type && a.bypassed === b.bypassed && a.frozen === b.frozen && a.probed === b.probed;

const sameData = (a: GraphNode, b: GraphNode): boolean =>
  a.data === b.data || JSON.stringify(a.data) === JSON.stringify(b.data);

/** Titles, colours and texts of structure mean nothing to a program. */
const isDecoration = ({ type }: GraphNode): boolean => {
  const structure = nodeRegistry.get(type)?.structure;
  return structure === 'group' || structure === 'comment' || structure === 'subgraph';
};

/** Comments, and frames that hand nothing down. */
export const isSilent = (node: GraphNode): boolean => {
  const structure = nodeRegistry.get(node.type)?.structure;
  return structure === 'comment' || (structure === 'group' && !node.bypassed && !node.frozen);
};

/** The container of a node that means something to a program. */
function scopeOf(document: GraphDocument, id: string): string | undefined {
  const { parents } = outline(document);
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
    const container = findNode(document, at);
    if (container && !isSilent(container)) return at;
  }
  return undefined;
}

const sameInProgram = (a: GraphNode, inA: GraphDocument, b: GraphNode, inB: GraphDocument): boolean =>
  a === b || (sameFlags(a, b) && (isDecoration(a) || sameData(a, b)) && scopeOf(inA, a.id) === scopeOf(inB, b.id));

/** Whether two versions compile to the same program: frames, comments and places may differ. */
export function sameProgram(a: GraphDocument, b: GraphDocument): boolean {
  if (a === b) return true;
  if (!sameWires(a.edges, b.edges) || a.run !== b.run || a.seed !== b.seed) return false;
  const mine = a.nodes.filter((node) => !isSilent(node));
  const theirs = b.nodes.filter((node) => !isSilent(node));
  return (
    mine.length === theirs.length &&
    mine.every((node, place) => {
      const other = theirs[place] as GraphNode;
      return node.id === other.id && sameInProgram(node, a, other, b);
    })
  );
}

/** Whether the compiled program knows a node of `document` otherwise, or not at all. */
export function isChanged(compiled: GraphDocument | null, document: GraphDocument, node: GraphNode): boolean {
  if (!compiled || isSilent(node)) return false;
  const known = findNode(compiled, node.id);
  return !known || !sameInProgram(known, compiled, node, document);
}
