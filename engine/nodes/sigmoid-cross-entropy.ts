import { defineNode } from '../graph/types';
import { lintProbabilities } from './classification';
import { checkTargets, pairOf, REDUCTION, reduceAll, TARGETS, VALUES } from './targets';

/** Probabilities are kept this far from 0 and 1, as in Keras. */
const EPSILON = 1e-7;

/** Cross-entropy of independent yes-or-no predictions. */
export const sigmoidCrossEntropy = defineNode({
  type: 'sigmoidCrossEntropy',
  title: 'Sigmoid cross-entropy',
  category: 'loss',
  icon: 'loss',
  idStem: 'loss',
  documentation: {
    text: 'The loss of yes-or-no predictions, each on its own: one column for two classes, or a column for each label that may hold. Targets are 0, 1 or between. From logits it is max(z, 0) − z·y + ln(1 + e^−|z|), which stays finite; a sigmoid in front is compiled to that form. The mean is over all n elements.',
    formula: 'L = −(1/n)·Σ (y·ln ŷ + (1 − y)·ln(1 − ŷ)), ŷ = σ(z)',
    references: [
      { title: 'Keras: BinaryCrossentropy', url: 'https://keras.io/api/losses/probabilistic_losses/' },
      {
        title: 'TensorFlow: sigmoid_cross_entropy_with_logits',
        url: 'https://www.tensorflow.org/api_docs/python/tf/nn/sigmoid_cross_entropy_with_logits',
      },
    ],
  },
  inputs: [VALUES, TARGETS],
  outputs: [{ name: 'loss', title: 'loss', kinds: ['scalar'] }],
  parameters: {
    fromLogits: {
      kind: 'boolean',
      title: 'From logits',
      help: 'The prediction is logits; sigmoid is applied inside the loss.',
      default: true,
    },
    reduction: REDUCTION,
  },
  role: 'loss',
  infer(context) {
    if (!checkTargets(context)) return null;
    const { classes, kind } = context.inputs.labels ?? {};
    if (kind !== 'labels' || classes === undefined || classes <= 2) return { loss: { kind: 'scalar', shape: [] } };
    context.report('notBinary', { port: 'labels' }, { classes });
    return null;
  },
  lower({ builder, values, parameters }) {
    const pair = pairOf(builder, values);
    const losses = parameters.fromLogits
      ? builder.emit('sigmoidCrossEntropy', pair)
      : builder.emit('binaryCrossEntropy', pair, { epsilon: EPSILON });
    return { loss: reduceAll(builder, losses, parameters.reduction) };
  },
  lint(context) {
    const { id, parameters, origin, report } = context;
    const from = origin('prediction');
    if (from?.type === 'softmax') {
      report('softmaxIntoSigmoid', { port: 'prediction' }, { softmax: from.id });
      return;
    }
    if (!parameters.fromLogits) {
      lintProbabilities(context, 'sigmoid');
      return;
    }
    if (from?.type !== 'activation' || from.parameters.function !== 'sigmoid') return;
    report(
      'doubleSigmoid',
      { parameter: 'fromLogits' },
      { sigmoid: from.id },
      {
        title: 'Turn “from logits” off',
        edits: [{ kind: 'setParameter', nodeId: id, parameter: 'fromLogits', value: false }],
      },
    );
  },
});
