/**
 * Takes the structure out of a document: groups, comments and subgraphs go, wires lead through ports to what computes.
 * Ids are unique in the whole document, so nothing is renamed. What a container is (frozen, bypassed) goes over to what
 * stands inside. Problems are told with the ids of the document as it was.
 */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { GraphDocument, GraphEdge, GraphNode } from '../document/types';
import { borderFix } from './border';
import { type Nesting, PORT_VALUE, portAt, readNesting, type SubgraphPort } from './structure';
import type { NodeRegistry } from './types';
import { isNodeId, type Source } from './wires';

export interface FlatGraph {
  /** Computing nodes alone, and the wires between them. */
  document: GraphDocument;
  nesting: Nesting;
  /** Inputs of computing nodes whose missing wire is told at a port, or at a border; by {@link inputKey}. */
  told: ReadonlySet<string>;
  /** Where the value at a port of a subgraph, or at a port node, comes from; null where that is nothing. */
  sourceOf(portNodeId: string): Source | null;
  /** Structure that asks for statistics, with the values they could be taken of, in the order of the ports. */
  probed: readonly { nodeId: string; sources: readonly Source[] }[];
}

export const inputKey = (nodeId: string, port: string): string => JSON.stringify([nodeId, port]);

/** What a port of a subgraph may carry, in the words of a missing wire. */
const ANYTHING = 'a tensor, labels or one number';

/** What the containers around a node say about it. */
interface Inherited {
  frozen: boolean;
  bypassed: boolean;
  /** Inside a bypassed subgraph: not computed at all. */
  gone: boolean;
}

const NOTHING: Inherited = { frozen: false, bypassed: false, gone: false };

class Flattener {
  readonly nesting: Nesting;
  private readonly nodes = new Map<string, GraphNode>();
  private readonly inherited = new Map<string, Inherited>();
  /** What is wired to a port node: from outside for an input, from inside for an output. */
  private readonly feeds = new Map<string, { source: Source; edge: GraphEdge }>();
  private readonly resolved = new Map<string, Source | null>();
  private readonly told = new Set<string>();
  private readonly unwired = new Set<string>();
  private readonly takenIds: Set<string>;

  constructor(
    private readonly document: GraphDocument,
    private readonly registry: NodeRegistry,
    private readonly diagnostics: Diagnostic[],
  ) {
    for (const node of document.nodes) if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
    this.takenIds = new Set(this.nodes.keys());
    this.nesting = readNesting(document, registry, diagnostics);
  }

  run(): FlatGraph {
    const kept = this.keptNodes();
    const keptIds = new Set(kept.map(({ id }) => id));
    const edges = this.keptEdges().filter(({ source }) => keptIds.has(source) || !this.nodes.has(source));
    const used = new Set(edges.map(({ source }) => source));
    // A bypassed loss that nothing waits for takes no part.
    const nodes = kept.filter((node) => !(node.bypassed && this.role(node) === 'loss' && !used.has(node.id)));
    const left = new Set(nodes.map(({ id }) => id));
    return {
      document: {
        ...this.document,
        nodes,
        edges: edges.filter(({ target }) => left.has(target) || !this.nodes.has(target)),
      },
      nesting: this.nesting,
      told: this.told,
      sourceOf: (portNodeId) => this.resolve(portNodeId),
      probed: this.probes(),
    };
  }

  private role(node: GraphNode) {
    return this.registry.get(node.type)?.role;
  }

  /** What the containers around a node hand down. */
  private handedDown(id: string): Inherited {
    const path: string[] = [];
    let at = this.nesting.parents.get(id);
    while (at !== undefined && !this.inherited.has(at)) {
      path.push(at);
      at = this.nesting.parents.get(at);
    }
    let result = at === undefined ? NOTHING : (this.inherited.get(at) as Inherited);
    for (const container of path.reverse()) {
      const node = this.nodes.get(container);
      const isSubgraph = this.nesting.structures.get(container) === 'subgraph';
      const bypassed = result.bypassed || node?.bypassed === true;
      result = {
        frozen: result.frozen || node?.frozen === true,
        bypassed: bypassed && !isSubgraph,
        gone: result.gone || (bypassed && isSubgraph),
      };
      this.inherited.set(container, result);
    }
    return result;
  }

  private isBypassed(id: string): boolean {
    return this.nodes.get(id)?.bypassed === true || this.handedDown(id).bypassed;
  }

