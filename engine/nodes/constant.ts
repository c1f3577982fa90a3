import { defineNode } from '../graph/types';
import { inferValues, SHAPE_PARAMETER, shapeOfValues, toList } from './values';

/** A tensor that never changes. */
export const constant = defineNode({
  type: 'constant',
  title: 'Constant',
  category: 'data',
  icon: 'constant',
  idStem: 'const',
  documentation: {
    text: 'Numbers that are part of the graph and never change.',
    references: [{ title: 'TensorFlow: tf.constant', url: 'https://www.tensorflow.org/api_docs/python/tf/constant' }],
  },
  inputs: [],
  outputs: [{ name: 'value', title: 'value', kinds: ['tensor'] }],
  parameters: {
    value: {
      kind: 'numbers',
      title: 'Value',
      help: 'One number, or several separated by commas.',
      default: 1,
      maxLength: 100_000,
    },
    shape: SHAPE_PARAMETER,
  },
  infer({ parameters, report }) {
    const type = inferValues(parameters.shape, parameters.value, 'value', report);
    return type && { value: type };
  },
  lower: ({ builder, parameters }) => ({
    value: builder.constant(toList(parameters.value), shapeOfValues(parameters.shape, parameters.value)),
  }),
});
