import { defineNode } from '../graph/types';
import {
  checkClassification,
  classesOfIndices,
  LABELS,
  lintLabels,
  lintProbabilities,
  PREDICTION,
} from './classification';

/** Probabilities below this are taken as this, as in Keras. */
const EPSILON = 1e-7;

/** Cross-entropy between predicted classes and labels. */
export const crossEntropy = defineNode({
  type: 'crossEntropy',
  title: 'Cross-entropy',
  category: 'loss',
  icon: 'loss',
  idStem: 'loss',
  documentation: {
    text: 'The loss of a classifier: minus the logarithm of the probability given to the right class. Labels are class indices or one-hot rows. Fed by a softmax (or by logits, with “from logits”), it is computed in the fused form that stays finite.',
    formula: 'L = −Σ y·ln ŷ',
    references: [
      {
        title: 'Keras: probabilistic losses',
        url: 'https://keras.io/api/losses/probabilistic_losses/',
      },
    ],
  },
  inputs: [PREDICTION, LABELS],
  outputs: [{ name: 'loss', title: 'loss', kinds: ['scalar'] }],
  parameters: {
    fromLogits: {
      kind: 'boolean',
      title: 'From logits',
      help: 'The prediction is logits; softmax is applied inside the loss.',
      default: false,
    },
    reduction: {
      kind: 'choice',
      title: 'Reduction',
      help: 'Mean or sum of the examples’ losses.',
      default: 'mean',
      choices: [
        { value: 'mean', title: 'Mean' },
        { value: 'sum', title: 'Sum' },
      ],
    },
  },
  role: 'loss',
  labelClasses: classesOfIndices(false),
  infer: (context) => (checkClassification(context) ? { loss: { kind: 'scalar', shape: [] } } : null),
  lower({ builder, values, parameters }) {
    const inputs = [values.prediction as number, values.labels as number];
    const { reduction } = parameters;
    return {
      loss: parameters.fromLogits
        ? builder.emit('softmaxCrossEntropy', inputs, { reduction })
        : builder.emit('crossEntropy', inputs, { reduction, epsilon: EPSILON }),
    };
  },
  lint(context) {
    const { id, parameters, inputs, origin, report } = context;
    const [classes, outputs] = [inputs.labels?.classes, inputs.prediction?.shape[1]];
    if (classes !== undefined && outputs !== undefined && outputs > classes) {
      report('unusedClasses', { port: 'prediction' }, { classes, outputs });
    }
    lintLabels(context, false);
    if (!parameters.fromLogits) {
      lintProbabilities(context, 'softmax');
      return;
    }
    const from = origin('prediction');
    if (from?.type !== 'softmax') return;
    report(
      'doubleSoftmax',
      { parameter: 'fromLogits' },
      { softmax: from.id },
      {
        title: 'Turn “from logits” off',
        edits: [{ kind: 'setParameter', nodeId: id, parameter: 'fromLogits', value: false }],
      },
    );
  },
});