  private keptNodes(): GraphNode[] {
    const { structures } = this.nesting;
    const firstSeen = new Set<string>();
    const kept: GraphNode[] = [];
    for (const node of this.document.nodes) {
      const { id } = node;
      const isStructure = this.registry.get(node.type)?.structure !== undefined;
      const again = firstSeen.has(id);
      firstSeen.add(id);
      if (isStructure || structures.has(id)) {
        if (again) this.diagnostics.push(diagnose('duplicateNode', { nodeId: id }));
        else if (!isNodeId(id)) this.diagnostics.push(diagnose('nodeId', { nodeId: id }));
        continue;
      }
      const { frozen, bypassed, gone } = this.handedDown(id);
      if (gone) continue;
      const role = this.role(node);
      if ((bypassed || node.bypassed) && (role === 'metric' || role === 'optimizer')) continue;
      const definition = this.registry.get(node.type);
      const passes = bypassed && role === undefined && definition?.inputs[0] && definition.outputs[0];
      const flags = { ...(frozen && { frozen: true }), ...(passes && { bypassed: true }) };
      kept.push(frozen || passes ? { ...node, ...flags } : node);
    }
    return kept;
  }

  private keptEdges(): GraphEdge[] {
    const { structures } = this.nesting;
    const direct: GraphEdge[] = [];
    const ids = new Map<string, boolean>();
    for (const edge of this.document.edges) {
      const inner = structures.has(edge.target);
      const before = ids.get(edge.id);
      // Two that stay are told where the wires are read.
      if (before === true || (before === false && inner)) {
        const place = { nodeId: edge.target, edgeId: edge.id };
        this.diagnostics.push(diagnose('duplicateEdge', place, { id: edge.id }));
      }
      ids.set(edge.id, inner || before === true);
      if (this.isGone(edge.source) || this.isGone(edge.target) || !this.endsFit(edge)) continue;
      if (inner) this.feed(edge);
      else direct.push(edge);
    }
    return direct.flatMap((edge) => this.led(edge) ?? []);
  }

  private isGone(id: string): boolean {
    return this.nodes.has(id) && this.handedDown(id).gone;
  }

  /** Whether a wire has two ends on one level; what is wrong with those at structure is told here. */
  private endsFit(edge: GraphEdge): boolean {
    const { structures } = this.nesting;
    const ends = [
      { id: edge.source, other: edge.target, end: 'source', side: 'output', port: edge.sourceHandle },
      { id: edge.target, other: edge.source, end: 'target', side: 'input', port: edge.targetHandle },
    ] as const;
    for (const { id, other, end, side, port } of ends) {
      if (!this.nodes.has(id)) {
        // Where the other end computes, the wire stays, and reading it tells the same.
        if (!structures.has(other)) return true;
        this.diagnostics.push(diagnose('edgeEnd', { nodeId: other, edgeId: edge.id }, { edge: edge.id, end, id }));
        return false;
      }
      if (structures.has(id) && !this.portNode(id, side, port)) {
        const known = this.portsOf(id, side).join(', ') || 'none';
        this.diagnostics.push(diagnose('edgePort', { nodeId: id, port, edgeId: edge.id }, { side, port, known }));
        return false;
      }
    }
    if (this.nesting.scope(edge.source) === this.nesting.scope(edge.target)) return true;
    this.crossing(edge);
    return false;
  }

  private crossing(edge: GraphEdge): void {
    const { source, target, targetHandle: port } = edge;
    const inner = this.nesting.scope(target) ?? this.nesting.scope(source) ?? '';
    const fix = borderFix(edge, this.nesting, this.nodes, this.takenIds);
    const place = { nodeId: target, port, edgeId: edge.id };
    this.diagnostics.push(diagnose('borderCrossed', place, { source, target, subgraph: inner }, fix));
    this.told.add(inputKey(target, port));
  }

  private portsOf(id: string, side: 'input' | 'output'): string[] {
    const structure = this.nesting.structures.get(id);
    const ports = this.nesting.ports.get(id);
    if (ports) return (side === 'input' ? ports.inputs : ports.outputs).map(({ name }) => name);
    return structure === (side === 'input' ? 'subgraphOutput' : 'subgraphInput') ? [PORT_VALUE] : [];
  }

  /** The port node behind one end of a wire: that of a subgraph's port, or the port node itself. */
  private portNode(id: string, side: 'input' | 'output', port: string): string | null {
    const ports = this.nesting.ports.get(id);
    if (ports) return portAt(side === 'input' ? ports.inputs : ports.outputs, port)?.nodeId ?? null;
    return this.portsOf(id, side).includes(port) ? id : null;
  }

  private feed(edge: GraphEdge): void {
    const portNode = this.portNode(edge.target, 'input', edge.targetHandle);
    if (portNode === null) return;
    if (this.feeds.has(portNode)) {
      const { target: nodeId, targetHandle: port } = edge;
      this.diagnostics.push(diagnose('inputTaken', { nodeId, port }, { port, count: 2 }));
    } else this.feeds.set(portNode, { source: { id: edge.source, port: edge.sourceHandle }, edge });
  }

