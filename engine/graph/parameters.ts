/** Checks a node's parameters against its schema. A wrong value is reported and replaced by its default. */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import {
  applies,
  defaultOf,
  type InitializerSetting,
  type ListSpec,
  PATH_LENGTH,
  type ParameterSpec,
  type ParameterSpecs,
  type ResolvedParameters,
} from '../core/parameters';

type Problem = {
  name: 'parameterType' | 'parameterRange' | 'parameterChoice';
  values: Record<string, string | number>;
};

const show = (value: unknown): string => {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

const wrongType = (expected: string, value: unknown): Problem => ({
  name: 'parameterType',
  values: { expected, found: show(value) },
});

interface Range {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
}

/** `from 0 to below 1`, `above 0 and at most 1`, `1 or more`. */
export function describeRange({ min, max, exclusiveMin, exclusiveMax }: Range): string {
  const low = min === undefined ? '' : exclusiveMin ? `above ${min}` : `${min}`;
  const high = max === undefined ? '' : exclusiveMax ? `below ${max}` : `${max}`;
  if (low && high && exclusiveMin) return `${low} and ${exclusiveMax ? high : `at most ${high}`}`;
  if (low && high) return `from ${low} to ${high}`;
  if (low) return exclusiveMin ? low : `${low} or more`;
  return exclusiveMax ? high : `${high} or less`;
}

function outOfRange(value: number, range: Range): boolean {
  const { min, max, exclusiveMin, exclusiveMax } = range;
  const low = min !== undefined && (exclusiveMin ? value <= min : value < min);
  const high = max !== undefined && (exclusiveMax ? value >= max : value > max);
  return low || high;
}

function checkNumber(value: unknown, range: Range, whole: boolean): Problem | null {
  const kind = whole ? 'a whole number' : 'a number';
  if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isInteger(value))) {
    return wrongType(kind, value);
  }
  if (!outOfRange(value, range)) return null;
  return { name: 'parameterRange', values: { expected: describeRange(range), found: value } };
}

function checkNumbers(value: unknown, spec: ParameterSpec & { kind: 'numbers' }): Problem | null {
  if (value === null) return spec.nullable ? null : wrongType('a number or a list of numbers', value);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (spec.maxLength !== undefined && list.length > spec.maxLength) {
    return { name: 'parameterRange', values: { expected: `at most ${spec.maxLength} values`, found: list.length } };
  }
  for (const item of list) {
    const problem = checkNumber(item, spec, spec.integer ?? false);
    if (problem) return problem;
  }
  return null;
}

function checkInitializer(value: unknown, initializers: InitializerCatalogue): Problem | null {
  const name: unknown = typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : value;
  if (typeof name !== 'string') return wrongType('the name of an initializer', value);
  const known = Object.hasOwn(initializers, name) ? initializers[name] : undefined;
  if (!known) {
    return {
      name: 'parameterChoice',
      values: { found: show(name), choices: Object.keys(initializers).join(', ') },
    };
  }
  if (typeof value !== 'object') return null;
  for (const [setting, given] of Object.entries(value as object)) {
    if (setting === 'name') continue;
    const spec = known.settings && Object.hasOwn(known.settings, setting) ? known.settings[setting] : undefined;
    if (!spec) return wrongType(`an initializer without "${setting}"`, value);
    const problem = checkSetting(setting, given, spec);
    if (problem) return problem;
  }
  return null;
}

function checkSetting(setting: string, given: unknown, spec: InitializerSetting): Problem | null {
  if (!('choices' in spec)) return checkNumber(given, spec, spec.integer ?? false);
  if (spec.choices.some((choice) => choice === given)) return null;
  return {
    name: 'parameterChoice',
    values: { found: `${setting}: ${show(given)}`, choices: spec.choices.join(', ') },
  };
}

