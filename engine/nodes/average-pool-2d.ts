import { definePool } from './pools';

/** The mean of each window. */
export const averagePool2d = definePool({
  type: 'averagePool2d',
  title: 'Average pool 2D',
  idStem: 'pool',
  text: 'Takes the mean of every window, channel by channel. Padding is not counted: at the border the mean is over fewer pixels.',
  formula: 'y[p, q, c] = mean x[p·s + i, q·s + j, c]',
  reference: {
    title: 'Keras: AveragePooling2D',
    url: 'https://keras.io/api/layers/pooling_layers/average_pooling2d/',
  },
});
