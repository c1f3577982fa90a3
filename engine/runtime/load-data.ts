/** Reads the data of a document's dataset nodes, and keeps what was read for as long as its parameters stay the same. */
import { readsFile } from '../core/data-sources';
import { type Diagnostic, diagnose, isError, type Result, success } from '../core/diagnostics';
import type { DataFile, DataFiles } from '../data/files';
import { prepare } from '../data/prepare';
import { shiftProblems } from '../data/shift';
import type { DataParameters, PreparedData, Shift } from '../data/types';
import type { GraphDocument } from '../document/types';
import { flatten, namingSubgraph } from '../graph/flatten';
import { resolveParameters } from '../graph/parameters';
import type { Nesting } from '../graph/structure';
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

/** What a dataset node's data is made from: parameters after the check, and the seed. Plain data. */
export interface DataNeed {
  nodeId: string;
  settings: DataParameters;
  /** Of the document. */
  seed: number;
}

export interface DataNeeds {
  needs: DataNeed[];
  /** Of files that are not there. */
  diagnostics: Diagnostic[];
  nesting: Nesting;
}

/** The file of a need; undefined where its source reads none, or it is not there. */
export function fileOf<F>({ settings: { source, path } }: DataNeed, files: DataFiles<F>): F | undefined {
  return readsFile(source) && Object.hasOwn(files, path) ? files[path] : undefined;
}

/** The data that a document needs. What stands in a bypassed subgraph is not computed, and needs none. */
export function dataNeeds<F>(document: GraphDocument, files: DataFiles<F>): DataNeeds {
  const needs: DataNeed[] = [];
  const diagnostics: Diagnostic[] = [];
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
    const need = { nodeId: node.id, settings, seed: document.seed };
    if (!readsFile(settings.source) || fileOf(need, files) !== undefined) needs.push(need);
    else {
      const { path } = settings;
      const detail = path === '' ? 'no file is chosen' : 'it was not found';
      diagnostics.push(diagnose('dataFileMissing', { nodeId: node.id, parameter: 'path' }, { path, detail }));
    }
  }
  return { needs, diagnostics, nesting };
}

/** Loads data, with a cache of a few sets: editing the graph beside a dataset must not read it again. */
export class DataLoader {
  private readonly cache = new Map<string, Kept>();

  async load(document: GraphDocument, files: DataFiles): Promise<LoadedData> {
    const data = new Map<string, PreparedData>();
    const { needs, diagnostics, nesting } = dataNeeds(document, files);
    for (const need of needs) {
      const result = await this.prepare(need, fileOf(need, files));
      diagnostics.push(...result.diagnostics);
      if (result.ok) data.set(need.nodeId, result.value);
    }
    return { data, diagnostics: diagnostics.map((diagnostic) => namingSubgraph(diagnostic, nesting)) };
  }

  /** The rows of one dataset node. A shift is done to rows when they are taken, so they stay when it changes. */
  async prepare({ nodeId, settings, seed }: DataNeed, file: DataFile | undefined): Promise<Result<PreparedData>> {
    const { shift } = settings;
    const key = JSON.stringify([nodeId, seed, { ...settings, shift: [] }]);
    let kept = this.cache.get(key);
    if (!kept || kept.file !== file) {
      kept = { file, result: prepare({ ...settings, shift: [] }, seed, file, nodeId), shifted: null };
      if (this.cache.size >= KEPT) this.cache.delete(this.cache.keys().next().value as string);
      this.cache.set(key, kept);
    }
    const result = await kept.result;
    if (!result.ok || shift.length === 0) return result;
    const problems = shiftProblems(shift, result.value.table, nodeId);
    return success(withShift(kept, result.value, shift), [...result.diagnostics, ...problems]);
  }
}

function withShift(kept: Kept, data: PreparedData, shift: readonly Shift[]): PreparedData {
  const key = JSON.stringify(shift);
  if (kept.shifted?.key !== key) kept.shifted = { key, data: { ...data, shift } };
  return kept.shifted.data;
}
