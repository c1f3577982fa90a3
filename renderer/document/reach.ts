/** What a selection is led to by the wires: what it depends on, what depends on it, and others of its kind. */
import type { GraphDocument } from '../../engine';
import { findNode, outline, withInner } from './lookup';

/** Who follows whom, one way or the other. Data goes from a subgraph to its input ports and from its output ports to it. */
function neighbours(document: GraphDocument, direction: 'upstream' | 'downstream'): Map<string, string[]> {
  const next = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const [key, value] = direction === 'downstream' ? [from, to] : [to, from];
    const list = next.get(key);
    if (list) list.push(value);
    else next.set(key, [value]);
  };
  for (const { source, target } of document.edges) add(source, target);
  const { parents } = outline(document);
  for (const { id, type } of document.nodes) {
    const container = parents.get(id);
    if (container === undefined) continue;
    if (type === 'subgraphInput') add(container, id);
    if (type === 'subgraphOutput') add(id, container);
  }
  return next;
}

/** The nodes with all that they can be reached from, or that can be reached from them. */
export function reach(
  document: GraphDocument,
  ids: readonly string[],
  direction: 'upstream' | 'downstream',
): Set<string> {
  const next = neighbours(document, direction);
  const seen = new Set(withInner(document, ids));
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next.get(id) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  return seen;
}

/** All nodes of the types of these. */
export function ofSameKind(document: GraphDocument, ids: readonly string[]): string[] {
  const types = new Set(ids.map((id) => findNode(document, id)?.type));
  return document.nodes.filter(({ type }) => types.has(type)).map(({ id }) => id);
}

/**
 * The node that the eye goes to when these go: what their first wire comes from, else what their first wire goes to, else
 * the nearest in the document's order; null where nothing is left.
 */
export function neighbourOf(document: GraphDocument, ids: readonly string[]): string | null {
  const gone = withInner(document, ids);
  const before = document.edges.find(({ source, target }) => gone.has(target) && !gone.has(source));
  if (before) return before.source;
  const after = document.edges.find(({ source, target }) => gone.has(source) && !gone.has(target));
  if (after) return after.target;
  const place = document.nodes.findIndex(({ id }) => gone.has(id));
  const left = document.nodes.filter(({ id }) => !gone.has(id));
  return left.at(Math.min(Math.max(place, 0), left.length - 1))?.id ?? null;
}
