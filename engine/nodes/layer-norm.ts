import { asMatrix } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';
import { affineWeights, CENTER, EPSILON, inferNorm, lowerAffine, SCALE } from './norms';

/** Layer normalization over the last axis. */
export const layerNorm = defineNode({
  type: 'layerNorm',
  title: 'Layer norm',
  category: 'normalization',
  icon: 'layerNorm',
  idStem: 'ln',
  documentation: {
    text: 'Normalizes every example by itself, with the mean and variance over its units (the last axis), then scales and shifts each unit. It is the same in training and in inference, and for a batch of one.',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β, with μ and σ² over the units of one example',
    references: [
      { title: 'Ba, Kiros and Hinton 2016, Layer Normalization', url: 'https://arxiv.org/abs/1607.06450' },
      {
        title: 'Keras: LayerNormalization',
        url: 'https://keras.io/api/layers/normalization_layers/layer_normalization/',
      },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: { epsilon: EPSILON, center: CENTER, scale: SCALE },
  probe: { port: 'y', symbol: 'y' },
  infer: ({ inputs, report }) =>
    inferNorm(inputs.x as TensorType, report, 'Layer norm goes between a layer and its activation.'),
  weights: ({ inputs, parameters }) => affineWeights(inputs.x, parameters),
  lower(context) {
    const { builder, values, parameters } = context;
    const x = values.x as number;
    const shape = builder.shape(x);
    const { rows, columns } = asMatrix(shape);
    const reshaped = (id: number, to: readonly number[]): number =>
      shape.length === 2 ? id : builder.emit('reshape', [id], { shape: [...to] });
    const matrix = reshaped(x, [rows, columns]);
    const normalized = builder.emit('groupNormalize', [matrix], { groups: 1, epsilon: parameters.epsilon });
    return { y: lowerAffine(context, reshaped(normalized, shape), parameters) };
  },
});
