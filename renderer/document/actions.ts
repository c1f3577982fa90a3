/** What a person does to the document, each as one named step of the history. */
import {
  applyEdits,
  type Diagnostic,
  type DocumentEdit,
  type Fix,
  freeId,
  type GraphDocument,
  type GraphNode,
  isNodeId,
  type NodeDefinition,
  nodeRegistry,
  type PortSpec,
  withDefaults,
  withParameter,
} from '../../engine';
import { texts } from '../texts';
import { connectionAllowed, portSpec } from './connections';
import * as edits from './edits';
import { findNode, outline } from './lookup';
import { select, selectedEdges, selectedNodes } from './selection';
import { currentDocument, edit } from './store';

const names = texts.undo;
/** Placement and arrow keys move in steps of this. */
export const GRID = 8;
export const CARD = { width: 160, height: 104, columnGap: 84, rowGap: 44 } as const;

export const definitionOf = (node: GraphNode): NodeDefinition | undefined => nodeRegistry.get(node.type);

const onGrid = (position: edits.Position): edits.Position => ({
  x: Math.round(position.x / GRID) * GRID,
  y: Math.round(position.y / GRID) * GRID,
});

/** How far about the wanted place a free one is looked for, and how finely. */
const REACH = 60;
const STRIDE = 24;

/** The nearest place to the wanted one where a card covers no other. */
export function freePlace(document: GraphDocument, wanted: edits.Position): edits.Position {
  const place = onGrid(wanted);
  const covers = (x: number, y: number): boolean =>
    document.nodes.some(
      (node) =>
        Math.abs(node.position.x - x) < CARD.width + STRIDE && Math.abs(node.position.y - y) < CARD.height + STRIDE,
    );
  for (let ring = 0; ring < REACH; ring++) {
    let best: (edits.Position & { distance: number }) | null = null;
    for (const [dx, dy] of ringOf(ring)) {
      const x = place.x + dx * STRIDE;
      const y = place.y + dy * STRIDE;
      const distance = Math.hypot(dx, dy);
      if ((!best || distance < best.distance) && !covers(x, y)) best = { x, y, distance };
    }
    if (best) return { x: best.x, y: best.y };
  }
  return place;
}

/** Where the card after another belongs: at its right, as the data flows; in a new row where the view ends before that. */
export function nextPlace(
  document: GraphDocument,
  { position }: GraphNode,
  isInView: (position: edits.Position) => boolean,
): edits.Position {
  const right = { x: position.x + CARD.width + CARD.columnGap, y: position.y };
  if (isInView(right)) return right;
  return {
    x: Math.min(...document.nodes.map((node) => node.position.x)),
    y: Math.max(...document.nodes.map((node) => node.position.y)) + CARD.height + CARD.rowGap,
  };
}

/** The cells of a square ring about the middle, those below first. */
function ringOf(radius: number): [number, number][] {
  if (radius === 0) return [[0, 0]];
  const cells: [number, number][] = [];
  for (let step = -radius; step <= radius; step++)
    cells.push([step, radius], [radius, step], [-radius, step], [step, -radius]);
  return cells;
}

/** Adds a node and returns its id. `then` changes the document further within the same step: it wires the node. */
export function addNode(
  type: string,
  position: edits.Position,
  then?: (document: GraphDocument, id: string) => GraphDocument,
): string | null {
  const definition = nodeRegistry.get(type);
  if (!definition) return null;
  const id = freeId(currentDocument(), definition.idStem);
  edit(names.add(definition.title), (document) => {
    const data = withDefaults(definition.parameters, {});
    const added = edits.addNode(document, { id, type, position: onGrid(position), data });
    return then ? then(added, id) : added;
  });
  select([id]);
  return id;
}

export function connect(connection: edits.Connection): void {
  edit(names.connect(connection.source, connection.target), (document) => edits.connect(document, connection));
}

export function deleteSelection(): void {
  const nodeIds = selectedNodes();
  const edgeIds = selectedEdges();
  edit(names.remove(nodeIds, edgeIds.length), (document) => edits.remove(document, nodeIds, edgeIds));
}

export function deleteAndReconnect(): void {
  const nodeIds = selectedNodes();
  const order = (node: GraphNode): string[] => definitionOf(node)?.inputs.map((port) => port.name) ?? [];
  edit(names.remove(nodeIds, 0), (document) => edits.removeAndReconnect(document, nodeIds, order, connectionAllowed));
}

export function removeEdge(edgeId: string): void {
  edit(names.remove([], 1), (document) => edits.remove(document, [], [edgeId]));
}

/** The document with a wire led through a node that has none yet, where its first ports carry the wire's kind. */
export function ledThrough(document: GraphDocument, edgeId: string, nodeId: string): GraphDocument {
  const edge = document.edges.find(({ id }) => id === edgeId);
  const node = findNode(document, nodeId);
  const definition = node && definitionOf(node);
  const [input] = definition?.inputs ?? [];
  const [output] = definition?.outputs ?? [];
  const wired = document.edges.some(({ source, target }) => source === nodeId || target === nodeId);
  if (!edge || !input || !output || wired) return document;
  const carried = { nodeId: edge.source, port: edge.sourceHandle, side: 'output' as const };
  const kinds = portSpec(carried)?.kinds ?? [];
  const fits = (port: PortSpec): boolean => port.kinds.some((kind) => kinds.includes(kind));
  if (!fits(input) || !fits(output)) return document;
  return edits.insertInto(document, edgeId, nodeId, { input: input.name, output: output.name });
}

