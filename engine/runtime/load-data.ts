/** Reads the data of a document's dataset nodes, and keeps what was read for as long as its parameters stay the same. */
import { type Diagnostic, diagnose, isError } from '../core/diagnostics';
import { prepare } from '../data/prepare';
import type { PreparedData } from '../data/types';
import type { GraphDocument, GraphNode } from '../document/types';
import { resolveParameters } from '../graph/parameters';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';

/** Texts of data files by the path that a dataset node names. */
export type DataFiles = Readonly<Record<string, string>>;

export interface LoadedData {
  data: ReadonlyMap<string, PreparedData>;
  diagnostics: Diagnostic[];
}

/** Data sets kept; the largest bundled one takes 31 MB. */
const KEPT = 4;

/** Loads data, with a cache of a few sets: editing the graph beside a dataset must not read it again. */
export class DataLoader {
  private readonly cache = new Map<string, { text: string | undefined; result: ReturnType<typeof prepare> }>();

  async load(document: GraphDocument, files: DataFiles): Promise<LoadedData> {
    const data = new Map<string, PreparedData>();
    const diagnostics: Diagnostic[] = [];
    for (const node of document.nodes) {
      const definition = nodeRegistry.get(node.type);
      if (definition?.role !== 'data') continue;
      const problems: Diagnostic[] = [];
      const parameters = resolveParameters(node.id, definition.parameters, node.data, INITIALIZERS, problems);
      // Broken parameters are told by the check of the graph.
      if (problems.some(isError)) continue;
      const path = String(parameters.path ?? '');
      if (parameters.source === 'csv' && !Object.hasOwn(files, path)) {
        const detail = path === '' ? 'no file is chosen' : 'it was not found';
        diagnostics.push(diagnose('dataFileMissing', { nodeId: node.id, parameter: 'path' }, { path, detail }));
        continue;
      }
      const result = await this.prepare(node, parameters, document.seed, path, files);
      diagnostics.push(...result.diagnostics);
      if (result.ok) data.set(node.id, result.value);
    }
    return { data, diagnostics };
  }

  private prepare(
    node: GraphNode,
    parameters: Readonly<Record<string, unknown>>,
    seed: number,
    path: string,
    files: DataFiles,
  ): ReturnType<typeof prepare> {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    const key = JSON.stringify([node.id, seed, parameters]);
    const known = this.cache.get(key);
    if (known && known.text === text) return known.result;
    const result = prepare(parameters, seed, new Map(Object.entries(files)), node.id);
    if (this.cache.size >= KEPT) this.cache.delete(this.cache.keys().next().value as string);
    this.cache.set(key, { text, result });
    return result;
  }
}
