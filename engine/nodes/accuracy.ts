import { defineNode } from '../graph/types';
import {
  checkClassification,
  classesOfIndices,
  LABELS,
  labelsLike,
  lintLabels,
  lintThreshold,
  PREDICTION,
  THRESHOLD,
} from './classification';
import { reduceAll } from './targets';

/** The share of right answers. */
export const accuracy = defineNode({
  type: 'accuracy',
  title: 'Accuracy',
  category: 'metrics',
  icon: 'accuracy',
  idStem: 'accuracy',
  documentation: {
    text: 'The share of examples whose largest prediction stands at the right class. Logits and probabilities give the same. A prediction of one column tells class 1 above the threshold, and class 0 elsewhere.',
    formula: 'mean(argmax ŷ = y)',
    references: [{ title: 'Keras: accuracy metrics', url: 'https://keras.io/api/metrics/accuracy_metrics/' }],
  },
  inputs: [PREDICTION, LABELS],
  outputs: [{ name: 'value', title: 'value', kinds: ['scalar'] }],
  parameters: { threshold: THRESHOLD },
  role: 'metric',
  labelClasses: classesOfIndices(true),
  infer: (context) => (checkClassification(context, true) ? { value: { kind: 'scalar', shape: [] } } : null),
  lower({ builder, values, parameters }) {
    const [prediction, labels] = [values.prediction as number, values.labels as number];
    const shape = builder.shape(prediction);
    if (shape[1] !== 1) return { value: builder.emit('accuracy', [prediction, labels]) };
    const pair = [prediction, labelsLike(builder, labels, shape)];
    const { threshold } = parameters;
    return { value: reduceAll(builder, builder.emit('binaryMatch', pair, { threshold }), 'mean') };
  },
  lint(context) {
    lintLabels(context, true);
    lintThreshold(context, context.parameters.threshold);
  },
});
