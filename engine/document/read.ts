/** Reads a graph file: through the guarded door, up to the newest version, into a typed document or typed errors. */
import { type Diagnostic, diagnose, failure, isError, NOWHERE, type Result, success } from '../core/diagnostics';
import { migrate, type RawDocument } from './migrations';
import { parseJson } from './scan';
import { isRecord, readLab, readScripts, readSearch, readStopWhen } from './sections';
import {
  DEFAULT_RUN,
  DEFAULT_SEED,
  FORMAT,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type RunSettings,
  VERSION,
} from './types';

/** Caps on what one file may hold. */
export const DOCUMENT_LIMITS = {
  nodes: 20_000,
  edges: 100_000,
  idLength: 200,
  edgeIdLength: 500,
  nameLength: 1000,
} as const;

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

class Reader {
  readonly diagnostics: Diagnostic[] = [];

  wrong(what: string, expected: string, value: unknown, nodeId: string | null = null): void {
    this.diagnostics.push(diagnose('fileShape', { nodeId }, { what, expected, found: show(value) }));
  }

  text(what: string, value: unknown, limit: number, nodeId: string | null = null): string {
    if (typeof value === 'string' && value.length <= limit) return value;
    const found = typeof value === 'string' ? `${value.slice(0, 20)}… (${value.length} characters)` : value;
    this.wrong(what, `a text of at most ${limit} characters`, found, nodeId);
    return '';
  }

  list(what: string, value: unknown, limit: number): unknown[] {
    if (!Array.isArray(value)) {
      this.wrong(what, 'a list', value);
      return [];
    }
    if (value.length <= limit) return value;
    this.diagnostics.push(diagnose('fileTooMany', NOWHERE, { count: value.length, what, limit }));
    return [];
  }

  document(raw: RawDocument): GraphDocument {
    const nodes = this.list('"nodes"', raw.nodes, DOCUMENT_LIMITS.nodes);
    const edges = this.list('"edges"', raw.edges ?? [], DOCUMENT_LIMITS.edges);
    const { search, scripts, lab, ...others } = raw;
    const wrong = this.wrong.bind(this);
    return {
      ...others,
      format: FORMAT,
      version: VERSION,
      name: raw.name === undefined ? 'Untitled' : this.text('"name"', raw.name, DOCUMENT_LIMITS.nameLength),
      seed: this.seed(raw.seed),
      nodes: nodes.flatMap((node, place) => this.node(node, place) ?? []),
      edges: edges.flatMap((edge, place) => this.edge(edge, place) ?? []),
      run: this.run(raw.run),
      // A part that is null is one that is not there.
      ...(isGiven(search) ? { search: readSearch(search, wrong) } : {}),
      ...(isGiven(scripts) ? { scripts: readScripts(scripts, wrong) } : {}),
      ...(isGiven(lab) ? { lab: readLab(lab, wrong) } : {}),
    };
  }

  private seed(value: unknown): number {
    if (value === undefined) return DEFAULT_SEED;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    this.wrong('"seed"', 'a whole number from 0 to 9007199254740991', value);
    return DEFAULT_SEED;
  }

  private node(value: unknown, place: number): GraphNode | null {
    if (!isRecord(value)) {
      this.wrong(`Node number ${place + 1}`, 'an object', value);
      return null;
    }
    const id = this.text(`The id of node number ${place + 1}`, value.id, DOCUMENT_LIMITS.idLength);
    const type = this.text(`The type of the node "${id}"`, value.type, DOCUMENT_LIMITS.idLength, id);
    for (const flag of ['bypassed', 'frozen', 'probed'] as const) {
      if (value[flag] !== undefined && typeof value[flag] !== 'boolean') {
        this.wrong(`"${flag}" of the node "${id}"`, 'true or false', value[flag], id);
      }
    }
    if (value.data !== undefined && !isRecord(value.data)) {
      this.wrong(`"data" of the node "${id}"`, 'an object', value.data, id);
    }
    const data = isRecord(value.data) ? value.data : {};
    const { parentId, ...others } = value;
    const parent = isGiven(parentId)
      ? { parentId: this.text(`"parentId" of the node "${id}"`, parentId, DOCUMENT_LIMITS.idLength, id) }
      : {};
    return { ...others, id, type, position: this.position(id, value.position), data, ...parent };
  }

