/** The ports of every node as a document wires it, and the containers that nodes stand in: what a canvas draws. */
import type { GraphDocument } from '../document/types';
import { inputPorts } from './ports';
import { readNesting } from './structure';
import type { NodeRegistry, PortKind, PortSpec } from './types';

export interface NodePorts {
  inputs: readonly PortSpec[];
  outputs: readonly PortSpec[];
}

export interface Outline {
  /** By node; unknown types have none. */
  ports: ReadonlyMap<string, NodePorts>;
  /** The names of the ports behind port nodes, which wires may name by the node's id as well. */
  portNames: ReadonlyMap<string, string>;
  /** The container of each node that stands in one; never a circle. */
  parents: ReadonlyMap<string, string>;
}

const KINDS: readonly PortKind[] = ['tensor', 'labels', 'scalar'];

/** Reads the outline of a document; what is wrong with it is passed over. */
export function outlineOf(document: GraphDocument, registry: NodeRegistry): Outline {
  const { parents, ports: ofSubgraphs } = readNesting(document, registry, []);
  const wired = new Map<string, string[]>();
  for (const { target, targetHandle } of document.edges) {
    const list = wired.get(target);
    if (list) list.push(targetHandle);
    else wired.set(target, [targetHandle]);
  }
  const port = ({ name }: { name: string }): PortSpec => ({ name, title: name, kinds: KINDS, optional: true });
  const ports = new Map<string, NodePorts>();
  for (const { id, type } of document.nodes) {
    const definition = registry.get(type);
    if (!definition || ports.has(id)) continue;
    const own = ofSubgraphs.get(id);
    ports.set(
      id,
      own
        ? { inputs: own.inputs.map(port), outputs: own.outputs.map(port) }
        : { inputs: inputPorts(definition, wired.get(id) ?? []), outputs: definition.outputs },
    );
  }
  const all = [...ofSubgraphs.values()].flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  return { ports, parents, portNames: new Map(all.map(({ nodeId, name }) => [nodeId, name])) };
}
