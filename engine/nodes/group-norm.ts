import { defineNode, type TensorType } from '../graph/types';
import { affineWeights, CENTER, EPSILON, inferNorm, lowerAffine, SCALE } from './norms';

/** Group normalization, channels last. */
export const groupNorm = defineNode({
  type: 'groupNorm',
  title: 'Group norm',
  category: 'normalization',
  icon: 'groupNorm',
  idStem: 'gn',
  documentation: {
    text: 'Normalizes groups of neighbouring channels of every example by themselves. As many groups as channels is instance norm; one group is layer norm over the whole example. It does not depend on the batch.',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β, with μ and σ² over one group of one example',
    references: [
      { title: 'Wu and He 2018, Group Normalization', url: 'https://arxiv.org/abs/1803.08494' },
      {
        title: 'Keras: GroupNormalization',
        url: 'https://keras.io/api/layers/normalization_layers/group_normalization/',
      },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    groups: {
      kind: 'integer',
      title: 'Groups',
      help: 'Number of groups; it must divide the number of channels.',
      default: 4,
      min: 1,
      max: 65536,
    },
    epsilon: EPSILON,
    center: CENTER,
    scale: SCALE,
  },
  probe: { port: 'y', symbol: 'y' },
  infer({ inputs, parameters: { groups }, report }) {
    const x = inputs.x as TensorType;
    const types = inferNorm(x, report, 'Group norm goes between a layer and its activation.');
    const channels = x.shape.at(-1) ?? 1;
    if (!types || channels % groups === 0) return types;
    report('groupsDivide', { parameter: 'groups' }, { groups, channels });
    return null;
  },
  weights: ({ inputs, parameters }) => affineWeights(inputs.x, parameters),
  lower(context) {
    const { builder, values, parameters } = context;
    const { groups, epsilon } = parameters;
    const normalized = builder.emit('groupNormalize', [values.x as number], { groups, epsilon });
    return { y: lowerAffine(context, normalized, parameters) };
  },
});
