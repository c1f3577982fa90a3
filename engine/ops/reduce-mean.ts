import { sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { reduceSum } from './reduce-sum';
import { perInputElement } from './shapes';

/** How many elements make one mean. */
const countOf = (shape: readonly number[], axes: readonly number[]): number =>
  sizeOf(axes.map((axis) => shape[axis] as number));

/** The mean over the axes named by `axes`, which are dropped; every element's derivative is dL/dy by their number. */
export const reduceMean: OpDefinition = {
  name: 'reduceMean',
  summary: 'The mean over some axes',
  inferShape: (shapes, attributes) => reduceSum.inferShape(shapes, attributes),
  evaluate(evaluation) {
    reduceSum.evaluate?.(evaluation);
    const { output, shapes, attributes } = evaluation;
    const count = countOf(at(shapes, 0), attributes.axes as readonly number[]);
    for (let i = 0; i < output.length; i++) output[i] = (output[i] as number) / count;
  },
  gradient({ builder, gradient, inputs, attributes }) {
    const shape = builder.shape(at(inputs, 0));
    const axes = attributes.axes as readonly number[];
    const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const count = builder.constant(countOf(shape, axes), builder.shape(gradient));
    const share = builder.emit('divide', [gradient, count]);
    return [builder.broadcast(builder.emit('reshape', [share], { shape: kept }), shape)];
  },
  flops: perInputElement(1),
};
