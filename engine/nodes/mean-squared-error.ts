import { defineNode } from '../graph/types';
import { checkTargets, pairOf, REDUCTION, reduceAll, TARGETS, VALUES } from './targets';

/** The loss of regression. */
export const meanSquaredError = defineNode({
  type: 'meanSquaredError',
  title: 'Mean squared error',
  category: 'loss',
  icon: 'meanSquaredError',
  idStem: 'mse',
  documentation: {
    text: 'The loss of a regression: the mean, over all n elements of the prediction, of the squared distance to the target. A column of predictions takes one target for each example. Targets that a weight leads to are learnt as well.',
    formula: 'L = (1/n)·Σ (ŷ − y)²',
    references: [
      { title: 'Keras: regression losses', url: 'https://keras.io/api/losses/regression_losses/' },
      { title: 'PyTorch: MSELoss', url: 'https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html' },
    ],
  },
  inputs: [VALUES, TARGETS],
  outputs: [{ name: 'loss', title: 'loss', kinds: ['scalar'] }],
  parameters: { reduction: REDUCTION },
  role: 'loss',
  infer: (context) => (checkTargets(context) ? { loss: { kind: 'scalar', shape: [] } } : null),
  lower({ builder, values, parameters }) {
    const difference = builder.emit('subtract', pairOf(builder, values));
    return { loss: reduceAll(builder, builder.emit('square', [difference]), parameters.reduction) };
  },
});
