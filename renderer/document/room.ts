/** Room for a node that was led into a wire: the neighbours behind it slide away. */
import type { GraphDocument, GraphNode } from '../../engine';
import { moveNodes, type Position } from './edits';
import { findNode, outline } from './lookup';
import { CARD, GRID } from './placing';

/** What is kept free beside the new card, less than a column's gap so that it seldom has to slide. */
const GAP = 48;

/**
 * The document with the row behind `id` moved to the right, as far as the node that it feeds needs to stand clear of it.
 * Only what stands in the same container and row moves; where the wire goes back to the left nothing does.
 */
export function makeRoom(document: GraphDocument, id: string): GraphDocument {
  const node = findNode(document, id);
  if (!node) return document;
  const { parents } = outline(document);
  const container = parents.get(id);
  const inRow = (other: GraphNode | undefined): other is GraphNode =>
    other !== undefined &&
    other.id !== id &&
    parents.get(other.id) === container &&
    Math.abs(other.position.y - node.position.y) < CARD.height;
  const before = document.edges.filter(({ target }) => target === id).map(({ source }) => findNode(document, source));
  const left = Math.max(...before.filter(inRow).map(({ position }) => position.x + CARD.width + GAP));
  const places = new Map<string, Position>();
  let { x } = node.position;
  if (left > x && left - x < CARD.width + GAP) {
    x = Math.ceil(left / GRID) * GRID;
    places.set(id, { x, y: node.position.y });
  }
  const after = document.edges.filter(({ source }) => source === id).map(({ target }) => findNode(document, target));
  const inTheWay = after.filter(inRow).filter(({ position }) => position.x + CARD.width > x);
  const right = x + CARD.width + GAP;
  const shift = Math.ceil(Math.max(0, ...inTheWay.map(({ position }) => right - position.x)) / GRID) * GRID;
  if (shift > 0) {
    const from = Math.min(...inTheWay.map(({ position }) => position.x));
    for (const other of document.nodes) {
      if (!inRow(other) || other.position.x < from) continue;
      places.set(other.id, { x: other.position.x + shift, y: other.position.y });
    }
  }
  return moveNodes(document, places);
}
