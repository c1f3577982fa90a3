import { defineNode } from '../graph/types';
import { inferValues, SHAPE_PARAMETER, shapeOfValues } from './values';

/** A tensor fed from outside while the graph runs. */
export const placeholder = defineNode({
  type: 'placeholder',
  title: 'Placeholder',
  category: 'data',
  icon: 'placeholder',
  idStem: 'input',
  documentation: {
    text: 'A value that is fed while the graph runs. Feeding another one never compiles the graph anew.',
    references: [
      {
        title: 'TensorFlow: tf.compat.v1.placeholder',
        url: 'https://www.tensorflow.org/api_docs/python/tf/compat/v1/placeholder',
      },
    ],
  },
  inputs: [],
  outputs: [{ name: 'value', title: 'value', kinds: ['tensor'] }],
  parameters: {
    value: {
      kind: 'numbers',
      title: 'Value',
      help: 'What is fed: one number, or several separated by commas. May be changed while running.',
      default: null,
      nullable: true,
      live: true,
      maxLength: 100_000,
    },
    shape: SHAPE_PARAMETER,
  },
  infer({ parameters, report }) {
    if (parameters.value === null) report('placeholderUnset', { parameter: 'value' });
    const type = inferValues(parameters.shape, parameters.value, 'value', report);
    return type && { value: type };
  },
  lower: ({ id, builder, parameters }) => ({
    value: builder.feed(`${id}/value`, shapeOfValues(parameters.shape, parameters.value)),
  }),
});