/** Leads a wire through a node, as part of the gesture with this key. */
export function insertIntoWire(edgeId: string, nodeId: string, gesture: string | null = null): void {
  edit(names.insert(nodeId), (document) => ledThrough(document, edgeId, nodeId), gesture);
}

/** Places of nodes while they are dragged or pushed by keys; one gesture has one key. */
export function moveNodes(places: ReadonlyMap<string, edits.Position>, gesture: string): void {
  const [only] = places.size === 1 ? [...places.keys()] : [];
  edit(names.move(only, places.size), (document) => edits.moveNodes(document, places), gesture);
}

export function nudgeSelection(dx: number, dy: number): void {
  const document = currentDocument();
  const places = new Map<string, edits.Position>();
  const chosen = new Set(selectedNodes());
  const { parents } = outline(document);
  /** What stands in a container that is moved moves with it. */
  const isCarried = (id: string): boolean => {
    let at = parents.get(id);
    while (at !== undefined && !chosen.has(at)) at = parents.get(at);
    return at !== undefined;
  };
  for (const id of chosen) {
    const node = isCarried(id) ? undefined : findNode(document, id);
    if (node) places.set(id, { x: node.position.x + dx, y: node.position.y + dy });
  }
  if (places.size > 0) moveNodes(places, `nudge ${selectedNodes().join(' ')}`);
}

export function setParameter(id: string, parameter: string, value: unknown): void {
  const node = findNode(currentDocument(), id);
  const definition = node && definitionOf(node);
  if (!node || !definition) return;
  const title = definition.parameters[parameter]?.title ?? parameter;
  edit(
    names.parameter(title, id),
    (document) => edits.setData(document, id, withParameter(definition.parameters, node.data, parameter, value)),
    `parameter ${id} ${parameter}`,
  );
}

/** Turns statistics of a node's output on or off. */
export function setProbed(id: string, probed: boolean): void {
  edit(names.probe(id), (document) => edits.changeNode(document, id, (node) => ({ ...node, probed })));
}

/** Why a node cannot have this id, or null. */
export function idProblem(from: string, to: string): string | null {
  if (!isNodeId(to)) return texts.inspector.idInvalid;
  if (from !== to && findNode(currentDocument(), to)) return texts.inspector.idTaken(to);
  return null;
}

export function renameNode(from: string, to: string): boolean {
  if (idProblem(from, to) !== null) return false;
  const nodes = selectedNodes().map((id) => (id === from ? to : id));
  const edges = selectedEdges();
  edit(names.rename(from, to), (document) => edits.renameNode(document, from, to));
  select(nodes, edges);
  return true;
}

export function setName(name: string): void {
  edit(
    names.graph(texts.inspector.name),
    (document) => (name === document.name ? document : { ...document, name }),
    'name',
  );
}

export function setSeed(
  seed: number,
  name: string = names.graph(texts.inspector.seed),
  key: string | null = 'seed',
): void {
  edit(name, (document) => (seed === document.seed ? document : { ...document, seed }), key);
}

/** Changes how to train; `undefined` takes a setting away (steps and epochs exclude each other). */
export function setRun(changes: Record<string, unknown>, title: string): void {
  edit(
    names.graph(title),
    (document) => {
      const run: Record<string, unknown> = { ...document.run, ...changes };
      for (const key of Object.keys(run)) if (run[key] === undefined) delete run[key];
      if (JSON.stringify(run) === JSON.stringify(document.run)) return document;
      return { ...document, run: run as GraphDocument['run'] };
    },
    `run ${Object.keys(changes).join(' ')}`,
  );
}

export function applyFix(fix: Fix): void {
  edit(names.fix(fix.title), (document) => applyEdits(document, fix.edits));
}

/** Applies the fixes of several problems as one step; of two that change the same thing the first counts. */
export function applyFixes(diagnostics: readonly Diagnostic[]): void {
  const seen = new Set<string>();
  const all: DocumentEdit[] = [];
  for (const { fix } of diagnostics) {
    if (!fix) continue;
    const targets = fix.edits.map(editTarget);
    if (targets.some((target) => seen.has(target))) continue;
    for (const target of targets) seen.add(target);
    all.push(...fix.edits);
  }
  edit(names.fixAll, (document) => applyEdits(document, all));
}

function editTarget(change: DocumentEdit): string {
  switch (change.kind) {
    case 'setParameter':
      return `${change.nodeId}.${change.parameter}`;
    case 'removeEdge':
      return `edge ${change.edgeId}`;
    case 'connect':
      return `input ${change.target}.${change.targetHandle}`;
    case 'setRun':
      return `run ${change.key}`;
    default:
      return `node ${change.nodeId}`;
  }
}

/** The stem of ids for copies of a node: its type's, or its own id without the number at its end. */
const copyId = (document: GraphDocument, node: GraphNode): string =>
  freeId(document, definitionOf(node)?.idStem ?? node.id.replace(/_\d+$/, ''));

export function insertPart(
  part: { nodes: readonly GraphNode[]; edges: readonly edits.Connection[] },
  offset: edits.Position,
  name: string,
): void {
  let ids: string[] = [];
  edit(name, (document) => {
    const copied = edits.insertCopy(document, part as Parameters<typeof edits.insertCopy>[1], offset, copyId);
    ids = copied.nodeIds;
    return copied.document;
  });
  if (ids.length > 0) select(ids);
}

export function duplicateSelection(): void {
  const part = edits.extract(currentDocument(), selectedNodes());
  if (part.nodes.length > 0) insertPart(part, { x: 32, y: 32 }, names.duplicate(part.nodes.length));
}

export function selectAll(): void {
  const document = currentDocument();
  select(
    document.nodes.map((node) => node.id),
    document.edges.map((edge) => edge.id),
  );
}
