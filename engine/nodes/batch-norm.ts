import { asMatrix } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';

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
    momentum: {
      kind: 'number',
      title: 'Momentum',
      help: 'Share of the old moving value that is kept at each step (Keras’s sense; PyTorch’s momentum is 1 minus this).',
      unit: 'kept per step',
      default: 0.99,
      min: 0,
      max: 1,
      scale: 'oneMinusLog',
      live: true,
    },
    epsilon: {
      kind: 'number',
      title: 'Epsilon ε',
      help: 'Added to the variance, so that a constant unit is not divided by zero.',
      unit: 'added to σ²',
      default: 0.001,
      min: 0,
      scale: 'log',
    },
    center: { kind: 'boolean', title: 'Shift (beta)', help: 'Adds the learnt beta to each unit.', default: true },
    scale: {
      kind: 'boolean',
      title: 'Scale (gamma)',
      help: 'Multiplies each unit by the learnt gamma.',
      default: true,
    },
    movingVariance: {
      kind: 'choice',
      title: 'Stored variance',
      help: 'Biased divides by m (Keras), unbiased by m − 1 (PyTorch, the paper).',
      default: 'biased',
      choices: [
        { value: 'biased', title: 'Biased' },
        { value: 'unbiased', title: 'Unbiased' },
      ],
      live: true,
    },
  },
  probe: { port: 'y', symbol: 'y' },
  infer({ inputs, report }) {
    const x = inputs.x as TensorType;
    if (x.shape.length < 2) {
      report(
        'rankMismatch',
        { port: 'x' },
        {
          port: 'x',
          expected: 'a batch (examples × units)',
          found: x.shape.length === 0 ? 'one number' : x.shape.join('×'),
          hint: 'Batch norm goes between a layer and its activation.',
        },
      );
      return null;
    }
    return { y: { kind: 'tensor', shape: x.shape } };
  },
  weights({ inputs, parameters }) {
    const shape = (inputs.x?.shape ?? []).slice(-1);
    const weight = (name: string, value: number, trainable: boolean) => ({
      name,
      shape,
      initializer: { kind: 'constant', value } as const,
      trainable,
    });
    return [
      ...(parameters.scale ? [weight('gamma', 1, true)] : []),
      ...(parameters.center ? [weight('beta', 0, true)] : []),
      weight('moving_mean', 0, false),
      weight('moving_variance', 1, false),
    ];
  },
  scalars({ parameters, inputs }) {
    const { rows } = asMatrix(inputs.x?.shape ?? []);
    const rest = 1 - parameters.momentum;
    const unbiased = parameters.movingVariance === 'unbiased' && rows > 1 ? rows / (rows - 1) : 1;
    return { mean: [parameters.momentum, rest], variance: [parameters.momentum, rest * unbiased] };
  },
  lower({ builder, values, mode, parameters, weight, scalars, inputs }) {
    const x = values.x as number;
    const shape = (inputs.x?.shape ?? []).slice(-1);
    const gamma = parameters.scale ? weight('gamma') : builder.constant(1, shape);
    const beta = parameters.center ? weight('beta') : builder.constant(0, shape);
    const { epsilon } = parameters;
    if (mode === 'inference') {
      const moving = [weight('moving_mean'), weight('moving_variance')];
      return { y: builder.emit('normalize', [x, ...moving, gamma, beta], { epsilon, statistics: 'fixed' }) };
    }
    const mean = builder.emit('columnMean', [x]);
    const variance = builder.emit('columnVariance', [x, mean]);
    builder.emit('movingAverageUpdate', [weight('moving_mean'), mean, scalars('mean')]);
    builder.emit('movingAverageUpdate', [weight('moving_variance'), variance, scalars('variance')]);
    return { y: builder.emit('normalize', [x, mean, variance, gamma, beta], { epsilon, statistics: 'batch' }) };
  },
  lint({ batchSize, inputs, report }) {
    if (asMatrix(inputs.x?.shape ?? []).rows === 1 && batchSize === 1) report('batchOfOne');
  },
});
