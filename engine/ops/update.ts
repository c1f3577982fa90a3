/** What the update operations share: in-place writes of variables, driven by a vector of scalars `s`. */
import type { Shape } from '../core/shape';
import type { Evaluation, OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement, shapeBug } from './shapes';

interface UpdateSpec {
  name: string;
  summary: string;
  /** Places of the inputs that are written. */
  mutates: readonly number[];
  /** Inputs before the scalars; all have the shape of the first. */
  tensors: number;
  scalars: number;
  /** Called once for each element with its index. */
  element(tensors: readonly Float64Array[], i: number, s: Float64Array, attributes: Evaluation['attributes']): void;
}

/** An operation that updates variables element by element; its own output is empty (shape [0]). */
export const defineUpdate = (spec: UpdateSpec): OpDefinition => ({
  name: spec.name,
  summary: spec.summary,
  mutates: spec.mutates,
  inferShape(shapes: readonly Shape[]): Shape {
    const first = at(shapes, 0);
    const tensors = shapes.slice(0, spec.tensors);
    const scalars = shapes[spec.tensors];
    const fits = tensors.every((shape) => shape.join() === first.join()) && scalars?.join() === String(spec.scalars);
    return fits && shapes.length === spec.tensors + 1 ? [0] : shapeBug(spec.name, shapes);
  },
  evaluate({ inputs, attributes }) {
    const s = at(inputs, spec.tensors);
    for (let i = 0; i < at(inputs, 0).length; i++) spec.element(inputs, i, s, attributes);
  },
  flops: perInputElement(2 * spec.tensors),
});

/** Element `i`, which exists. */
export const get = (list: Float64Array | undefined, i: number): number => (list as Float64Array)[i] as number;

export function set(list: Float64Array | undefined, i: number, value: number): void {
  (list as Float64Array)[i] = value;
}
