import { formatShape, type Shape } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';

/** Whether two shapes are equal but for one axis. */
const fits = (a: Shape, b: Shape, axis: number): boolean =>
  a.length === b.length && a.every((length, i) => i === axis || length === b[i]);

/** Tensors one behind another along an axis. */
export const concat = defineNode({
  type: 'concat',
  title: 'Concatenate',
  category: 'shape',
  icon: 'concat',
  idStem: 'concat',
  documentation: {
    text: 'Lays tensors one behind another along an axis; their other sizes must be equal. It has an input more for every wire.',
    formula: '[m, p], [m, q] → [m, p + q]',
    references: [{ title: 'Keras: Concatenate layer', url: 'https://keras.io/api/layers/merging_layers/concatenate/' }],
  },
  inputs: [
    { name: 'a', title: 'a', kinds: ['tensor'] },
    { name: 'b', title: 'b', kinds: ['tensor'], variadic: true },
  ],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    axis: {
      kind: 'integer',
      title: 'Axis',
      help: 'The axis to join along: 0 is the batch, −1 the last.',
      default: -1,
      min: -8,
      max: 7,
    },
  },
  infer({ inputs, parameters, report }) {
    const [first, ...others] = Object.entries(inputs) as [string, TensorType][];
    const [, { shape }] = first as [string, TensorType];
    const axis = parameters.axis < 0 ? parameters.axis + shape.length : parameters.axis;
    if (axis < 0 || axis >= shape.length) {
      const expected =
        shape.length === 0 ? 'the axis of a tensor, not of one number' : `from ${-shape.length} to ${shape.length - 1}`;
      report('parameterRange', { parameter: 'axis' }, { parameter: 'axis', expected, found: parameters.axis });
      return null;
    }
    const wrong = others.filter(([, other]) => !fits(shape, other.shape, axis));
    for (const [port, other] of wrong) {
      const hint = `All sizes but those of axis ${axis} must be equal.`;
      report('shapeMismatch', { port }, { a: formatShape(shape), b: formatShape(other.shape), hint });
    }
    if (wrong.length > 0) return null;
    const width = others.reduce((sum, [, other]) => sum + (other.shape[axis] as number), shape[axis] as number);
    return { y: { kind: 'tensor', shape: shape.map((length, i) => (i === axis ? width : length)) } };
  },
  lower({ builder, inputs, values, parameters }) {
    const ids = Object.keys(inputs).map((port) => values[port] as number);
    const rank = builder.shape(ids[0] as number).length;
    const axis = parameters.axis < 0 ? parameters.axis + rank : parameters.axis;
    return { y: builder.emit('concat', ids, { axis }) };
  },
});
