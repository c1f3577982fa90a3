import { defineNode } from '../graph/types';
import { checkTargets, pairOf, reduceAll, TARGETS, VALUES } from './targets';

/** The mean distance of predictions from their targets. */
export const meanAbsoluteError = defineNode({
  type: 'meanAbsoluteError',
  title: 'Mean absolute error',
  category: 'metrics',
  icon: 'meanAbsoluteError',
  idStem: 'mae',
  documentation: {
    text: 'The mean, over all n elements of the prediction, of the distance to the target, in the target’s own unit.',
    formula: '(1/n)·Σ |ŷ − y|',
    references: [{ title: 'Keras: regression metrics', url: 'https://keras.io/api/metrics/regression_metrics/' }],
  },
  inputs: [VALUES, TARGETS],
  outputs: [{ name: 'value', title: 'value', kinds: ['scalar'] }],
  parameters: {},
  role: 'metric',
  infer: (context) => (checkTargets(context) ? { value: { kind: 'scalar', shape: [] } } : null),
  lower({ builder, values }) {
    const distance = builder.emit('absolute', [builder.emit('subtract', pairOf(builder, values))]);
    return { value: reduceAll(builder, distance, 'mean') };
  },
});
