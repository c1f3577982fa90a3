import { defineNode, type TensorType } from '../graph/types';
import { drawScalars, lowerDraw } from './draws';

/** Inverted dropout: active in training only. */
export const dropout = defineNode({
  type: 'dropout',
  title: 'Dropout',
  category: 'regularization',
  icon: 'dropout',
  idStem: 'dropout',
  documentation: {
    text: 'Sets a random share of the values to zero at each training step and scales up the rest, so that their expected sum stays. In inference it does nothing. The draws depend on seed, node and step alone: a step that is replayed drops the same values.',
    formula: 'y = x·m/(1 − rate), m = 0 with probability rate, else 1',
    references: [
      {
        title: 'Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting',
        url: 'https://jmlr.org/papers/v15/srivastava14a.html',
      },
      { title: 'Keras: Dropout', url: 'https://keras.io/api/layers/regularization_layers/dropout/' },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    rate: {
      kind: 'number',
      title: 'Rate',
      help: 'Share of the values that is dropped.',
      unit: 'dropped',
      default: 0.5,
      min: 0,
      max: 1,
      exclusiveMax: true,
      live: true,
    },
  },
  infer: ({ inputs }) => ({ y: inputs.x as TensorType }),
  scalars: ({ parameters: { rate }, step }) => drawScalars(step, [rate, 1 / (1 - rate)]),
  lower(context) {
    const { builder, mode, values } = context;
    const x = values.x as number;
    if (mode === 'inference') return { y: x };
    return { y: builder.emit('multiply', [x, lowerDraw(context, 'dropoutMask', builder.shape(x))]) };
  },
});
