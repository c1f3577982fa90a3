/** The form of a node's parameters: which apply, in which parts, and what several nodes have in common. */
import { applies, defaultOf, type ParameterSpec, type ParameterSpecs, withDefaults } from '../../engine';

/** A parameter of the form, for one node or for several. */
export interface Entry {
  name: string;
  spec: ParameterSpec;
  value: unknown;
  /** The nodes differ in it. */
  mixed: boolean;
  standard: unknown;
  /** Whether it is not at its default. */
  changed: boolean;
}

export interface Section {
  /** Null: the first part, which has no heading. */
  title: string | null;
  entries: readonly Entry[];
  /** Folded unless something in it was changed. */
  advanced: boolean;
  changed: number;
}

export interface FormNode {
  specs: ParameterSpecs;
  data: Readonly<Record<string, unknown>>;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Functions of two schemas are the same where they are the same function; other parts by their text. */
function sameSpec(a: ParameterSpec, b: ParameterSpec): boolean {
  if (a === b) return true;
  const choices = (spec: ParameterSpec) =>
    spec.kind === 'choice' ? spec.choices : spec.kind === 'list' ? spec.items : null;
  return a.kind === b.kind && a.title === b.title && same(choices(a), choices(b));
}

/** The parameters that apply to all of these nodes and mean the same in each. */
export function entriesOf(nodes: readonly FormNode[]): Entry[] {
  const [first] = nodes;
  if (!first) return [];
  const all = nodes.map(({ specs, data }) => ({ specs, values: withDefaults(specs, data) }));
  return Object.entries(first.specs).flatMap(([name, spec]): Entry[] => {
    const shared = all.every(({ specs, values }) => {
      const other = specs[name];
      return other !== undefined && sameSpec(spec, other) && applies(other, values);
    });
    if (!shared) return [];
    const [{ values }] = all as [(typeof all)[number]];
    const value = values[name];
    const mixed = all.some((other) => !same(other.values[name], value));
    // Entries of a list and paths of files belong to one node.
    if (mixed && (spec.kind === 'list' || spec.kind === 'file' || spec.kind === 'numbers')) return [];
    const standard = defaultOf(spec, values);
    const changed = all.some(
      (other) => !same(other.values[name], defaultOf(other.specs[name] as ParameterSpec, other.values)),
    );
    return [{ name, spec, value, mixed, standard, changed }];
  });
}

/** The parts of the form in the order in which their first parameters stand in the schema. */
export function sectionsOf(entries: readonly Entry[]): Section[] {
  const parts = new Map<string | null, Entry[]>([[null, []]]);
  for (const entry of entries) {
    const title = entry.spec.section ?? null;
    const part = parts.get(title);
    if (part) part.push(entry);
    else parts.set(title, [entry]);
  }
  return [...parts]
    .filter(([, part]) => part.length > 0)
    .map(([title, part]) => ({
      title,
      entries: part,
      advanced: part.every(({ spec }) => spec.advanced === true),
      changed: part.filter(({ changed }) => changed).length,
    }));
}
