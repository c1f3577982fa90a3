import { defineNode, type TensorType } from '../graph/types';
import { lowerBatchStatistics, MOMENTUM, MOVING_VARIANCE, movingScalars, movingWeights } from './moving-statistics';
import { affineVectors, affineWeights, CENTER, EPSILON, inferNorm, SCALE } from './norms';

/** Batch renormalization (Ioffe 2017) over all axes but the last. */
export const batchRenorm = defineNode({
  type: 'batchRenorm',
  title: 'Batch renorm',
  category: 'normalization',
  icon: 'batchRenorm',
  idStem: 'brn',
  documentation: {
    text: 'Batch norm that is corrected towards the moving statistics, so that training and inference do nearly the same even for small or sorted batches. With r at most 1 and d at most 0 it is batch norm; without limits it normalizes by the moving statistics.',
    formula: 'y = γ·((x − μ_B)/σ_B·r + d) + β, r = σ_B/σ in [1/r_max, r_max], d = (μ_B − μ)/σ in [−d_max, d_max]',
    references: [
      {
        title: 'Ioffe 2017, Batch Renormalization: Towards Reducing Minibatch Dependence',
        url: 'https://arxiv.org/abs/1702.03275',
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
    rMax: {
      kind: 'number',
      title: 'Limit of r',
      help: 'Largest correction of the scale; 1 is none. The paper begins with 1 and goes to 3 once the averages are warm.',
      default: 3,
      min: 1,
      scale: 'log',
      live: true,
    },
    dMax: {
      kind: 'number',
      title: 'Limit of d',
      help: 'Largest correction of the mean, in deviations; 0 is none. The paper begins with 0 and goes to 5.',
      unit: 'deviations',
      default: 5,
      min: 0,
      live: true,
    },
    movingVariance: MOVING_VARIANCE,
  },
  probe: { port: 'y', symbol: 'y' },
  infer: ({ inputs, report }) =>
    inferNorm(inputs.x as TensorType, report, 'Batch renorm goes between a layer and its activation.'),
  weights: ({ inputs, parameters }) => [...affineWeights(inputs.x, parameters), ...movingWeights(inputs.x)],
  scalars: ({ parameters, inputs }) => ({
    ...movingScalars(inputs.x, parameters),
    rMin: [1 / parameters.rMax],
    rMax: [parameters.rMax],
    dMax: [parameters.dMax],
  }),
  lower(context) {
    const { builder, values, mode, parameters, weight, scalars } = context;
    const x = values.x as number;
    const { epsilon } = parameters;
    const { gamma, beta } = affineVectors(context, x, parameters);
    const moving = { mean: weight('moving_mean'), variance: weight('moving_variance') };
    if (mode === 'inference') {
      const inputs = [x, moving.mean, moving.variance, gamma, beta];
      return { y: builder.emit('normalize', inputs, { epsilon, statistics: 'fixed' }) };
    }
    const { mean, variance } = lowerBatchStatistics(context, x);
    const limits = [scalars('rMin'), scalars('rMax')];
    const r = builder.elementwise('renormScale', [variance, moving.variance, ...limits], { epsilon });
    const d = builder.elementwise('renormShift', [mean, moving.mean, moving.variance, scalars('dMax')], { epsilon });
    // γ·(r·x̂ + d) + β is a normalization with the scale γ·r and the shift γ·d + β.
    const scale = builder.emit('multiply', [gamma, r]);
    const shift = builder.emit('add', [builder.emit('multiply', [gamma, d]), beta]);
    return { y: builder.emit('normalize', [x, mean, variance, scale, shift], { epsilon, statistics: 'batch' }) };
  },
});
