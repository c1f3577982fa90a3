/** The parts of a graph file beside the graph: search, scripts, lab, notes, and when a run stops. */
import type { LabItem, Script, Search, SearchBudget, SearchObjective, SearchParameter, StopWhen } from './types';

/** Where problems go: what is wrong (named by its path in the file), what it must be, what stands there. */
export type Wrong = (what: string, expected: string, value: unknown) => void;

/** Caps on what the parts of one file may hold. */
export const SECTION_LIMITS = {
  searchParameters: 200,
  choices: 1000,
  scripts: 1000,
  scriptName: 200,
  scriptText: 1_000_000,
  lab: 1000,
  path: 500,
} as const;

/** What of a search is missing in a file. */
export const DEFAULT_OBJECTIVE: Readonly<SearchObjective> = {
  metric: 'loss',
  split: 'test',
  direction: 'min',
  reduce: 'last',
};

type RawRecord = Record<string, unknown>;

export const isRecord = (value: unknown): value is RawRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= SECTION_LIMITS.path;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isWhole =
  (least: number) =>
  (value: unknown): value is number =>
    Number.isSafeInteger(value) && (value as number) >= least;

const isOneOf =
  <T extends string>(...choices: T[]) =>
  (value: unknown): value is T =>
    choices.some((choice) => choice === value);

const NUMBER = 'a number';
const PATH = `a text of 1 to ${SECTION_LIMITS.path} characters`;

/** The keys of one object, each looked at once. Problems name the path of the key. */
class Fields {
  constructor(
    private readonly raw: RawRecord,
    private readonly at: string,
    private readonly wrong: Wrong,
  ) {}

  /** Looks at a key that must be there. */
  needs(key: string, fits: (value: unknown) => boolean, expected: string): void {
    if (!fits(this.raw[key])) this.wrong(`"${this.at}.${key}"`, expected, this.raw[key]);
  }

  /** Looks at a key that may be missing. */
  may(key: string, fits: (value: unknown) => boolean, expected: string): void {
    if (this.raw[key] !== undefined) this.needs(key, fits, expected);
  }
}

function objective(value: unknown, wrong: Wrong): SearchObjective {
  const raw = recordAt(value, '"search.objective"', wrong);
  const fields = new Fields(raw, 'search.objective', wrong);
  fields.may('metric', isText, '"loss" or the id of a metric node');
  fields.may('split', isOneOf('train', 'test', 'all'), '"train", "test" or "all"');
  fields.may('direction', isOneOf('min', 'max'), '"min" or "max"');
  fields.may('reduce', isOneOf('last', 'best', 'meanLast'), '"last", "best" or "meanLast"');
  return { ...DEFAULT_OBJECTIVE, ...raw };
}

function budget(value: unknown, wrong: Wrong): SearchBudget {
  const raw = recordAt(value, '"search.budget"', wrong);
  const fields = new Fields(raw, 'search.budget', wrong);
  fields.may('steps', isWhole(1), 'a whole number from 1');
  fields.may('epochs', isWhole(1), 'a whole number from 1');
  fields.may('seconds', (seconds) => isNumber(seconds) && seconds > 0, 'a number above 0');
  const given = ['steps', 'epochs', 'seconds'].filter((key) => raw[key] !== undefined);
  if (given.length > 1) wrong('"search.budget"', 'one of steps, epochs and seconds', given.join(' and '));
  return raw;
}

/** A missing object is an empty one; anything else that is no object is told. */
function recordAt(value: unknown, what: string, wrong: Wrong): RawRecord {
  if (value === undefined || isRecord(value)) return value ?? {};
  wrong(what, 'an object', value);
  return {};
}

function searchParameter(value: unknown, place: number, wrong: Wrong): SearchParameter {
  const at = `search.parameters[${place}]`;
  const raw = recordAt(value ?? null, `"${at}"`, wrong);
  if (!isRecord(value)) return { path: '', choices: [] };
  const fields = new Fields(raw, at, wrong);
  fields.needs('path', isText, 'nodeId.parameter');
  fields.may('points', isWhole(1), 'a whole number from 1');
  if (raw.when !== undefined) {
    const when = new Fields(recordAt(raw.when, `"${at}.when"`, wrong), `${at}.when`, wrong);
    if (isRecord(raw.when)) {
      when.needs('path', isText, 'nodeId.parameter');
      when.needs('equals', (equals) => equals !== undefined, 'a value');
    }
  }
  if (raw.choices === undefined) range(raw, at, wrong);
  else {
    const { choices: limit } = SECTION_LIMITS;
    const fits = (list: unknown): boolean => Array.isArray(list) && list.length > 0 && list.length <= limit;
    fields.needs('choices', fits, `a list of 1 to ${limit} values`);
  }
  // Every key was looked at above; where one was wrong, the document is not used.
  return raw as SearchParameter;
}

