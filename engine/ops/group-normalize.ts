import type { Shape } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement, shapeBug } from './shapes';

/** x [B, …, C] as groups: element `i` of group `g` lies at `place(g, i)`. */
function grouped(shape: Shape, groups: number) {
  const channels = shape.at(-1) ?? 1;
  const width = channels / groups;
  const size = shape.slice(1, -1).reduce((a, b) => a * b, 1) * width;
  const batch = shape[0] ?? 1;
  const place = (group: number, i: number): number => {
    const start = Math.floor(group / groups) * size * groups + (group % groups) * width;
    return start + Math.floor(i / width) * channels + (i % width);
  };
  return { count: batch * groups, size, place };
}

/** Mean and 1/√(σ² + ε) of a group. */
function moments(x: Float64Array, size: number, epsilon: number, place: (i: number) => number) {
  let mean = 0;
  for (let i = 0; i < size; i++) mean += (x[place(i)] as number) / size;
  let variance = 0;
  for (let i = 0; i < size; i++) variance += ((x[place(i)] as number) - mean) ** 2 / size;
  return { mean, inverse: 1 / Math.sqrt(variance + epsilon) };
}

/** dx = (dy − mean dy − x̂ · mean(dy · x̂)) / √(σ² + ε), means over a group. Inputs dy, x. */
export const groupNormalizeGrad: OpDefinition = {
  name: 'groupNormalizeGrad',
  summary: 'dx = (dy − mean dy − x̂·mean(dy·x̂))/√(σ² + ε)',
  inferShape: (shapes) => at(shapes, 1),
  evaluate({ inputs, output, shape, attributes }) {
    const [dy, x] = [at(inputs, 0), at(inputs, 1)];
    const { count, size, place } = grouped(shape, Number(attributes.groups));
    for (let group = 0; group < count; group++) {
      const own = (i: number): number => place(group, i);
      const { mean, inverse } = moments(x, size, Number(attributes.epsilon), own);
      let shift = 0;
      let slope = 0;
      for (let i = 0; i < size; i++) {
        const gradient = dy[own(i)] as number;
        shift += gradient / size;
        slope += (gradient * ((x[own(i)] as number) - mean) * inverse) / size;
      }
      for (let i = 0; i < size; i++) {
        const normalized = ((x[own(i)] as number) - mean) * inverse;
        output[own(i)] = inverse * ((dy[own(i)] as number) - shift - normalized * slope);
      }
    }
  },
  flops: perInputElement(12),
};

/**
 * x̂ = (x − μ)/√(σ² + ε) of x [B, …, C], with mean and variance of each example over all middle axes and `C / groups`
 * neighbouring channels (Wu and He 2018, equation 7). One group over a vector is layer normalization (Ba, Kiros and
 * Hinton 2016), C groups are instance normalization (Ulyanov, Vedaldi and Lempitsky 2016).
 */
export const groupNormalize: OpDefinition = {
  name: 'groupNormalize',
  summary: 'x̂ = (x − μ)/√(σ² + ε) of each example’s groups of channels',
  inferShape(shapes, { groups }) {
    const shape = at(shapes, 0);
    return shape.length > 1 && (shape.at(-1) ?? 0) % Number(groups) === 0 ? shape : shapeBug('groupNormalize', shapes);
  },
  evaluate({ inputs, output, shape, attributes }) {
    const x = at(inputs, 0);
    const { count, size, place } = grouped(shape, Number(attributes.groups));
    for (let group = 0; group < count; group++) {
      const own = (i: number): number => place(group, i);
      const { mean, inverse } = moments(x, size, Number(attributes.epsilon), own);
      for (let i = 0; i < size; i++) output[own(i)] = ((x[own(i)] as number) - mean) * inverse;
    }
  },
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('groupNormalizeGrad', [gradient, at(inputs, 0)], attributes),
  ],
  flops: perInputElement(6),
};
