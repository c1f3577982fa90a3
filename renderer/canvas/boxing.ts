/** Box selection with Shift: it adds to what was selected, and takes a frame only with all that stands in it. */
import { findNode, withInner } from '../document/lookup';
import { select, selectedEdges, selectedNodes } from '../document/selection';
import { currentDocument } from '../document/store';
import { lookOf, rectsOf } from './places';

interface Remembered {
  nodeIds: readonly string[];
  edgeIds: readonly string[];
}

const NOTHING: Remembered = { nodeIds: [], edgeIds: [] };
let before = NOTHING;
let boxing = false;

/** Called when the pointer goes down: React Flow drops the selection before it tells that a box begins. */
export function rememberForBox(adds: boolean): void {
  before = adds ? { nodeIds: selectedNodes(), edgeIds: selectedEdges() } : NOTHING;
}

export function startBox(): void {
  boxing = true;
  select(before.nodeIds, before.edgeIds);
}

export function endBox(): void {
  boxing = false;
  select(selectedNodes(), [...new Set([...before.edgeIds, ...selectedEdges()])]);
  before = NOTHING;
}

/** What is selected when the nodes of the box are these. */
export function boxedSelection(chosen: readonly string[]): readonly string[] {
  if (!boxing) return chosen;
  const document = currentDocument();
  const rects = rectsOf(document);
  const all = new Set([...before.nodeIds, ...chosen]);
  const isFrame = (id: string): boolean => {
    const node = findNode(document, id);
    return node !== undefined && lookOf(node) === 'frame';
  };
  const frames = [...all].filter((id) => isFrame(id) && !before.nodeIds.includes(id));
  for (const id of frames) {
    const inside = [...withInner(document, [id])].filter(
      (inner) => inner !== id && rects.has(inner) && !isFrame(inner),
    );
    if (inside.length === 0 || !inside.every((inner) => all.has(inner))) all.delete(id);
  }
  return [...all];
}
