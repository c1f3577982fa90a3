import { sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { attributeShape, shapeBug } from './shapes';

/** The same elements in row-major order under another shape. */
export const reshape: OpDefinition = {
  name: 'reshape',
  summary: 'The same elements under another shape',
  inferShape(shapes, attributes) {
    const shape = attributeShape(attributes);
    return sizeOf(shape) === sizeOf(shapes[0] ?? []) ? shape : shapeBug('reshape', shapes);
  },
  evaluate({ inputs, output }) {
    output.set(at(inputs, 0));
  },
  gradient: ({ builder, gradient, inputs }) => [
    builder.emit('reshape', [gradient], { shape: [...builder.shape(at(inputs, 0))] }),
  ],
  flops: () => 0,
};
