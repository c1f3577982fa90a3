/** The canonical print of a document: stable key order and one node or edge a line, so that diffs can be read. */
import type { GraphDocument } from './types';

const TOP = ['format', 'version', 'name', 'seed', 'nodes', 'edges', 'run', 'search', 'scripts', 'lab', 'notes'];
const NODE = ['id', 'type', 'position', 'data', 'parentId', 'bypassed', 'frozen', 'probed'];
const EDGE = ['id', 'source', 'sourceHandle', 'target', 'targetHandle', 'reroutes'];
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

const record = (item: object, known: readonly string[]): string =>
  line(Object.fromEntries(ordered(item as Record<string, unknown>, known)));

function list(items: readonly object[], known: readonly string[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `    ${record(item, known)}`).join(',\n')}\n  ]`;
}

/** The document as JSON text, ending in a newline. Equal documents give equal bytes. */
export function printDocument(document: GraphDocument): string {
  const lines = ordered(document, TOP).map(([key, value]) => {
    const text =
      key === 'nodes'
        ? list(document.nodes, NODE)
        : key === 'edges'
          ? list(document.edges, EDGE)
          : key === 'run'
            ? record(document.run, RUN)
            : line(value);
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
