/** What fixes are made of: a node put before an input, a wire that is missing, a node in a free place. */
import type { DocumentEdit, Fix } from '../core/diagnostics';
import type { GraphDocument, GraphEdge, GraphNode } from '../document/types';
import { freeId } from './edit';
import { inputPort } from './ports';
import type { CheckedNode, NodeRegistry, TensorType } from './types';

/** What fixes look at: the document with its structure, and what checking found of its nodes. */
export interface FixContext {
  document: GraphDocument;
  nodes: ReadonlyMap<string, CheckedNode>;
  registry: NodeRegistry;
  batchSize: number;
  /** Rows to train on, of the smallest data; undefined without data. */
  trainRows?: number;
}

/** An output by node and port. */
export interface OutputPlace {
  id: string;
  port: string;
}

/** A card's size and the distance to the next one, in the document's pixels. */
const CARD = { width: 160, height: 104, columnGap: 84, rowGap: 44 } as const;
/** Rows below the wanted place in which a free one is looked for. */
const MOST_ROWS = 50;

export const nodeOf = ({ document }: FixContext, id: string): GraphNode | undefined =>
  document.nodes.find((node) => node.id === id);

/** The document's own wire into an input. */
export const wireInto = ({ document }: FixContext, id: string, port: string): GraphEdge | undefined =>
  document.edges.find(({ target, targetHandle }) => target === id && targetHandle === port);

/** The place itself, or the first below it where a card covers no other in the same container. */
export function freePlace({ document }: FixContext, wanted: GraphNode['position'], parentId?: string) {
  const others = document.nodes.filter((node) => node.parentId === parentId);
  const covered = (y: number): boolean =>
    others.some(
      ({ position }) => Math.abs(position.x - wanted.x) < CARD.width && Math.abs(position.y - y) < CARD.height,
    );
  let y = wanted.y;
  for (let row = 0; row < MOST_ROWS && covered(y); row++) y += CARD.height + CARD.rowGap;
  return { x: wanted.x, y };
}

/** The place of the next card in the direction of the data, where it is free. */
export const placeAfter = (context: FixContext, { position, parentId }: GraphNode) =>
  freePlace(context, { x: position.x + CARD.width + CARD.columnGap, y: position.y }, parentId);

/** The edit that adds a node with its defaults. */
export const added = (
  nodeId: string,
  type: string,
  position: GraphNode['position'],
  parentId: string | undefined,
  data: Record<string, unknown> = {},
): DocumentEdit => ({ kind: 'addNode', nodeId, type, data, position, ...(parentId !== undefined && { parentId }) });

export const wired = ({ id, port }: OutputPlace, target: string, targetHandle: string): DocumentEdit => ({
  kind: 'connect',
  source: id,
  sourceHandle: port,
  target,
  targetHandle,
});

/** Leads the wire into an input through a new node; undefined where no wire of the document ends there. */
export function inserted(
  context: FixContext,
  target: { id: string; port: string },
  type: string,
  data: Record<string, unknown> = {},
): DocumentEdit[] | undefined {
  const wire = wireInto(context, target.id, target.port);
  const after = nodeOf(context, target.id);
  const definition = context.registry.get(type);
  const [input, output] = [definition?.inputs[0], definition?.outputs[0]];
  if (!wire || !after || !definition || !input || !output) return undefined;
  const before = nodeOf(context, wire.source);
  const near = before?.parentId === after.parentId ? before : undefined;
  const from = near?.position ?? { x: after.position.x - 2 * (CARD.width + CARD.columnGap), y: after.position.y };
  const middle = { x: Math.round((from.x + after.position.x) / 2), y: Math.round((from.y + after.position.y) / 2) };
  const id = freeId(context.document, definition.idStem);
  return [
    added(id, type, freePlace(context, middle, after.parentId), after.parentId, data),
    wired({ id: wire.source, port: wire.sourceHandle }, id, input.name),
    wired({ id, port: output.name }, target.id, target.port),
  ];
}

/** Whether a node takes these types with these parameters without a word. */
export function isTaken(
  node: CheckedNode,
  context: FixContext,
  changes: { inputs?: Readonly<Record<string, TensorType>>; parameters?: Readonly<Record<string, unknown>> },
): boolean {
  const { id, definition } = node;
  const inputs = { ...node.inputs, ...changes.inputs };
  const complete = definition.inputs.every(({ name, optional }) => optional || inputs[name]);
  const kinds = Object.entries(inputs).every(([name, { kind }]) => inputPort(definition, name)?.kinds.includes(kind));
  if (!complete || !kinds) return false;
  let told = false;
  const parameters = { ...node.parameters, ...changes.parameters } as CheckedNode['parameters'];
  const outputs = definition.infer({
    id,
    parameters,
    inputs,
    batchSize: context.batchSize,
    report: () => (told = true),
  });
  return outputs !== null && !told;
}

/** Whether what `id` gives follows from what `from` gives. */
export function dependsOn(nodes: FixContext['nodes'], id: string, from: string): boolean {
  const seen = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const source of Object.values(nodes.get(at)?.sources ?? {})) open.push(source.id);
  }
  return false;
}

export const fix = (title: string, edits: DocumentEdit[] | undefined): Fix | undefined =>
  edits && edits.length > 0 ? { title, edits } : undefined;
