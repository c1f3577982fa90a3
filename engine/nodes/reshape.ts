import { formatShape, type Shape, sizeOf } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';
import { toList } from './values';

/** The whole shape for a wanted one of the examples, where at most one size is −1; null where it does not fit. */
function reshaped([batch = 1, ...rest]: Shape, wanted: readonly number[]): Shape | null {
  const known = sizeOf(wanted.filter((length) => length !== -1));
  const open = wanted.filter((length) => length === -1).length;
  if (open > 1 || wanted.includes(0)) return null;
  const size = sizeOf(rest);
  if (open === 0) return known === size ? [batch, ...wanted] : null;
  return size % known === 0 ? [batch, ...wanted.map((length) => (length === -1 ? size / known : length))] : null;
}

/** Examples under another shape. */
export const reshape = defineNode({
  type: 'reshape',
  title: 'Reshape',
  category: 'shape',
  icon: 'reshape',
  idStem: 'reshape',
  documentation: {
    text: 'Gives the numbers of each example another shape, in row-major order. The batch axis stays and is not named; one size may be −1 and follows from the others.',
    formula: '[m, …] → [m, shape]',
    references: [{ title: 'Keras: Reshape layer', url: 'https://keras.io/api/layers/reshaping_layers/reshape/' }],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    shape: {
      kind: 'numbers',
      title: 'Shape',
      help: 'Sizes of the axes behind the batch axis, such as 28, 28, 1; one may be −1.',
      default: [-1] as readonly number[],
      integer: true,
      min: -1,
      maxLength: 7,
    },
  },
  reshapes: true,
  infer({ inputs, parameters, report }) {
    const { shape } = inputs.x as TensorType;
    if (shape.length === 0) {
      const hint = 'Connect a tensor with a batch axis.';
      report('rankMismatch', { port: 'x' }, { port: 'x', expected: 'a batch of examples', found: 'one number', hint });
      return null;
    }
    const wanted = toList(parameters.shape);
    const result = reshaped(shape, wanted);
    if (result) return { y: { kind: 'tensor', shape: result } };
    const expected = `sizes whose product is ${sizeOf(shape.slice(1))}, those of an example of ${formatShape(shape.slice(1))}, with at most one −1`;
    report(
      'parameterRange',
      { parameter: 'shape' },
      { parameter: 'shape', expected, found: wanted.join(', ') || 'empty' },
    );
    return null;
  },
  lower({ builder, inputs, values, parameters }) {
    const shape = reshaped((inputs.x as TensorType).shape, toList(parameters.shape)) as Shape;
    return { y: builder.emit('reshape', [values.x as number], { shape: [...shape] }) };
  },
});
