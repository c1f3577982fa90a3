/**
 * What the update operations share: in-place writes of variables, driven by a vector of scalars `s`.
 *
 * Weight decay is part of an optimizer's update, told by the attribute `decay`, with one more scalar λ at the end of
 * `s`: "coupled" adds λ·w to the gradient (L2 regularization), "decoupled" takes λ·w off the weight before the update
 * (Loshchilov and Hutter 2019). A pass over the weights of its own would be ordered against the update by nothing.
 */
import type { Shape } from '../core/shape';
import type { Evaluation, OpDefinition } from '../ir/op';
import type { Attributes } from '../ir/types';
import { at } from './elementwise';
import { perInputElement, shapeBug } from './shapes';

/** Where weight decay acts. */
export type Decay = 'coupled' | 'decoupled';

interface UpdateSpec {
  name: string;
  summary: string;
  /** Places of the inputs that are written. */
  mutates: readonly number[];
  /** Inputs before the scalars; all have the shape of the first. */
  tensors: number;
  /** Scalars without that of weight decay. */
  scalars: number;
  /** Called once for each element with its index. */
  element(tensors: readonly Float64Array[], i: number, s: Float64Array, attributes: Evaluation['attributes']): void;
}

const decayOf = ({ decay }: Attributes): Decay | null => (decay === 'coupled' || decay === 'decoupled' ? decay : null);

/** An operation that updates variables element by element; its own output is empty (shape [0]). */
export const defineUpdate = (spec: UpdateSpec): OpDefinition => ({
  name: spec.name,
  summary: spec.summary,
  mutates: spec.mutates,
  inferShape(shapes: readonly Shape[], attributes): Shape {
    const first = at(shapes, 0);
    const tensors = shapes.slice(0, spec.tensors);
    const expected = spec.scalars + (decayOf(attributes) ? 1 : 0);
    const scalars = shapes[spec.tensors];
    const fits = tensors.every((shape) => shape.join() === first.join()) && scalars?.join() === String(expected);
    return fits && shapes.length === spec.tensors + 1 ? [0] : shapeBug(spec.name, shapes);
  },
  evaluate({ inputs, attributes }) {
    const s = at(inputs, spec.tensors);
    const decay = decayOf(attributes);
    const [w, g] = [at(inputs, 0), at(inputs, 1)];
    const rate = decay ? get(s, spec.scalars) : 0;
    const tensors =
      decay === 'coupled'
        ? inputs.with(
            1,
            g.map((value, i) => value + rate * get(w, i)),
          )
        : inputs;
    for (let i = 0; i < w.length; i++) {
      if (decay === 'decoupled') set(w, i, get(w, i) - rate * get(w, i));
      spec.element(tensors, i, s, attributes);
    }
  },
  flops: perInputElement(2 * spec.tensors),
});

/** Element `i`, which exists. */
export const get = (list: Float64Array | undefined, i: number): number => (list as Float64Array)[i] as number;

export function set(list: Float64Array | undefined, i: number, value: number): void {
  (list as Float64Array)[i] = value;
}
