import type { Shape } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';
import { drawScalars, lowerDraw } from './draws';

/** The shape of the draws, which are repeated over the other axes. */
const SHAPES: Readonly<Record<string, (x: Shape) => Shape>> = {
  element: (x) => x,
  unit: (x) => x.slice(-1),
  example: (x) => x.map((length, axis) => (axis === 0 ? length : 1)),
};

/** Random numbers added or multiplied, in training only. */
export const noise = defineNode({
  type: 'noise',
  title: 'Noise',
  category: 'regularization',
  icon: 'noise',
  idStem: 'noise',
  documentation: {
    text: 'Adds random numbers to the values, or multiplies by them, drawn anew at each training step. In inference it does nothing. The draws depend on seed, node and step alone. Behind batch norm it makes the noisy batch norm of Santurkar et al.',
    formula: 'y = x + n or y = x·n, n normal or uniform',
    references: [
      {
        title: 'Santurkar et al. 2018, How Does Batch Normalization Help Optimization?',
        url: 'https://arxiv.org/abs/1805.11604',
      },
      { title: 'Keras: GaussianNoise', url: 'https://keras.io/api/layers/regularization_layers/gaussian_noise/' },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    operation: {
      kind: 'choice',
      title: 'Operation',
      help: 'What is done with the random numbers.',
      default: 'add',
      choices: [
        { value: 'add', title: 'Add' },
        { value: 'multiply', title: 'Multiply' },
      ],
    },
    distribution: {
      kind: 'choice',
      title: 'Distribution',
      help: 'How the random numbers are spread.',
      default: 'normal',
      choices: [
        { value: 'normal', title: 'Normal' },
        { value: 'uniform', title: 'Uniform' },
      ],
    },
    per: {
      kind: 'choice',
      title: 'Drawn for',
      help: 'What has a number of its own: each element, each unit (the same for all examples), or each example.',
      default: 'element',
      choices: [
        { value: 'element', title: 'Each element' },
        { value: 'unit', title: 'Each unit' },
        { value: 'example', title: 'Each example' },
      ],
    },
    mean: {
      kind: 'number',
      title: 'Mean',
      help: 'Mean of the normal numbers.',
      default: (before) => (before.operation === 'multiply' ? 1 : 0),
      live: true,
      when: { parameter: 'distribution', in: ['normal'] },
    },
    standardDeviation: {
      kind: 'number',
      title: 'Standard deviation',
      help: 'Spread of the normal numbers.',
      default: 0.1,
      min: 0,
      scale: 'log',
      live: true,
      when: { parameter: 'distribution', in: ['normal'] },
    },
    low: {
      kind: 'number',
      title: 'Low',
      help: 'The uniform numbers begin here.',
      default: (before) => (before.operation === 'multiply' ? 0.9 : -0.1),
      live: true,
      when: { parameter: 'distribution', in: ['uniform'] },
    },
    high: {
      kind: 'number',
      title: 'High',
      help: 'The uniform numbers end here.',
      default: (before) => (before.operation === 'multiply' ? 1.1 : 0.1),
      live: true,
      when: { parameter: 'distribution', in: ['uniform'] },
    },
  },
  infer: ({ inputs }) => ({ y: inputs.x as TensorType }),
  scalars({ parameters: { distribution, mean, standardDeviation, low, high }, step }) {
    return drawScalars(step, distribution === 'normal' ? [mean, standardDeviation] : [low, high - low]);
  },
  lower(context) {
    const { builder, mode, values, parameters } = context;
    const x = values.x as number;
    if (mode === 'inference') return { y: x };
    const shape = SHAPES[parameters.per]?.(builder.shape(x)) ?? [];
    const draws = lowerDraw(context, parameters.distribution === 'normal' ? 'randomNormal' : 'randomUniform', shape);
    return { y: builder.elementwise(parameters.operation, [x, draws]) };
  },
});
