import { defineReduction } from './reductions';

/** The mean over axes. */
export const reduceMean = defineReduction({
  type: 'reduceMean',
  title: 'Mean',
  text: 'The mean over the axes that are named, or over all elements. Over all axes the result is one number, which an optimizer can minimise.',
  formula: 'y = (1/n)·Σ x',
  reference: {
    title: 'TensorFlow: tf.reduce_mean',
    url: 'https://www.tensorflow.org/api_docs/python/tf/math/reduce_mean',
  },
});
