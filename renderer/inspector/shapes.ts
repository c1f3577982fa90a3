/** The shapes at a node's ports in words: as frameworks write them, examples first, and as lectures do, features first. */
import { type CheckedNode, formatShape, type Shape } from '../../engine';
import { texts } from '../texts';

const words = texts.inspector;

/** The same matrix with its columns as examples; a row of labels is 1 × examples. Null for what has more axes. */
export function lectureShape(shape: Shape): Shape | null {
  if (shape.length === 2) return [shape[1] as number, shape[0] as number];
  return shape.length === 1 ? [1, shape[0] as number] : shape.length === 0 ? shape : null;
}

function inWords(inputs: readonly Shape[], outputs: readonly Shape[]): string {
  const [input, output] = [inputs.map(formatShape).join(', '), outputs.map(formatShape).join(', ')];
  if (output === '') return input;
  if (input === '') return words.toOutput(output);
  return input === output ? words.inAndOut(input) : words.from(input, output);
}

export interface ShownShapes {
  /** "60×784 → 60×100", or "60×100 in and out". */
  framework: string;
  /** The same with features first; null where it is no matrix, or the same. */
  lecture: string | null;
}

/** What goes in and out of a node; null where it is not known. */
export function shapesOf(node: CheckedNode | undefined): ShownShapes | null {
  if (!node) return null;
  const shapes = (ports: readonly { name: string }[], types: CheckedNode['inputs']): Shape[] =>
    ports.flatMap(({ name }) => (types[name] ? [types[name].shape] : []));
  const sides = [shapes(node.definition.inputs, node.inputs), shapes(node.definition.outputs, node.outputs)] as const;
  const all = sides.flat();
  if (all.length === 0) return null;
  const framework = inWords(...sides);
  const turned = sides.map((side) => side.map(lectureShape));
  const isMatrices = all.some(({ length }) => length === 2) && turned.flat().every((shape) => shape !== null);
  const lecture = isMatrices ? inWords(...(turned as [Shape[], Shape[]])) : null;
  return { framework, lecture: lecture === framework ? null : lecture };
}
