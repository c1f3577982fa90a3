/** Wires: drawn, taken away, led through nodes and points; each as one named step. */
import { type GraphDocument, type NodeDefinition, nodeRegistry, type PortSpec } from '../../engine';
import { texts } from '../texts';
import { portSpec } from './connections';
import * as edits from './edits';
import { findNode } from './lookup';
import { reroutesOf, setReroutes } from './reroutes';
import { makeRoom } from './room';
import { edit } from './store';

const names = texts.undo;
const gestures = texts.gestures;

export function connect(connection: edits.Connection): void {
  edit(names.connect(connection.source, connection.target), (document) => edits.connect(document, connection));
}

export function removeEdge(edgeId: string): void {
  edit(names.remove([], 1), (document) => edits.remove(document, [], [edgeId]));
}

/** The ports by which a wire could be led through a node of this type: its first ones, if they carry the wire's kind. */
function throughPorts(
  document: GraphDocument,
  edgeId: string,
  definition: NodeDefinition | undefined,
): { input: string; output: string } | null {
  const edge = document.edges.find(({ id }) => id === edgeId);
  const [input] = definition?.inputs ?? [];
  const [output] = definition?.outputs ?? [];
  if (!edge || !input || !output) return null;
  const kinds = portSpec({ nodeId: edge.source, port: edge.sourceHandle, side: 'output' })?.kinds ?? [];
  const fits = (port: PortSpec): boolean => port.kinds.some((kind) => kinds.includes(kind));
  return fits(input) && fits(output) ? { input: input.name, output: output.name } : null;
}

/** Whether a wire can be led through a node: one that has no wires yet. */
export function canInsert(document: GraphDocument, edgeId: string, nodeId: string): boolean {
  const node = findNode(document, nodeId);
  const wired = document.edges.some(({ source, target }) => source === nodeId || target === nodeId);
  return !wired && node !== undefined && throughPorts(document, edgeId, nodeRegistry.get(node.type)) !== null;
}

/** Whether a wire could be led through a new node of this type. */
export const canInsertType = (document: GraphDocument, edgeId: string, type: string): boolean =>
  throughPorts(document, edgeId, nodeRegistry.get(type)) !== null;

/** The document with a wire led through a node that has none yet; the neighbours make room. */
export function ledThrough(document: GraphDocument, edgeId: string, nodeId: string): GraphDocument {
  const node = findNode(document, nodeId);
  const ports = throughPorts(document, edgeId, node && nodeRegistry.get(node.type));
  if (!ports || !canInsert(document, edgeId, nodeId)) return document;
  const led = edits.insertInto(document, edgeId, nodeId, ports);
  return led === document ? document : makeRoom(led, nodeId);
}

/** Leads a wire through a node, as part of the gesture with this key. */
export function insertIntoWire(edgeId: string, nodeId: string, gesture: string | null = null): void {
  edit(names.insert(nodeId), (document) => ledThrough(document, edgeId, nodeId), gesture);
}

/** Leads a wire through other points; moves of one point belong to one gesture. */
export function rerouteWire(edgeId: string, points: readonly edits.Position[], gesture: string | null = null): void {
  edit(gestures.reroute, (document) => setReroutes(document, edgeId, points), gesture);
}

/** Takes one point of a wire away. */
export function removeReroute(edgeId: string, place: number): void {
  edit(gestures.removeReroute, (document) => {
    const points = reroutesOf(document.edges.find(({ id }) => id === edgeId));
    return setReroutes(
      document,
      edgeId,
      points.filter((_, index) => index !== place),
    );
  });
}

/** Takes all points of these wires away. */
export function straightenWires(edgeIds: readonly string[]): void {
  edit(gestures.straighten(edgeIds.length), (document) =>
    edgeIds.reduce((changed, id) => setReroutes(changed, id, []), document),
  );
}
