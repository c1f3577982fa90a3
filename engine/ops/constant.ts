import { sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { attributeShape } from './shapes';

/** Values known when the graph is compiled; a single one fills the shape. */
export const constant: OpDefinition = {
  name: 'constant',
  summary: 'Values known when the graph is compiled.',
  inferShape(_, attributes) {
    const shape = attributeShape(attributes);
    const count = (attributes.values as readonly number[]).length;
    if (count !== 1 && count !== sizeOf(shape)) throw new Error(`A constant of ${count} values has another shape.`);
    return shape;
  },
  evaluate({ output, attributes }) {
    const values = attributes.values as readonly number[];
    for (let i = 0; i < output.length; i++) output[i] = (values.length === 1 ? values[0] : values[i]) as number;
  },
  flops: () => 0,
};
