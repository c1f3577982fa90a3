import { unitMoments } from '../core/moments';
import { asMatrix } from '../core/shape';
import { defineNode, type TensorType, type TensorValue } from '../graph/types';
import { lowerBatchStatistics, MOMENTUM, MOVING_VARIANCE, movingScalars, movingWeights } from './moving-statistics';
import { affineVectors, affineWeights, CENTER, EPSILON, inferNorm, SCALE } from './norms';

/** Batch normalization (Ioffe and Szegedy 2015) over all axes but the last. */
export const batchNorm = defineNode({
  type: 'batchNorm',
  title: 'Batch norm',
  category: 'normalization',
  icon: 'batchNorm',
  idStem: 'bn',
  documentation: {
    text: 'Normalizes every unit with the mean and variance of the mini-batch, then scales and shifts it with the learnt gamma and beta. In inference it uses moving averages of the training batches instead, so that one example alone has a defined output.',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β',
    references: [
      {
        title: 'Ioffe and Szegedy 2015, Batch Normalization: Accelerating Deep Network Training',
        url: 'https://arxiv.org/abs/1502.03167',
      },
      {
        title: 'Keras: BatchNormalization',
        url: 'https://keras.io/api/layers/normalization_layers/batch_normalization/',
      },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    momentum: MOMENTUM,
    epsilon: EPSILON,
    center: CENTER,
    scale: SCALE,
    movingVariance: MOVING_VARIANCE,
    statistics: {
      kind: 'choice',
      title: 'Statistics in training',
      help: 'The mini-batch’s own, or the moving averages of the batches before it, as inference uses them.',
      default: 'batch',
      choices: [
        { value: 'batch', title: 'Mini-batch' },
        { value: 'moving', title: 'Moving averages' },
      ],
    },
    stopStatistics: {
      section: 'Gradient',
      advanced: true,
      kind: 'boolean',
      title: 'Stop gradients at statistics',
      help: 'Takes mean and variance for given numbers in the gradient. The optimizer then fights the normalization: a bias before it grows without bound while nothing changes (section 2 of the paper).',
      default: false,
      when: { parameter: 'statistics', in: ['batch'] },
    },
  },
  probe: { port: 'y', symbol: 'y' },
  infer: ({ inputs, report }) =>
    inferNorm(inputs.x as TensorType, report, 'Batch norm goes between a layer and its activation.'),
  weights: ({ inputs, parameters }) => [...affineWeights(inputs.x, parameters), ...movingWeights(inputs.x)],
  scalars: ({ parameters, inputs }) => movingScalars(inputs.x, parameters),
  lower(context) {
    const { builder, values, mode, parameters, weight } = context;
    const x = values.x as number;
    const { epsilon, statistics, stopStatistics } = parameters;
    const { gamma, beta } = affineVectors(context, x, parameters);
    const normalize = (mean: number, variance: number, fixed: boolean) => ({
      y: builder.emit('normalize', [x, mean, variance, gamma, beta], {
        epsilon,
        statistics: fixed ? 'fixed' : 'batch',
      }),
    });
    const byMoving = () => normalize(weight('moving_mean'), weight('moving_variance'), true);
    if (mode === 'inference') return byMoving();
    const { mean, variance } = lowerBatchStatistics(context, x);
    return statistics === 'moving' ? byMoving() : normalize(mean, variance, stopStatistics);
  },
  intermediates({ parameters, mode, frozen, inputs, weight }) {
    const { shape, values } = inputs.x as TensorValue;
    const moving = mode === 'inference' || frozen || parameters.statistics === 'moving';
    const { mean, variance } = moving
      ? { mean: weight('moving_mean'), variance: weight('moving_variance') }
      : unitMoments(values, shape.at(-1) ?? 1);
    const normalized = values.map((value, place) => {
      const unit = place % mean.length;
      return (value - (mean[unit] as number)) / Math.sqrt((variance[unit] as number) + parameters.epsilon);
    });
    const units = [mean.length];
    return {
      mean: { shape: units, values: mean },
      variance: { shape: units, values: variance },
      normalized: { shape, values: normalized },
    };
  },
  lint({ batchSize, inputs, parameters, report }) {
    const { rows } = asMatrix(inputs.x?.shape ?? []);
    if (rows === 1 && batchSize === 1 && parameters.statistics === 'batch') report('batchOfOne');
  },
});
