/** Which node stands in which container, and which ports a subgraph has. Problems are told and then passed over. */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { GraphDocument, GraphNode } from '../document/types';
import type { NodeRegistry, Structure } from './types';

/** The one port of a subgraph's input or output node. */
export const PORT_VALUE = 'value';

/** One port of a subgraph. */
export interface SubgraphPort {
  /** The `subgraphInput` or `subgraphOutput` node. */
  nodeId: string;
  /** What a wire outside names it by; its node's id is understood too. */
  name: string;
}

export interface SubgraphPorts {
  inputs: readonly SubgraphPort[];
  outputs: readonly SubgraphPort[];
}

/** How a document is nested. */
export interface Nesting {
  /** What each node is, for those that compute nothing; the first of doubled ids counts. */
  structures: ReadonlyMap<string, Structure>;
  /** The container that a node stands in; without those that are none. */
  parents: ReadonlyMap<string, string>;
  /** Containers around a node, the innermost first. */
  containers(id: string): readonly string[];
  /** The innermost subgraph that a node stands in; null outside of all. */
  scope(id: string): string | null;
  ports: ReadonlyMap<string, SubgraphPorts>;
}

/** The name of a port node: its parameter, else its id. */
export const portName = ({ id, data }: GraphNode): string =>
  typeof data.name === 'string' && data.name !== '' ? data.name : id;

const isContainer = (structure: Structure | undefined): boolean => structure === 'group' || structure === 'subgraph';

/** Parents that exist and hold something; a circle of containers is cut where it was found. */
function readParents(document: GraphDocument, structures: ReadonlyMap<string, Structure>, diagnostics: Diagnostic[]) {
  const known = new Set(document.nodes.map(({ id }) => id));
  const parents = new Map<string, string>();
  for (const { id, parentId: parent } of document.nodes) {
    if (parent === undefined || parents.has(id)) continue;
    const fix = {
      title: `Take ${id} out of ${parent}`,
      edits: [{ kind: 'setParent' as const, nodeId: id, parentId: null }],
    };
    if (!known.has(parent)) diagnostics.push(diagnose('parentMissing', { nodeId: id }, { parent }, fix));
    else if (!isContainer(structures.get(parent)))
      diagnostics.push(diagnose('parentKind', { nodeId: id }, { parent }, fix));
    else parents.set(id, parent);
  }
  const settled = new Set<string>();
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && !settled.has(id) && !path.has(id)) {
      path.add(id);
      id = parents.get(id);
    }
    if (id !== undefined && path.has(id)) {
      const circle = [...path].slice([...path].indexOf(id));
      const shown = circle.length > 8 ? [...circle.slice(0, 7), '…'] : circle;
      diagnostics.push(diagnose('parentCircle', { nodeId: id }, { path: [...shown, id].join(' → ') }));
      for (const member of circle) parents.delete(member);
    }
    for (const member of path) settled.add(member);
  }
  return parents;
}

/** Reads how the nodes of a document are nested; every problem goes into `diagnostics`. */
export function readNesting(document: GraphDocument, registry: NodeRegistry, diagnostics: Diagnostic[]): Nesting {
  const structures = new Map<string, Structure>();
  const seen = new Set<string>();
  for (const { id, type } of document.nodes) {
    const structure = registry.get(type)?.structure;
    if (structure && !seen.has(id)) structures.set(id, structure);
    seen.add(id);
  }
  const parents = readParents(document, structures, diagnostics);

  const scopes = new Map<string, string | null>();
  const scope = (id: string): string | null => {
    const path: string[] = [];
    let found: string | null = null;
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
      const known = scopes.get(at);
      if (known !== undefined) {
        found = known;
        break;
      }
      path.push(at);
      if (structures.get(at) === 'subgraph') {
        found = at;
        break;
      }
    }
    // Every container passed on the way lies inside the one that was found, which is the scope of what stands in it.
    for (const container of path) scopes.set(container, found);
    return found;
  };

  const ports = new Map<string, { inputs: SubgraphPort[]; outputs: SubgraphPort[] }>();
  for (const [id, structure] of structures) if (structure === 'subgraph') ports.set(id, { inputs: [], outputs: [] });
  const counted = new Set<string>();
  for (const node of document.nodes) {
    const structure = structures.get(node.id);
    if ((structure !== 'subgraphInput' && structure !== 'subgraphOutput') || counted.has(node.id)) continue;
    counted.add(node.id);
    const subgraph = scope(node.id);
    const own = subgraph === null ? undefined : ports.get(subgraph);
    if (!own || subgraph === null) {
      diagnostics.push(diagnose('portOutside', { nodeId: node.id }));
      continue;
    }
    const side = structure === 'subgraphInput' ? 'input' : 'output';
    const list = side === 'input' ? own.inputs : own.outputs;
    const name = portName(node);
    if (list.some((port) => port.name === name)) {
      diagnostics.push(diagnose('portDoubled', { nodeId: node.id, parameter: 'name' }, { subgraph, side, port: name }));
    }
    list.push({ nodeId: node.id, name });
  }

  const containers = (id: string): string[] => {
    const list: string[] = [];
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) list.push(at);
    return list;
  };
  return { structures, parents, containers, scope, ports };
}

/** The port that a wire's handle names: by its name, else by its node's id. */
export const portAt = (ports: readonly SubgraphPort[], handle: string): SubgraphPort | undefined =>
  ports.find(({ name }) => name === handle) ?? ports.find(({ nodeId }) => nodeId === handle);
