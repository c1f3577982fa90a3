/** Which wires may be drawn, and what a port could be wired to. */
import {
  connectionProblem,
  type Diagnostic,
  type GraphDocument,
  nodeRegistry,
  type PortKind,
  type PortSpec,
} from '../../engine';
import type { Connection } from './edits';
import { portsOf } from './lookup';
import { useDocument } from './store';

export interface PortPlace {
  nodeId: string;
  port: string;
  side: 'input' | 'output';
}

/** Why a wire is refused; null when it may be drawn. */
export function problemOf(connection: Connection): Diagnostic | null {
  const { document, checked } = useDocument.getState();
  return checked ? connectionProblem(document, checked, connection) : null;
}

export function connectionAllowed(document: GraphDocument, connection: Connection): boolean {
  const { checked } = useDocument.getState();
  return checked !== null && connectionProblem(document, checked, connection) === null;
}

/** The wire between two ports, whichever was named first; null if both are on the same side. */
export function wireBetween(a: PortPlace, b: PortPlace): Connection | null {
  if (a.side === b.side) return null;
  const [from, to] = a.side === 'output' ? [a, b] : [b, a];
  return { source: from.nodeId, sourceHandle: from.port, target: to.nodeId, targetHandle: to.port };
}

export function portSpec(place: PortPlace): PortSpec | undefined {
  const { inputs, outputs } = portsOf(useDocument.getState().document, place.nodeId);
  return (place.side === 'input' ? inputs : outputs).find((port) => port.name === place.port);
}

/** Every port that a wire from `from` could end at, with the reason where it is refused. */
export function candidates(from: PortPlace): { place: PortPlace; problem: Diagnostic | null }[] {
  const { document } = useDocument.getState();
  const side = from.side === 'output' ? 'input' : 'output';
  return document.nodes.flatMap((node) => {
    if (node.id === from.nodeId) return [];
    const { inputs, outputs } = portsOf(document, node.id);
    return (side === 'input' ? inputs : outputs).flatMap((port) => {
      const place: PortPlace = { nodeId: node.id, port: port.name, side };
      const wire = wireBetween(from, place);
      return wire ? [{ place, problem: problemOf(wire) }] : [];
    });
  });
}

/** The first port of a node type that could be wired to `from`, by kind alone (shapes show once it is drawn). */
export function fittingPort(from: PortPlace, type: string): PortSpec | null {
  const kinds: readonly PortKind[] = portSpec(from)?.kinds ?? [];
  const definition = nodeRegistry.get(type);
  const ports = (from.side === 'output' ? definition?.inputs : definition?.outputs) ?? [];
  return ports.find((port) => port.kinds.some((kind) => kinds.includes(kind))) ?? null;
}
