import { defineReduction } from './reductions';

/** The sum over axes. */
export const reduceSum = defineReduction({
  type: 'reduceSum',
  title: 'Sum',
  text: 'The sum over the axes that are named, or over all elements. Over all axes the result is one number, which an optimizer can minimise.',
  formula: 'y = Σ x',
  reference: {
    title: 'TensorFlow: tf.reduce_sum',
    url: 'https://www.tensorflow.org/api_docs/python/tf/math/reduce_sum',
  },
});
