import { type Shape, sizeOf } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';

const flat = ([batch = 1, ...rest]: Shape): Shape => [batch, sizeOf(rest)];

/** Rows of any shape as rows of numbers. */
export const flatten = defineNode({
  type: 'flatten',
  title: 'Flatten',
  category: 'shape',
  icon: 'flatten',
  idStem: 'flatten',
  documentation: {
    text: 'Lays out each example as one row of numbers, in row-major order. The batch axis stays.',
    formula: '[m, h, w, c] → [m, h·w·c]',
    references: [{ title: 'Keras: Flatten layer', url: 'https://keras.io/api/layers/reshaping_layers/flatten/' }],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {},
  reshapes: true,
  infer({ inputs, report }) {
    const { shape } = inputs.x as TensorType;
    if (shape.length > 0) return { y: { kind: 'tensor', shape: flat(shape) } };
    const hint = 'Connect a tensor with a batch axis.';
    report('rankMismatch', { port: 'x' }, { port: 'x', expected: 'a batch of examples', found: 'one number', hint });
    return null;
  },
  lower: ({ builder, inputs, values }) => ({
    y: builder.emit('reshape', [values.x as number], { shape: [...flat((inputs.x as TensorType).shape)] }),
  }),
});
