/** From a path on the command line to a graph with its data files, and with what the flags change of it. */
import path from 'node:path';
import {
  applyEdits,
  type DataFile,
  type DataFiles,
  type Diagnostic,
  diagnose,
  type GraphDocument,
  nodeRegistry,
  parseDocument,
  type Result,
  readsFile,
} from '../engine/index';
import type { Arguments, Flag } from './arguments';
import { readDataFile } from './data-files';
import { readBytes, unreadable } from './files';
import { readSettings } from './settings';

/** A document as it will be run, and its data files by the paths it names. */
export interface Graph {
  document: GraphDocument;
  files: DataFiles;
  /** Why a data file could not be read. */
  missing: Diagnostic[];
}

const DOCUMENT_BYTES = 64 * 2 ** 20;

export const setFlag: Flag = {
  kind: 'text',
  name: 'set',
  value: 'nodeId.parameter=value',
  repeated: true,
  help: 'Change a parameter, such as optimizer.learningRate=0.01. May be given again.',
};

export const seedFlag: Flag = { kind: 'count', name: 'seed', min: 0, help: 'Seed of all random numbers.' };

export const jsonFlag: Flag = { kind: 'on', name: 'json', help: 'Print the result as one line of JSON.' };

export const backendFlag: Flag = {
  kind: 'choice',
  name: 'backend',
  choices: ['wasm', 'reference'],
  help: 'Generated code (default), or the float64 interpreter it is held against.',
};

/** The backend that a command line asks for. */
export const backendOf = (args: Arguments): 'wasm' | 'reference' =>
  args.text('backend') === 'reference' ? 'reference' : 'wasm';

/** Reads a graph file: only the document, not its data. */
function readGraphFile(cwd: string, file: string): Result<GraphDocument> {
  const read = readBytes(path.resolve(cwd, file), DOCUMENT_BYTES);
  if (!read.ok) return { ok: false, diagnostics: [unreadable(file, read.detail)] };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(read.value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, diagnostics: [unreadable(file, 'it is not UTF-8 text')] };
  }
  return parseDocument(text);
}

/** Reads the data files that a document names, relative to the folder of its file. */
function readDataFiles(document: GraphDocument, folder: string): Pick<Graph, 'files' | 'missing'> {
  const files = new Map<string, DataFile>();
  const missing: Diagnostic[] = [];
  for (const { id, type, data } of document.nodes) {
    const source = String(data.source);
    if (nodeRegistry.get(type)?.role !== 'data' || !readsFile(source)) continue;
    const named = data.path;
    if (typeof named !== 'string' || named === '' || files.has(named)) continue;
    const read = readDataFile(path.resolve(folder, named), source);
    if (read.ok) files.set(named, read.value);
    else
      missing.push(
        diagnose('dataFileMissing', { nodeId: id, parameter: 'path' }, { path: named, detail: read.detail }),
      );
  }
  return { files: Object.fromEntries(files), missing };
}

/** What the engine says of a graph, where it only knows that a file was not handed in: with the reason in its place. */
export function withReasons(all: readonly Diagnostic[], missing: readonly Diagnostic[]): Diagnostic[] {
  const reasonFor = ({ code, where }: Diagnostic): Diagnostic | undefined =>
    missing.find((item) => item.code === code && item.where.nodeId === where.nodeId);
  return all.map((item) => ({ ...item, ...reasonFor(item), where: item.where }));
}

/** What flags change of a document's run. */
export interface Overrides {
  seed?: number | undefined;
  run?: Readonly<Record<string, unknown>>;
}

/** Reads the graph that a command line names, with `--set` and the overrides applied, and its data files. */
export function readGraph(cwd: string, args: Arguments, overrides: Overrides = {}): Result<Graph> {
  const file = args.operands[0] as string;
  const read = readGraphFile(cwd, file);
  if (!read.ok) return read;
  const settings = readSettings(args.all('set'), read.value);
  if (!settings.ok) return { ok: false, diagnostics: [...read.diagnostics, ...settings.diagnostics] };
  const edits = [
    ...settings.value,
    // Once more: a setting that another one moved, because it stood at a default, is what was asked for in the end.
    ...settings.value,
    ...Object.entries(overrides.run ?? {}).map(([key, value]) => ({ kind: 'setRun' as const, key, value })),
  ];
  const changed = applyEdits(read.value, edits);
  const document = overrides.seed === undefined ? changed : { ...changed, seed: overrides.seed };
  const data = readDataFiles(document, path.dirname(path.resolve(cwd, file)));
  return { ok: true, value: { document, ...data }, diagnostics: read.diagnostics };
}