function range(raw: RawRecord, at: string, wrong: Wrong): void {
  const fields = new Fields(raw, at, wrong);
  const integer = raw.type === 'integer';
  const fits = integer ? Number.isSafeInteger : isNumber;
  fields.may('type', isOneOf('number', 'integer'), '"number" or "integer"');
  fields.needs('low', fits, integer ? 'a whole number' : NUMBER);
  fields.needs('high', fits, integer ? 'a whole number' : NUMBER);
  if (integer) {
    fields.may('step', isWhole(1), 'a whole number from 1');
    fields.may('scale', isOneOf('linear', 'log'), '"linear" or "log"');
  } else fields.may('scale', isOneOf('linear', 'log', 'oneMinusLog'), '"linear", "log" or "oneMinusLog"');
  const { low, high, scale } = raw;
  if (!isNumber(low) || !isNumber(high)) return;
  if (low > high) wrong(`"${at}.high"`, `${low} or more`, high);
  else if (scale === 'log' && low <= 0) wrong(`"${at}.low"`, 'above 0 on a log scale', low);
  else if (scale === 'oneMinusLog' && high >= 1) wrong(`"${at}.high"`, 'below 1 on the log scale of 1 − value', high);
}

/** Reads `search`; what is missing takes its default. */
export function readSearch(value: unknown, wrong: Wrong): Search {
  const raw = recordAt(value, '"search"', wrong);
  new Fields(raw, 'search', wrong).may('repeats', isWhole(1), 'a whole number from 1');
  const parameters = listAt(raw.parameters ?? [], '"search.parameters"', SECTION_LIMITS.searchParameters, wrong);
  return {
    ...raw,
    objective: objective(raw.objective, wrong),
    budget: budget(raw.budget, wrong),
    repeats: isWhole(1)(raw.repeats) ? raw.repeats : 1,
    parameters: parameters.map((parameter, place) => searchParameter(parameter, place, wrong)),
  };
}

function listAt(value: unknown, what: string, limit: number, wrong: Wrong): unknown[] {
  if (Array.isArray(value) && value.length <= limit) return value;
  wrong(what, `a list of at most ${limit}`, Array.isArray(value) ? `${value.length} items` : value);
  return [];
}

/** Reads `scripts`: names are file names, each used once. */
export function readScripts(value: unknown, wrong: Wrong): Script[] {
  const names = new Set<string>();
  return listAt(value, '"scripts"', SECTION_LIMITS.scripts, wrong).flatMap((item, place): Script[] => {
    const at = `scripts[${place}]`;
    const { scriptName, scriptText } = SECTION_LIMITS;
    if (!isRecord(item)) {
      wrong(`"${at}"`, 'an object with name and text', item);
      return [];
    }
    const { name, text } = item;
    const named = typeof name === 'string' && name.length > 0 && name.length <= scriptName;
    if (!named) wrong(`"${at}.name"`, `a text of 1 to ${scriptName} characters`, name);
    else if (names.has(name)) wrong(`"${at}.name"`, 'a name of its own', name);
    else names.add(name);
    if (typeof text !== 'string' || text.length > scriptText) {
      wrong(
        `"${at}.text"`,
        `a text of at most ${scriptText} characters`,
        typeof text === 'string' ? text.length : text,
      );
    }
    return [{ ...item, name: String(name), text: String(text) }];
  });
}

/** Reads `lab`: objects, each with what it expects. */
export function readLab(value: unknown, wrong: Wrong): LabItem[] {
  return listAt(value, '"lab"', SECTION_LIMITS.lab, wrong).flatMap((item, place): LabItem[] => {
    if (isRecord(item) && item.expect !== undefined) return [{ ...item, expect: item.expect }];
    wrong(`"lab[${place}]"`, 'an object with "expect"', item);
    return [];
  });
}

/** Reads `run.stopWhen`. */
export function readStopWhen(value: unknown, wrong: Wrong): StopWhen {
  const raw = recordAt(value, '"run.stopWhen"', wrong);
  const fields = new Fields(raw, 'run.stopWhen', wrong);
  fields.needs('metric', isText, `"loss" or the id of a metric node (${PATH})`);
  fields.may('below', isNumber, NUMBER);
  fields.may('above', isNumber, NUMBER);
  fields.may('split', isOneOf('train', 'test'), '"train" or "test"');
  fields.may('patience', isWhole(1), 'a whole number from 1');
  fields.may('direction', isOneOf('min', 'max'), '"min" or "max"');
  fields.may('minDelta', (delta) => isNumber(delta) && delta >= 0, 'a number from 0');
  if (isRecord(value) && raw.below === undefined && raw.above === undefined && raw.patience === undefined) {
    wrong('"run.stopWhen"', 'an object with below, above or patience', value);
  }
  return { ...raw, metric: String(raw.metric) };
}
