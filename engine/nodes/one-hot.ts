import { defineNode, type TensorType } from '../graph/types';

/** Class indices as rows of zeros and a one. */
export const oneHot = defineNode({
  type: 'oneHot',
  title: 'One-hot',
  category: 'shape',
  icon: 'oneHot',
  idStem: 'oneHot',
  documentation: {
    text: 'Turns each class index into a row of zeros with a 1 at its place. An index outside 0 … depth − 1 gives a row of zeros.',
    formula: 'yⱼ = 1 if j = x, else 0',
    references: [{ title: 'TensorFlow: tf.one_hot', url: 'https://www.tensorflow.org/api_docs/python/tf/one_hot' }],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['labels', 'tensor', 'scalar'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    depth: {
      kind: 'integer',
      title: 'Depth',
      help: 'Length of a row; 0 for the number of classes that the labels have.',
      default: 0,
      min: 0,
      max: 65536,
    },
  },
  infer({ inputs, parameters, report }) {
    const { shape, classes } = inputs.x as TensorType;
    const depth = parameters.depth || classes;
    const told = { parameter: 'depth', found: parameters.depth };
    if (depth === undefined) {
      const expected = '1 or more, since the input does not tell its classes';
      report('parameterRange', { parameter: 'depth' }, { ...told, expected });
      return null;
    }
    if (classes !== undefined && depth < classes) {
      report(
        'parameterRange',
        { parameter: 'depth' },
        { ...told, expected: `${classes} or more, the classes of the labels` },
      );
    }
    return { y: { kind: 'tensor', shape: [...shape, depth], classes: depth } };
  },
  lower({ builder, values, outputs }) {
    const depth = outputs.y?.shape.at(-1) as number;
    return { y: builder.emit('oneHot', [values.x as number], { depth }) };
  },
});
