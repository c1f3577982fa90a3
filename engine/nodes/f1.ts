import { defineClassMetric, ratio } from './class-metrics';

/** The harmonic mean of precision and recall. */
export const f1 = defineClassMetric({
  type: 'f1',
  title: 'F1',
  text: 'The harmonic mean of precision and recall of a class.',
  formula: '2·TP / (2·TP + FP + FN)',
  reference: {
    title: 'scikit-learn: f1_score',
    url: 'https://scikit-learn.org/stable/modules/generated/sklearn.metrics.f1_score.html',
  },
  score: ({ right, predicted, labelled }) => ratio(2 * right, predicted + labelled),
});