function checkList(value: unknown, spec: ListSpec, initializers: InitializerCatalogue): Problem | null {
  if (!Array.isArray(value)) return wrongType('a list', value);
  if (value.length > spec.maxLength) {
    return { name: 'parameterRange', values: { expected: `at most ${spec.maxLength} entries`, found: value.length } };
  }
  for (const item of value as unknown[]) {
    const kind = typeof item === 'object' && item !== null ? (item as { kind?: unknown }).kind : undefined;
    const known = typeof kind === 'string' && Object.hasOwn(spec.items, kind) ? spec.items[kind] : undefined;
    if (!known) {
      const choices = Object.keys(spec.items).join(', ');
      return wrongType(`a list of objects with a "kind" of ${choices}`, item);
    }
    for (const [name, given] of Object.entries(item as object)) {
      if (name === 'kind') continue;
      const field = Object.hasOwn(known.fields, name) ? known.fields[name] : undefined;
      if (!field) return wrongType(`a list where "${kind}" has no "${name}"`, item);
      const problem = checkParameter(field, given, initializers);
      if (problem) return wrongType(`a list where "${name}" of "${kind}" is ${expectedOf(problem)}`, given);
    }
  }
  return null;
}

const expectedOf = ({ name, values }: Problem): string =>
  name === 'parameterChoice' ? `one of ${values.choices}` : String(values.expected);

/** Names and settings of the initializers; handed in, because they belong to the nodes. */
export type InitializerCatalogue = Readonly<
  Record<string, { title: string; settings?: Readonly<Record<string, InitializerSetting>> }>
>;

/** Whether a text parameter is given as the number that it may be given as. */
const isIndexFor = (spec: ParameterSpec, value: unknown): boolean =>
  spec.kind === 'text' && spec.orIndex === true && Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether a number that 0 switches off is given as `null`. */
const isOff = (spec: ParameterSpec, value: unknown): boolean =>
  spec.kind === 'number' && spec.zeroIsOff === true && value === null;

/** The problem of one value, or null. */
export function checkParameter(
  spec: ParameterSpec,
  value: unknown,
  initializers: InitializerCatalogue,
): Problem | null {
  switch (spec.kind) {
    case 'number':
      return isOff(spec, value) ? null : checkNumber(value, spec, false);
    case 'integer':
      return checkNumber(value, spec, true);
    case 'boolean':
      return typeof value === 'boolean' ? null : wrongType('true or false', value);
    case 'choice': {
      if (spec.choices.some((choice) => choice.value === value)) return null;
      const choices = spec.choices.map((choice) => choice.value).join(', ');
      return { name: 'parameterChoice', values: { found: show(value), choices } };
    }
    case 'text':
    case 'file': {
      if (isIndexFor(spec, value)) return null;
      if (typeof value !== 'string') return wrongType('a text', value);
      const limit = spec.kind === 'text' ? (spec.maxLength ?? 10_000) : PATH_LENGTH;
      if (value.length <= limit) return null;
      return { name: 'parameterRange', values: { expected: `at most ${limit} characters`, found: value.length } };
    }
    case 'numbers':
      return checkNumbers(value, spec);
    case 'list':
      return checkList(value, spec, initializers);
    case 'initializer':
      return checkInitializer(value, initializers);
  }
}

/** All parameters of a node with their defaults; problems are reported into `diagnostics`. */
export function resolveParameters(
  nodeId: string,
  specs: ParameterSpecs,
  data: Readonly<Record<string, unknown>>,
  initializers: InitializerCatalogue,
  diagnostics: Diagnostic[],
): ResolvedParameters {
  const values: Record<string, unknown> = {};
  for (const [parameter, spec] of Object.entries(specs)) {
    const given = Object.hasOwn(data, parameter) ? data[parameter] : undefined;
    const problem = given === undefined ? null : checkParameter(spec, given, initializers);
    // A setting that the others switch off may hold anything; it is kept, and has no effect.
    if (problem && applies(spec, values))
      diagnostics.push(diagnose(problem.name, { nodeId, parameter }, { parameter, ...problem.values }));
    const valid = isIndexFor(spec, given) ? String(given) : isOff(spec, given) ? 0 : given;
    values[parameter] = given === undefined || problem ? defaultOf(spec, values) : valid;
  }
  for (const parameter of Object.keys(data)) {
    if (Object.hasOwn(specs, parameter)) continue;
    const known = Object.keys(specs).join(', ') || 'none';
    diagnostics.push(diagnose('parameterUnknown', { nodeId, parameter }, { parameter, known }));
  }
  // Every value was checked against its schema above.
  return values as ResolvedParameters;
}