  private position(id: string, value: unknown): { x: number; y: number } {
    if (value === undefined) return { x: 0, y: 0 };
    if (isRecord(value) && typeof value.x === 'number' && typeof value.y === 'number') {
      return { ...value, x: value.x, y: value.y };
    }
    this.wrong(`"position" of the node "${id}"`, 'an object with the numbers x and y', value, id);
    return { x: 0, y: 0 };
  }

  private edge(value: unknown, place: number): GraphEdge | null {
    if (!isRecord(value)) {
      this.wrong(`Edge number ${place + 1}`, 'an object', value);
      return null;
    }
    const part = (key: string): string => {
      const nodeId = typeof value.target === 'string' ? value.target : null;
      return this.text(`"${key}" of edge number ${place + 1}`, value[key], DOCUMENT_LIMITS.edgeIdLength, nodeId);
    };
    const ends = {
      source: part('source'),
      sourceHandle: part('sourceHandle'),
      target: part('target'),
      targetHandle: part('targetHandle'),
    };
    const id = value.id === undefined ? edgeId(ends) : part('id');
    return { ...value, id, ...ends };
  }

  private run(value: unknown): RunSettings {
    if (value === undefined) return { ...DEFAULT_RUN };
    if (!isRecord(value)) {
      this.wrong('"run"', 'an object', value);
      return { ...DEFAULT_RUN };
    }
    const whole = (key: string, least: number, otherwise: number): number => {
      const item = value[key];
      if (item === undefined) return otherwise;
      if (typeof item === 'number' && Number.isSafeInteger(item) && item >= least) return item;
      const expected = `a whole number from ${least}`;
      this.diagnostics.push(diagnose('runSetting', NOWHERE, { key, expected, found: show(item) }));
      return otherwise;
    };
    const { steps: _steps, epochs: _epochs, stopWhen, ...others } = value;
    const length =
      value.epochs === undefined || value.epochs === null
        ? { steps: whole('steps', 0, DEFAULT_RUN.steps ?? 0) }
        : { epochs: whole('epochs', 0, 1) };
    if (value.steps !== undefined && value.epochs !== undefined) {
      const found = 'both steps and epochs';
      this.diagnostics.push(diagnose('runSetting', NOWHERE, { key: 'steps', expected: 'given alone', found }));
    }
    if (value.shuffle !== undefined && typeof value.shuffle !== 'boolean') {
      const found = show(value.shuffle);
      this.diagnostics.push(diagnose('runSetting', NOWHERE, { key: 'shuffle', expected: 'true or false', found }));
    }
    return {
      ...others,
      batchSize: whole('batchSize', 1, DEFAULT_RUN.batchSize),
      ...length,
      shuffle: typeof value.shuffle === 'boolean' ? value.shuffle : DEFAULT_RUN.shuffle,
      evaluateEvery: whole('evaluateEvery', 0, DEFAULT_RUN.evaluateEvery),
      probeEvery: whole('probeEvery', 0, DEFAULT_RUN.probeEvery),
      ...(isGiven(stopWhen) ? { stopWhen: readStopWhen(stopWhen, this.wrong.bind(this)) } : {}),
    };
  }
}

/** The id that an edge gets when it has none: React Flow's habit. */
export const edgeId = (edge: Omit<GraphEdge, 'id'>): string =>
  `${edge.source}.${edge.sourceHandle}-${edge.target}.${edge.targetHandle}`;

/** Reads a graph file's text. All problems of its shape are told; nothing is ever read in part. */
export function readDocument(text: string): Result<GraphDocument> {
  const parsed = parseJson(text);
  if ('problem' in parsed) return failure([parsed.problem]);
  if (!isRecord(parsed.value)) {
    return failure([
      diagnose('fileShape', NOWHERE, { what: 'The file', expected: 'an object', found: show(parsed.value) }),
    ]);
  }
  if (parsed.value.format !== FORMAT) {
    return failure([diagnose('fileNotGraph', NOWHERE, { found: show(parsed.value.format) })]);
  }
  const migrated = migrate(parsed.value);
  if ('problem' in migrated) return failure([migrated.problem]);
  const reader = new Reader();
  const document = reader.document(migrated.document);
  return reader.diagnostics.some(isError) ? failure(reader.diagnostics) : success(document, reader.diagnostics);
}
