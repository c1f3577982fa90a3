/** The canonical print of a document: stable key order and one node or edge a line, so that diffs can be read. */
import type { GraphDocument, RunSettings, Search } from './types';

const TOP = ['format', 'version', 'name', 'seed', 'nodes', 'edges', 'run', 'search', 'scripts', 'lab', 'notes'];
const NODE = ['id', 'type', 'position', 'data', 'parentId', 'bypassed', 'frozen', 'probed'];
const EDGE = ['id', 'source', 'sourceHandle', 'target', 'targetHandle', 'reroutes'];
const SEARCH = ['objective', 'budget', 'repeats', 'parameters'];
const OBJECTIVE = ['metric', 'split', 'direction', 'reduce'];
const BUDGET = ['steps', 'epochs', 'seconds'];
const SEARCHED = ['path', 'type', 'scale', 'low', 'high', 'step', 'choices', 'points', 'when'];
const SCRIPT = ['name', 'text'];
const LAB = ['expect'];
const STOP = ['metric', 'split', 'below', 'above', 'patience', 'direction', 'minDelta'];
const RUN = ['batchSize', 'steps', 'epochs', 'shuffle', 'evaluateEvery', 'probeEvery', 'stopWhen'];

/** The entries in canonical order: known keys first, then others by code point. `undefined` is left out. */
function ordered(object: Readonly<Record<string, unknown>>, known: readonly string[]): [string, unknown][] {
  const others = Object.keys(object)
    .filter((key) => !known.includes(key))
    .sort((a, b) => (a < b ? -1 : 1));
  return [...known, ...others].flatMap((key): [string, unknown][] =>
    Object.hasOwn(object, key) && object[key] !== undefined ? [[key, object[key]]] : [],
  );
}

/** One line of JSON with spaces after colons and commas. */
function line(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(line).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${line(item)}`).join(', ')} }`;
}

const asOrdered = (item: object, known: readonly string[]): object =>
  Object.fromEntries(ordered(item as Record<string, unknown>, known));

const record = (item: object, known: readonly string[]): string => line(asOrdered(item, known));

function list(items: readonly object[], known: readonly string[], indent = '  '): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `${indent}  ${record(item, known)}`).join(',\n')}\n${indent}]`;
}

function run({ stopWhen, ...settings }: RunSettings): string {
  return record({ ...settings, ...(stopWhen && { stopWhen: asOrdered(stopWhen, STOP) }) }, RUN);
}

function search(value: Search): string {
  const entries = ordered(value, SEARCH).map(([key, part]) => {
    const text =
      key === 'objective'
        ? record(value.objective, OBJECTIVE)
        : key === 'budget'
          ? record(value.budget, BUDGET)
          : key === 'parameters'
            ? list(value.parameters, SEARCHED, '    ')
            : line(part);
    return `    ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${entries.join(',\n')}\n  }`;
}

/** The text of one part of the document. */
function part(document: GraphDocument, key: string, value: unknown): string {
  switch (key) {
    case 'nodes':
      return list(document.nodes, NODE);
    case 'edges':
      return list(document.edges, EDGE);
    case 'run':
      return run(document.run);
    case 'search':
      return document.search ? search(document.search) : line(value);
    case 'scripts':
      return list(document.scripts ?? [], SCRIPT);
    case 'lab':
      return list(document.lab ?? [], LAB);
    default:
      return line(value);
  }
}

/** The document as JSON text, ending in a newline. Equal documents give equal bytes. */
export function printDocument(document: GraphDocument): string {
  const lines = ordered(document, TOP).map(([key, value]) => `  ${JSON.stringify(key)}: ${part(document, key, value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
