/** Moves of nodes, as named steps. */
import { texts } from '../texts';
import * as edits from './edits';
import { findNode, outline } from './lookup';
import { selectedNodes } from './selection';
import { currentDocument, edit } from './store';

/** Places of nodes while they are dragged or pushed by keys; one gesture has one key. */
export function moveNodes(places: ReadonlyMap<string, edits.Position>, gesture: string): void {
  const [only] = places.size === 1 ? [...places.keys()] : [];
  edit(texts.undo.move(only, places.size), (document) => edits.moveNodes(document, places), gesture);
}

/** Those of the nodes that stand in none of the others: what stands in a container that is moved moves with it. */
export function movableRoots(ids: readonly string[]): string[] {
  const { parents } = outline(currentDocument());
  const chosen = new Set(ids);
  return ids.filter((id) => {
    let at = parents.get(id);
    while (at !== undefined && !chosen.has(at)) at = parents.get(at);
    return at === undefined;
  });
}

export function nudgeSelection(dx: number, dy: number): void {
  const document = currentDocument();
  const places = new Map<string, edits.Position>();
  for (const id of movableRoots(selectedNodes())) {
    const node = findNode(document, id);
    if (node) places.set(id, { x: node.position.x + dx, y: node.position.y + dy });
  }
  if (places.size > 0) moveNodes(places, `nudge ${selectedNodes().join(' ')}`);
}
