/** Reads the data of a document's dataset nodes, and keeps what was read for as long as its parameters stay the same. */
import { readsFile } from '../core/data-sources';
import { type Diagnostic, diagnose, isError, type Result, success } from '../core/diagnostics';
import type { DataFile, DataFiles } from '../data/files';
import { prepare } from '../data/prepare';
import { shiftProblems } from '../data/shift';
import type { DataParameters, PreparedData, Shift } from '../data/types';
import type { GraphDocument, GraphNode } from '../document/types';
import { flatten, namingSubgraph } from '../graph/flatten';
import { resolveParameters } from '../graph/parameters';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';

export interface LoadedData {
  data: ReadonlyMap<string, PreparedData>;
  diagnostics: Diagnostic[];
}

export type { DataFiles };

/** Data sets kept; the largest bundled one takes 31 MB. */
const KEPT = 4;

interface Kept {
  file: DataFile | undefined;
  result: Promise<Result<PreparedData>>;
  /** The same rows under the shift that was asked for last. */
  shifted: { key: string; data: PreparedData } | null;
}

/** Loads data, with a cache of a few sets: editing the graph beside a dataset must not read it again. */
export class DataLoader {
  private readonly cache = new Map<string, Kept>();

  async load(document: GraphDocument, files: DataFiles): Promise<LoadedData> {
    const data = new Map<string, PreparedData>();
    const diagnostics: Diagnostic[] = [];
    // What stands in a bypassed subgraph is not computed, and needs no data.
    const { document: flat, nesting } = flatten(document, nodeRegistry, []);
    for (const node of flat.nodes) {
      const definition = nodeRegistry.get(node.type);
      if (definition?.role !== 'data') continue;
      const problems: Diagnostic[] = [];
      const parameters = resolveParameters(node.id, definition.parameters, node.data, INITIALIZERS, problems);
      // Broken parameters are told by the check of the graph.
      if (problems.some(isError)) continue;
      // The schema of the dataset node gives these types.
      const settings = parameters as unknown as DataParameters;
      const { path } = settings;
      const reads = readsFile(settings.source);
      const file = reads && Object.hasOwn(files, path) ? files[path] : undefined;
      if (reads && file === undefined) {
        const detail = path === '' ? 'no file is chosen' : 'it was not found';
        diagnostics.push(diagnose('dataFileMissing', { nodeId: node.id, parameter: 'path' }, { path, detail }));
        continue;
      }
      const result = await this.prepare(node, settings, document.seed, file);
      diagnostics.push(...result.diagnostics);
      if (result.ok) data.set(node.id, result.value);
    }
    return { data, diagnostics: diagnostics.map((diagnostic) => namingSubgraph(diagnostic, nesting)) };
  }

  /** A shift is done to rows when they are taken, so the rows stay when it changes. */
  private async prepare(
    { id }: GraphNode,
    settings: DataParameters,
    seed: number,
    file: DataFile | undefined,
  ): Promise<Result<PreparedData>> {
    const { shift } = settings;
    const key = JSON.stringify([id, seed, { ...settings, shift: [] }]);
    let kept = this.cache.get(key);
    if (!kept || kept.file !== file) {
      kept = { file, result: prepare({ ...settings, shift: [] }, seed, file, id), shifted: null };
      if (this.cache.size >= KEPT) this.cache.delete(this.cache.keys().next().value as string);
      this.cache.set(key, kept);
    }
    const result = await kept.result;
    if (!result.ok || shift.length === 0) return result;
    const problems = shiftProblems(shift, result.value.table, id);
    return success(withShift(kept, result.value, shift), [...result.diagnostics, ...problems]);
  }
}

function withShift(kept: Kept, data: PreparedData, shift: readonly Shift[]): PreparedData {
  const key = JSON.stringify(shift);
  if (kept.shifted?.key !== key) kept.shifted = { key, data: { ...data, shift } };
  return kept.shifted.data;
}
