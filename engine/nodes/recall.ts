import { defineClassMetric, ratio } from './class-metrics';

/** How many of the examples of a class are found. */
export const recall = defineClassMetric({
  type: 'recall',
  title: 'Recall',
  text: 'The share of a class’s examples that are predicted as it.',
  formula: 'TP / (TP + FN)',
  reference: {
    title: 'scikit-learn: recall_score',
    url: 'https://scikit-learn.org/stable/modules/generated/sklearn.metrics.recall_score.html',
  },
  score: ({ right, labelled }) => ratio(right, labelled),
});
