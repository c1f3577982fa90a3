/** Documents for tests, written as a list of nodes that name what feeds them. */
import { DIAGNOSTICS, type Diagnostic, type DiagnosticName } from '../core/diagnostics';
import { DEFAULT_RUN, FORMAT, type GraphDocument, type GraphEdge, type RunSettings, VERSION } from '../document/types';
import { type CheckOptions, checkGraph } from '../graph/check';
import type { CheckedGraph } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';

interface NodeSketch {
  type: string;
  data?: Record<string, unknown>;
  /** For each input, the node that feeds it, with the port behind a colon where it is not the first: `data:labels`. */
  from?: Record<string, string>;
  frozen?: boolean;
  probed?: boolean;
  bypassed?: boolean;
  parentId?: string | undefined;
}

interface Settings {
  run?: Partial<RunSettings>;
  seed?: number;
}

/** A document of these nodes, by id. */
export function sketch(nodes: Readonly<Record<string, NodeSketch>>, settings: Settings = {}): GraphDocument {
  const edges: GraphEdge[] = Object.entries(nodes).flatMap(([target, { from }]) =>
    Object.entries(from ?? {}).map(([targetHandle, wire]) => {
      const [source = '', port] = wire.split(':');
      const first = nodeRegistry.get(nodes[source]?.type ?? '')?.outputs[0]?.name;
      const sourceHandle = port ?? first ?? 'y';
      return { id: `${source}.${sourceHandle}-${target}.${targetHandle}`, source, sourceHandle, target, targetHandle };
    }),
  );
  return {
    format: FORMAT,
    version: VERSION,
    name: 'Test',
    seed: settings.seed ?? 1,
    nodes: Object.entries(nodes).map(([id, { type, data, from: _, parentId, ...flags }], place) => ({
      id,
      type,
      position: { x: 240 * place, y: 0 },
      data: data ?? {},
      ...flags,
      ...(parentId !== undefined && { parentId }),
    })),
    edges,
    run: { ...DEFAULT_RUN, ...settings.run },
  };
}

/** The document checked with all node types; dataset nodes have no data unless it is given. */
export const check = (document: GraphDocument, options: Partial<CheckOptions> = {}): CheckedGraph =>
  checkGraph(document, { registry: nodeRegistry, initializers: INITIALIZERS, data: new Map(), ...options });

/** Those of the diagnostics that have this name in the table. */
export const named = (diagnostics: readonly Diagnostic[], name: DiagnosticName): Diagnostic[] =>
  diagnostics.filter(({ code }) => code === DIAGNOSTICS[name].code);

/** Names in the table, in the order they were reported. */
export const namesOf = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code }) => Object.entries(DIAGNOSTICS).find(([, entry]) => entry.code === code)?.[0] ?? code);
