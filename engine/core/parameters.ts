/**
 * Parameter schemas of nodes. One description gives the inspector's form, validation, the published JSON Schema, the
 * defaults that are written on save, and the TypeScript type that a node's code reads.
 */

interface Common {
  title: string;
  /** One sentence for the inspector, in plain words. */
  help: string;
  /** May change while the graph runs, without compiling anew. */
  live?: boolean;
  /** The part of the form that it belongs to, by its heading; absent: the first part, which has none. */
  section?: string;
  /** Rarely touched: its part of the form is folded while all in it stand at their defaults. */
  advanced?: boolean;
  /** Shown only when another parameter has one of these values. */
  when?: { parameter: string; in: readonly (string | number | boolean)[] };
}

/** A default that may depend on the parameters before it (an optimizer's epsilon follows its convention). */
export type Default<T> = T | ((before: Readonly<Record<string, unknown>>) => T);

export interface NumberSpec extends Common {
  kind: 'number';
  default: Default<number>;
  min?: number;
  max?: number;
  /** The bound itself is not allowed. */
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
  /** Written behind the value, such as "of the old value kept". */
  unit?: string;
  /** How a slider or a search should move: on a log scale, or on that of 1 − value. */
  scale?: 'linear' | 'log' | 'oneMinusLog';
  /** 0 leaves something out of the graph, so leaving 0 is never live. Files may say `null` for 0. */
  zeroIsOff?: boolean;
}

export interface IntegerSpec extends Common {
  kind: 'integer';
  default: Default<number>;
  min?: number;
  max?: number;
  unit?: string;
}

export interface BooleanSpec extends Common {
  kind: 'boolean';
  default: Default<boolean>;
}

export interface ChoiceSpec extends Common {
  kind: 'choice';
  default: Default<string>;
  choices: readonly { value: string; title: string }[];
}

export interface TextSpec extends Common {
  kind: 'text';
  default: Default<string>;
  maxLength?: number;
  placeholder?: string;
  /** A whole number from 0 is taken too, and read as its digits: the place of a column. */
  orIndex?: boolean;
}

/** Characters of the longest path. */
export const PATH_LENGTH = 4096;

/** A path of a data file, relative to the graph file. */
export interface FileSpec extends Common {
  kind: 'file';
  default: Default<string>;
  extensions: readonly string[];
}

/** A list of numbers; a single number is a list of one. `nullable`: may be unset. */
export interface NumbersSpec extends Common {
  kind: 'numbers';
  default: Default<number | readonly number[] | null>;
  nullable?: boolean;
  integer?: boolean;
  min?: number;
  maxLength?: number;
}

/** A setting of an initializer: a number, or one of some names. */
export type InitializerSetting =
  | { default: number; min?: number; max?: number; integer?: boolean }
  | { default: string; choices: readonly string[] };

/** The name of an initializer, or an object with its name and settings, as in Keras. */
export type InitializerValue = string | { name: string; [setting: string]: number | string };

export interface InitializerSpec extends Common {
  kind: 'initializer';
  default: Default<InitializerValue>;
}

/** One kind of entry in a {@link ListSpec}, with the fields it has beside `kind`. */
export interface ListItemSpec {
  title: string;
  /** One sentence for the inspector. */
  help: string;
  fields: Readonly<Record<string, NumberSpec | IntegerSpec | ChoiceSpec | NumbersSpec>>;
}

/** An entry of a list: its kind, and the values of the fields that this kind has. */
export interface ListItem {
  readonly kind: string;
  readonly [field: string]: string | number | readonly number[] | null;
}

/** A list of entries of several kinds, such as the recipes of a shift; a missing field takes its default. */
export interface ListSpec extends Common {
  kind: 'list';
  default: readonly ListItem[];
  items: Readonly<Record<string, ListItemSpec>>;
  maxLength: number;
}

export type ParameterSpec =
  | NumberSpec
  | IntegerSpec
  | BooleanSpec
  | ChoiceSpec
  | TextSpec
  | FileSpec
  | NumbersSpec
  | ListSpec
  | InitializerSpec;

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

type ValueOf<S extends ParameterSpec> = S extends { kind: 'number' | 'integer' }
  ? number
  : S extends { kind: 'boolean' }
    ? boolean
    : S extends { kind: 'choice' | 'text' | 'file' }
      ? string
      : S extends { kind: 'numbers' }
        ? number | readonly number[] | null
        : S extends { kind: 'list' }
          ? readonly ListItem[]
          : InitializerValue;

/** The parameters of a node after defaults and validation. */
export type ParameterValues<P extends ParameterSpecs> = { readonly [K in keyof P]: ValueOf<P[K]> };

/** The parameters of a node of any type, after defaults and validation. */
export type ResolvedParameters = ParameterValues<ParameterSpecs>;

/** Whether the values of other parameters leave this one in effect. */
export const applies = ({ when }: ParameterSpec, values: Readonly<Record<string, unknown>>): boolean =>
  when === undefined || when.in.some((value) => value === values[when.parameter]);

/** Whether a parameter may change from one value to another without compiling: it is live, and nothing is switched on. */
export const isLiveChange = (spec: ParameterSpec, from: unknown, to: unknown): boolean =>
  spec.live === true && !(spec.kind === 'number' && spec.zeroIsOff === true && !(Number(from) > 0) && Number(to) > 0);

/** The default of one parameter, given those resolved before it. */
export function defaultOf(spec: ParameterSpec, before: Readonly<Record<string, unknown>>): unknown {
  return typeof spec.default === 'function' ? spec.default(before) : spec.default;
}

/** All parameters with defaults for those missing (`undefined`), in the order of the schema. Values are not checked. */
export function withDefaults(specs: ParameterSpecs, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    values[name] = data[name] === undefined ? defaultOf(spec, values) : data[name];
  }
  return values;
}

/**
 * `data` with one parameter changed. Others that stood at a default which depends on it move to the new default:
 * switching Adam to PyTorch's convention also switches its epsilon, unless someone had set that.
 */
export function withParameter(
  specs: ParameterSpecs,
  data: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  const before = withDefaults(specs, data);
  const after: Record<string, unknown> = { ...data, ...before, [name]: value };
  for (const [other, spec] of Object.entries(specs)) {
    if (other === name || typeof spec.default !== 'function') continue;
    if (JSON.stringify(before[other]) === JSON.stringify(defaultOf(spec, before)))
      after[other] = defaultOf(spec, after);
  }
  return after;
}
