/**
 * The input ports of a node as it is wired. Most types have fixed ones; where the last is variadic (`concat`: a, b, …),
 * a port stands for every wire, and one more waits for the next.
 */
import type { NodeDefinition, PortSpec } from './types';

const LETTERS = 26;
const A = 97;
/** One or two letters: 702 ports, more than any node needs. */
const LETTER_NAME = /^[a-z]{1,2}$/;

/** The place of a port named by letters: a → 1, z → 26, aa → 27, as spreadsheets count columns. */
const placeOf = (name: string): number =>
  [...name].reduce((place, letter) => place * LETTERS + (letter.charCodeAt(0) - A + 1), 0);

function letterAt(place: number): string {
  const rest = place - 1;
  const last = String.fromCharCode(A + (rest % LETTERS));
  return rest < LETTERS ? last : letterAt(Math.floor(rest / LETTERS)) + last;
}

/** The variadic port that ends a list of inputs; undefined where the list is fixed. */
function variadicPort(definition: NodeDefinition): PortSpec | undefined {
  const last = definition.inputs.at(-1);
  if (!last?.variadic) return undefined;
  if (!LETTER_NAME.test(last.name)) throw new Error(`The variadic port "${last.name}" is not named by a letter.`);
  return last;
}

/** The specification of the input of this name, whether it is declared or one of a list without end; else undefined. */
export function inputPort(definition: NodeDefinition, name: string): PortSpec | undefined {
  const declared = definition.inputs.find((port) => port.name === name);
  if (declared) return declared;
  const last = variadicPort(definition);
  if (!last || !LETTER_NAME.test(name) || placeOf(name) <= placeOf(last.name)) return undefined;
  return { ...last, name, title: name, optional: true };
}

/**
 * The inputs of a node of this type with wires at `wired`: the declared ones, further ones that are wired, and, where no
 * port of a list without end is free, one that is. In the order in which the node reads them; names that are no port of
 * the node are left out.
 */
export function inputPorts(definition: NodeDefinition, wired: Iterable<string>): readonly PortSpec[] {
  const last = variadicPort(definition);
  if (!last) return definition.inputs;
  const used = new Set(wired);
  const places = new Set<number>();
  for (const name of used) {
    if (name !== last.name && !definition.inputs.some((port) => port.name === name) && inputPort(definition, name)) {
      places.add(placeOf(name));
    }
  }
  if (used.has(last.name)) {
    let free = placeOf(last.name) + 1;
    while (places.has(free)) free++;
    places.add(free);
  }
  const further = [...places].sort((a, b) => a - b).flatMap((place) => inputPort(definition, letterAt(place)) ?? []);
  return [...definition.inputs, ...further];
}

/** The names of a list of ports for a message or a schema: `a, b, …`. */
export const portNames = (ports: readonly PortSpec[] | undefined): string =>
  ports?.map(({ name, variadic }) => (variadic ? `${name}, …` : name)).join(', ') || 'none';
