import { broadcastAxes, broadcastShapes, denseStrides, sameShape } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { attributeShape, shapeBug, walkStrided } from './shapes';

/** y = x repeated to `shape` by NumPy's rules; its derivative is the sum over the repeated axes. */
export const broadcastTo: OpDefinition = {
  name: 'broadcastTo',
  summary: 'y = x repeated to a larger shape',
  inferShape(shapes, attributes) {
    const shape = attributeShape(attributes);
    const joined = broadcastShapes(shapes[0] ?? [], shape);
    return joined && sameShape(joined, shape) ? shape : shapeBug('broadcastTo', shapes);
  },
  evaluate({ inputs, shapes, output, shape }) {
    const from = at(shapes, 0);
    const x = at(inputs, 0);
    const lead = shape.length - from.length;
    const own = denseStrides(from);
    const strides = shape.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : (own[axis - lead] as number)));
    walkStrided(shape, strides, (i, offset) => {
      output[i] = x[offset] as number;
    });
  },
  gradient({ builder, gradient, inputs }) {
    const from = builder.shape(at(inputs, 0));
    const axes = broadcastAxes(from, builder.shape(gradient));
    const summed = axes.length === 0 ? gradient : builder.emit('reduceSum', [gradient], { axes });
    return [sameShape(builder.shape(summed), from) ? summed : builder.emit('reshape', [summed], { shape: [...from] })];
  },
  flops: () => 0,
};
