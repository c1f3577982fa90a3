import { defineNode } from '../graph/types';
import { checkClassification, LABELS, PREDICTION } from './classification';

/** The share of right answers. */
export const accuracy = defineNode({
  type: 'accuracy',
  title: 'Accuracy',
  category: 'metrics',
  icon: 'accuracy',
  idStem: 'accuracy',
  documentation: {
    text: 'The share of examples whose largest prediction stands at the right class. Logits and probabilities give the same.',
    formula: 'mean(argmax ŷ = y)',
    references: [{ title: 'Keras: accuracy metrics', url: 'https://keras.io/api/metrics/accuracy_metrics/' }],
  },
  inputs: [PREDICTION, LABELS],
  outputs: [{ name: 'value', title: 'value', kinds: ['scalar'] }],
  parameters: {},
  role: 'metric',
  infer: (context) => (checkClassification(context) ? { value: { kind: 'scalar', shape: [] } } : null),
  lower: ({ builder, values }) => ({
    value: builder.emit('accuracy', [values.prediction as number, values.labels as number]),
  }),
});
