import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { shapeBug } from './shapes';

/** Class indices [..] as rows [.., depth] with a 1 at the index; an index outside 0 … depth − 1 gives a row of zeros. */
export const oneHot: OpDefinition = {
  name: 'oneHot',
  summary: 'yⱼ = 1 where j = x, else 0',
  inferShape(shapes, attributes) {
    const depth = Number(attributes.depth);
    return depth > 0 && shapes.length === 1 ? [...(shapes[0] ?? []), depth] : shapeBug('oneHot', shapes);
  },
  evaluate({ inputs, output, attributes }) {
    const labels = at(inputs, 0);
    const depth = Number(attributes.depth);
    for (let i = 0; i < output.length; i++) output[i] = labels[Math.floor(i / depth)] === i % depth ? 1 : 0;
  },
  flops: () => 0,
};
