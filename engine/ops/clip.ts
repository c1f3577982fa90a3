/** Clipping of gradients, between the backward pass and the updates (Pascanu, Mikolov and Bengio 2013). */
import { sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement, shapeBug } from './shapes';
import { get } from './update';

/**
 * The Euclidean norm of all elements of all inputs together, of any shapes: [1]. Squares are summed in float64, so that
 * gradients whose squares leave float32 still have a norm.
 */
export const euclideanNorm: OpDefinition = {
  name: 'euclideanNorm',
  summary: '√Σ x², over all inputs',
  inferShape: (shapes) => (shapes.length > 0 ? [1] : shapeBug('euclideanNorm', shapes)),
  evaluate({ inputs, output }) {
    let sum = 0;
    for (const values of inputs) for (const value of values) sum += value * value;
    output[0] = Math.sqrt(sum);
  },
  flops: (shapes) => 2 * shapes.reduce((sum, shape) => sum + sizeOf(shape), 0),
};

/**
 * A tensor scaled down to a norm, from inputs g, n = [its norm, or that of more tensors together] and s = [limit].
 *
 * `convention` "keras": g·limit/max(n, limit). "pytorch": g·min(1, limit/(n + 10⁻⁶)), as `clip_grad_norm_` does it.
 */
export const clipByNorm: OpDefinition = {
  name: 'clipByNorm',
  summary: 'g·limit/max(‖g‖, limit)',
  inferShape(shapes) {
    const fits = shapes.length === 3 && at(shapes, 1).join() === '1' && at(shapes, 2).join() === '1';
    return fits ? at(shapes, 0) : shapeBug('clipByNorm', shapes);
  },
  evaluate({ inputs, output, attributes }) {
    const norm = get(inputs[1], 0);
    const limit = get(inputs[2], 0);
    const factor =
      attributes.convention === 'keras' ? limit / Math.max(norm, limit) : Math.min(1, limit / (norm + 1e-6));
    at(inputs, 0).forEach((value, i) => {
      output[i] = value * factor;
    });
  },
  flops: perInputElement(1),
};

/** Every element cut to ±limit, from inputs g and s = [limit]. */
export const clipByValue: OpDefinition = {
  name: 'clipByValue',
  summary: 'min(max(g, −limit), limit)',
  inferShape: (shapes) =>
    shapes.length === 2 && at(shapes, 1).join() === '1' ? at(shapes, 0) : shapeBug('clipByValue', shapes),
  evaluate({ inputs, output }) {
    const limit = get(inputs[1], 0);
    at(inputs, 0).forEach((value, i) => {
      output[i] = Math.min(Math.max(value, -limit), limit);
    });
  },
  flops: perInputElement(2),
};
