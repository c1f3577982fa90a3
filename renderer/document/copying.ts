/** Copies of a part of the graph. */
import { freeId, type GraphDocument, type GraphEdge, type GraphNode } from '../../engine';
import { texts } from '../texts';
import { definitionOf } from './actions';
import * as edits from './edits';
import { select, selectedNodes } from './selection';
import { currentDocument, edit } from './store';

/** The stem of ids for copies of a node: its type's, or its own id without the number at its end. */
const copyId = (document: GraphDocument, node: GraphNode): string =>
  freeId(document, definitionOf(node)?.idStem ?? node.id.replace(/_\d+$/, ''));

/** Adds a copy of nodes and wires as one step, and selects it. `then` goes on within the step, told the new ids. */
export function insertPart(
  part: { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] },
  offset: edits.Position,
  name: string,
  then: (document: GraphDocument, ids: ReadonlyMap<string, string>) => GraphDocument = (document) => document,
): void {
  let ids: string[] = [];
  edit(name, (document) => {
    const copied = edits.insertCopy(document, part, offset, copyId);
    ids = copied.nodeIds;
    return then(copied.document, copied.ids);
  });
  if (ids.length > 0) select(ids);
}

const OFFSET = { x: 32, y: 32 };

/** Copies the selection. `wired`: the copy takes its inputs from where the selection takes them. */
export function duplicateSelection(wired = false): void {
  const document = currentDocument();
  const part = edits.extract(document, selectedNodes());
  if (part.nodes.length === 0) return;
  const name = wired ? texts.gestures.duplicateWired : texts.undo.duplicate;
  insertPart(part, OFFSET, name(part.nodes.length), (copied, ids) =>
    wired ? wiredLike(copied, document.edges, ids) : copied,
  );
}

/** The wires that came in from outside come in at the copies as well. */
function wiredLike(
  document: GraphDocument,
  edges: readonly GraphEdge[],
  ids: ReadonlyMap<string, string>,
): GraphDocument {
  return edges.reduce((result, { source, sourceHandle, target, targetHandle }) => {
    const copy = ids.get(target);
    if (copy === undefined || ids.has(source)) return result;
    return edits.connect(result, { source, sourceHandle, target: copy, targetHandle });
  }, document);
}
