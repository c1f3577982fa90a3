import { defineNode } from '../graph/types';
import { inferValues, SHAPE_PARAMETER, shapeOfValues, toList } from './values';

/** A tensor that the optimizer changes. */
export const variable = defineNode({
  type: 'variable',
  title: 'Variable',
  category: 'data',
  icon: 'variable',
  idStem: 'w',
  documentation: {
    text: 'A tensor that keeps its value from step to step and that the optimizer changes to lower the loss.',
    references: [{ title: 'TensorFlow: tf.Variable', url: 'https://www.tensorflow.org/api_docs/python/tf/Variable' }],
  },
  inputs: [],
  outputs: [{ name: 'value', title: 'value', kinds: ['tensor'] }],
  parameters: {
    initialValue: {
      kind: 'numbers',
      title: 'Initial value',
      help: 'Where training starts: one number, or several separated by commas.',
      default: 0,
      maxLength: 100_000,
    },
    shape: SHAPE_PARAMETER,
    trainable: {
      kind: 'boolean',
      title: 'Trainable',
      help: 'Whether the optimizer may change it.',
      default: true,
    },
  },
  infer({ parameters, report }) {
    const type = inferValues(parameters.shape, parameters.initialValue, 'initialValue', report);
    return type && { value: type };
  },
  weights: ({ parameters }) => [
    {
      name: 'value',
      shape: shapeOfValues(parameters.shape, parameters.initialValue),
      initializer: { kind: 'values', values: toList(parameters.initialValue) },
      trainable: parameters.trainable,
    },
  ],
  lower: ({ weight }) => ({ value: weight('value') }),
});
