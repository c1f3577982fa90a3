import { defineClassMetric, ratio } from './class-metrics';

/** How many of the examples predicted as a class are of it. */
export const precision = defineClassMetric({
  type: 'precision',
  title: 'Precision',
  text: 'The share of right answers among the examples that are predicted as a class.',
  formula: 'TP / (TP + FP)',
  reference: {
    title: 'scikit-learn: precision_score',
    url: 'https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_score.html',
  },
  score: ({ right, predicted }) => ratio(right, predicted),
});
