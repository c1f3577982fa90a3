import { definePool } from './pools';

/** The largest pixel of each window. */
export const maxPool2d = definePool({
  type: 'maxPool2d',
  title: 'Max pool 2D',
  idStem: 'pool',
  text: 'Keeps the largest value of every window, channel by channel. Padding never counts. Where several pixels are largest, the gradient goes to the first.',
  formula: 'y[p, q, c] = max x[p·s + i, q·s + j, c]',
  reference: { title: 'Keras: MaxPooling2D', url: 'https://keras.io/api/layers/pooling_layers/max_pooling2d/' },
});