  /** The wire from what computes; null where nothing does, which is told once for each port. */
  private led(edge: GraphEdge): GraphEdge | null {
    const { source: id, sourceHandle: port } = edge;
    if (!this.nesting.structures.has(id)) return edge;
    const portNode = this.portNode(id, 'output', port);
    const source = portNode === null ? null : this.resolve(portNode);
    if (source) return { ...edge, source: source.id, sourceHandle: source.port };
    this.told.add(inputKey(edge.target, edge.targetHandle));
    if (portNode !== null) this.tellUnwired(portNode);
    return null;
  }

  /** The port node that a value at this one comes through, or where it comes from; null where there is no wire. */
  private before(portNode: string): { portNode: string } | { source: Source } | null {
    const subgraph = this.nesting.scope(portNode);
    let at: string | undefined = portNode;
    if (subgraph !== null && this.nesting.structures.get(portNode) === 'subgraphOutput' && this.isBypassed(subgraph)) {
      const { inputs, outputs } = this.nesting.ports.get(subgraph) ?? { inputs: [], outputs: [] };
      at = outputs[0]?.nodeId === portNode ? inputs[0]?.nodeId : undefined;
    }
    const fed = at === undefined ? undefined : this.feeds.get(at)?.source;
    if (!fed) return null;
    if (!this.nesting.structures.has(fed.id)) return { source: fed };
    const next = this.portNode(fed.id, 'output', fed.port);
    return next === null ? null : { portNode: next };
  }

  private resolve(portNode: string): Source | null {
    const path: string[] = [];
    const seen = new Set<string>();
    let at = portNode;
    let found: Source | null = null;
    for (;;) {
      const known = this.resolved.get(at);
      if (known !== undefined) {
        found = known;
        break;
      }
      if (seen.has(at)) {
        this.diagnostics.push(diagnose('cycle', { nodeId: at }, { path: `${at} → … → ${at}` }));
        for (const member of seen) this.unwired.add(member);
        break;
      }
      seen.add(at);
      path.push(at);
      const before = this.before(at);
      if (!before) break;
      if ('source' in before) {
        found = before.source;
        break;
      }
      at = before.portNode;
    }
    for (const member of path) this.resolved.set(member, found);
    return found;
  }

  /** Tells the port, on the way back from this one, that has no wire. */
  private tellUnwired(portNode: string): void {
    let at = portNode;
    for (let before = this.before(at); before && 'portNode' in before; before = this.before(at)) {
      if (this.unwired.has(at)) return;
      this.unwired.add(at);
      at = before.portNode;
    }
    if (this.unwired.has(at)) return;
    this.unwired.add(at);
    const subgraph = this.nesting.scope(at) ?? '';
    const isInput = this.nesting.structures.get(at) === 'subgraphInput';
    const name = (ports: readonly SubgraphPort[] | undefined): string =>
      ports?.find(({ nodeId }) => nodeId === at)?.name ?? at;
    if (isInput) {
      const port = name(this.nesting.ports.get(subgraph)?.inputs);
      this.diagnostics.push(diagnose('inputMissing', { nodeId: subgraph, port }, { port, carries: ANYTHING }));
    } else if (this.isBypassed(subgraph)) {
      const port = name(this.nesting.ports.get(subgraph)?.outputs);
      this.diagnostics.push(diagnose('bypassOutput', { nodeId: subgraph, port }, { port }));
    } else {
      const place = { nodeId: at, port: PORT_VALUE };
      this.diagnostics.push(diagnose('inputMissing', place, { port: PORT_VALUE, carries: ANYTHING }));
    }
  }

  private probes(): FlatGraph['probed'] {
    return [...this.nesting.structures].flatMap(([nodeId, structure]) => {
      if (this.nodes.get(nodeId)?.probed !== true || structure === 'group' || structure === 'comment') return [];
      const ports = this.nesting.ports.get(nodeId)?.outputs.map((port) => port.nodeId) ?? [nodeId];
      const sources = ports.flatMap((port) => this.resolve(port) ?? []);
      return sources.length > 0 && !this.isGone(nodeId) ? [{ nodeId, sources }] : [];
    });
  }
}

/** A document without structure; one that has none comes back as it is. Never throws for anything a document can hold. */
export const flatten = (document: GraphDocument, registry: NodeRegistry, diagnostics: Diagnostic[]): FlatGraph =>
  new Flattener(document, registry, diagnostics).run();

/** Says in the message which subgraph a node stands in, and notes its id. */
export function namingSubgraph(diagnostic: Diagnostic, nesting: Nesting): Diagnostic {
  const { nodeId } = diagnostic.where;
  const subgraphId = nodeId === null ? null : nesting.scope(nodeId);
  if (subgraphId === null || diagnostic.where.subgraphId !== undefined) return diagnostic;
  const message = `${diagnostic.message.replace(/\.$/, '')} (in subgraph "${subgraphId}").`;
  return { ...diagnostic, where: { ...diagnostic.where, subgraphId }, message };
}
