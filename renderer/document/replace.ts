/** Another type for a node, in place: what fits stays. */
import {
  checkParameter,
  type GraphDocument,
  type GraphEdge,
  INITIALIZERS,
  type NodeDefinition,
  nodeRegistry,
  type PortSpec,
  withDefaults,
} from '../../engine';
import { changeNode } from './edits';
import { findNode, portsOf } from './lookup';

const fits = (a: PortSpec | undefined, b: PortSpec): boolean =>
  a?.kinds.some((kind) => b.kinds.includes(kind)) ?? false;

/** Which new port takes the place of each old one: that of the same name, else the first free one that fits. */
function matchPorts(wired: readonly PortSpec[], offered: readonly PortSpec[], share: boolean): Map<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  const give = (from: PortSpec, to: PortSpec | undefined): void => {
    if (!to) return;
    found.set(from.name, to.name);
    if (!share) taken.add(to.name);
  };
  for (const port of wired) {
    give(
      port,
      offered.find((other) => other.name === port.name && fits(other, port)),
    );
  }
  for (const port of wired) {
    if (found.has(port.name)) continue;
    give(
      port,
      offered.find((other) => !taken.has(other.name) && fits(other, port)),
    );
  }
  return found;
}

function plan(document: GraphDocument, id: string, definition: NodeDefinition) {
  const { inputs, outputs } = portsOf(document, id);
  const wiredIn = new Set(document.edges.filter(({ target }) => target === id).map((edge) => edge.targetHandle));
  const wiredOut = new Set(document.edges.filter(({ source }) => source === id).map((edge) => edge.sourceHandle));
  return {
    inputs: matchPorts(
      inputs.filter(({ name }) => wiredIn.has(name)),
      definition.inputs,
      false,
    ),
    outputs: matchPorts(
      outputs.filter(({ name }) => wiredOut.has(name)),
      definition.outputs,
      true,
    ),
    wires: wiredIn.size + wiredOut.size,
  };
}

/** The types that could take a node's place without losing a wire. */
export function replacements(document: GraphDocument, id: string): NodeDefinition[] {
  const node = findNode(document, id);
  if (!node) return [];
  return [...nodeRegistry.values()].filter((definition) => {
    if (definition.type === node.type || definition.structure !== undefined) return false;
    const { inputs, outputs, wires } = plan(document, id, definition);
    return inputs.size + outputs.size === wires;
  });
}

/** The document with another type for a node. Its id, place and flags stay, and so do parameters and wires that fit. */
export function replaceType(document: GraphDocument, id: string, type: string): GraphDocument {
  const definition = nodeRegistry.get(type);
  const node = findNode(document, id);
  if (!definition || !node || node.type === type) return document;
  const kept = Object.entries(node.data).filter(([name, value]) => {
    const spec = definition.parameters[name];
    return spec !== undefined && checkParameter(spec, value, INITIALIZERS) === null;
  });
  const { inputs, outputs } = plan(document, id, definition);
  const edges = document.edges.flatMap((edge): GraphEdge[] => {
    const targetHandle = edge.target === id ? inputs.get(edge.targetHandle) : edge.targetHandle;
    const sourceHandle = edge.source === id ? outputs.get(edge.sourceHandle) : edge.sourceHandle;
    if (targetHandle === undefined || sourceHandle === undefined) return [];
    const same = targetHandle === edge.targetHandle && sourceHandle === edge.sourceHandle;
    return [same ? edge : { ...edge, sourceHandle, targetHandle }];
  });
  const data = withDefaults(definition.parameters, Object.fromEntries(kept));
  return { ...changeNode(document, id, (old) => ({ ...old, type, data })), edges };
}
