import { denseStrides } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement, shapeBug, walkStrided } from './shapes';

/** The sum over the axes named by `axes`, which are dropped. */
export const reduceSum: OpDefinition = {
  name: 'reduceSum',
  summary: 'The sum over some axes',
  inferShape(shapes, attributes) {
    const shape = shapes[0] ?? [];
    const axes = attributes.axes as readonly number[];
    if (axes.some((axis) => axis < 0 || axis >= shape.length)) return shapeBug('reduceSum', shapes);
    return shape.filter((_, axis) => !axes.includes(axis));
  },
  evaluate({ inputs, shapes, output, attributes }) {
    const x = at(inputs, 0);
    const shape = at(shapes, 0);
    const axes = attributes.axes as readonly number[];
    const kept = denseStrides(shape.filter((_, axis) => !axes.includes(axis)));
    let next = 0;
    const strides = shape.map((_, axis) => (axes.includes(axis) ? 0 : (kept[next++] as number)));
    output.fill(0);
    walkStrided(shape, strides, (i, offset) => {
      output[offset] = (output[offset] as number) + (x[i] as number);
    });
  },
  gradient({ builder, gradient, inputs, attributes }) {
    const shape = builder.shape(at(inputs, 0));
    const axes = attributes.axes as readonly number[];
    const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return [builder.broadcast(builder.emit('reshape', [gradient], { shape: kept }), shape)];
  },
  flops: perInputElement(1),
};
