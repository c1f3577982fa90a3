import { defineNode } from '../graph/types';
import { reduceAll } from './targets';

/** A loss with a penalty on large weights. */
export const l2 = defineNode({
  type: 'l2',
  title: 'L2 penalty',
  category: 'loss',
  icon: 'penalty',
  idStem: 'l2',
  documentation: {
    text: 'Adds λ times the sum of squares of the tensors wired to its further inputs; with none wired, of every kernel that the loss depends on (not of biases, nor of frozen layers). As in Keras the factor is λ and not λ/2, so its gradient is 2λw. It counts in evaluation too.',
    formula: 'L′ = L + λ·Σ w²',
    references: [{ title: 'Keras: layer weight regularizers', url: 'https://keras.io/api/layers/regularizers/' }],
  },
  inputs: [
    { name: 'loss', title: 'loss', kinds: ['scalar'] },
    { name: 'a', title: 'a', kinds: ['tensor', 'scalar'], optional: true, variadic: true },
  ],
  outputs: [{ name: 'loss', title: 'loss', kinds: ['scalar'] }],
  parameters: {
    l2: {
      kind: 'number',
      title: 'Factor λ',
      help: 'What the sum of squares is multiplied by.',
      default: 0.01,
      min: 0,
      live: true,
      scale: 'log',
    },
  },
  infer: () => ({ loss: { kind: 'scalar', shape: [] } }),
  scalars: ({ parameters }) => ({ l2: [parameters.l2] }),
  lower({ builder, inputs, values, kernels, scalars }) {
    const { loss = 0, ...wired } = values;
    const tensors = Object.keys(inputs).flatMap((port) => wired[port] ?? []);
    const penalised = tensors.length > 0 ? tensors : kernels('loss');
    const squares = penalised.map((id) => reduceAll(builder, builder.emit('square', [id]), 'sum'));
    if (squares.length === 0) return { loss };
    const sum = squares.reduce((a, b) => builder.emit('add', [a, b]));
    const lambda = builder.emit('reshape', [scalars('l2')], { shape: [] });
    return { loss: builder.emit('add', [loss, builder.emit('multiply', [lambda, sum])]) };
  },
});
