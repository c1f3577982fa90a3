import { defineNode } from '../graph/types';
import {
  checkClassification,
  classesOfIndices,
  LABELS,
  labelsLike,
  lintLabels,
  lintProbabilities,
  PREDICTION,
} from './classification';

/**
 * The area under the ROC curve, exactly: the share of pairs of a positive and a negative example in which the positive
 * one has the higher score, equal scores counting half (Hanley and McNeil 1982). NaN without both kinds, or for NaN.
 */
export function areaUnderCurve(scores: Float64Array, positive: (row: number) => boolean): number {
  if (scores.some(Number.isNaN)) return Number.NaN;
  const above = scores.filter((_, row) => positive(row)).sort();
  const below = scores.filter((_, row) => !positive(row)).sort();
  let pairs = 0;
  let lower = 0;
  let upTo = 0;
  for (const score of above) {
    while (lower < below.length && (below[lower] as number) < score) lower++;
    while (upTo < below.length && (below[upTo] as number) <= score) upTo++;
    pairs += (lower + upTo) / 2;
  }
  return pairs / (above.length * below.length);
}

/** The mean area of the classes that have both kinds of examples; two classes, or one column, have one area. */
function areaOfClasses(values: Float64Array, columns: number): number {
  const width = 2 * columns;
  const rows = values.length / width;
  const at = (row: number, place: number): number => values[row * width + place] as number;
  const score = (c: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => (columns === 2 ? at(row, 1) - at(row, 0) : at(row, c)));
  const isOf = (c: number) => (row: number) => at(row, columns + c) > 0.5;
  if (columns <= 2) return areaUnderCurve(score(columns - 1), isOf(columns - 1));
  const areas = Array.from({ length: columns }, (_, c) => areaUnderCurve(score(c), isOf(c)));
  const defined = areas.filter((area) => !Number.isNaN(area));
  return defined.reduce((sum, area) => sum + area, 0) / defined.length;
}

/** How well the scores of a class set its examples apart. */
export const auc = defineNode({
  type: 'auc',
  title: 'AUC',
  category: 'metrics',
  icon: 'auc',
  idStem: 'auc',
  documentation: {
    text: 'The exact area under the ROC curve: the chance that an example of a class scores higher than another, ties counting half. Of one column or two it is that of class 1; of more, the mean of each class against the rest. Without examples of both kinds it is not defined (null in JSON).',
    formula: 'P(ŷ⁺ > ŷ⁻) + ½·P(ŷ⁺ = ŷ⁻)',
    references: [
      { title: 'Hanley and McNeil 1982, The meaning and use of the area under a ROC curve' },
      {
        title: 'scikit-learn: roc_auc_score',
        url: 'https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html',
      },
    ],
  },
  inputs: [PREDICTION, LABELS],
  outputs: [{ name: 'value', title: 'scores', kinds: ['tensor'] }],
  parameters: {
    fromLogits: {
      kind: 'boolean',
      title: 'From logits',
      help: 'The prediction is logits; with three classes or more, softmax makes the scores of different examples comparable.',
      default: false,
    },
  },
  role: 'metric',
  labelClasses: classesOfIndices(true),
  metric: { combine: 'concat', finish: (values, _, shape) => areaOfClasses(values, (shape[1] as number) / 2) },
  infer(context) {
    if (!checkClassification(context, true)) return null;
    const [rows = 0, columns = 0] = context.inputs.prediction?.shape ?? [];
    return { value: { kind: 'tensor', shape: [rows, 2 * columns] } };
  },
  lower({ builder, values, parameters }) {
    const prediction = values.prediction as number;
    const shape = builder.shape(prediction);
    const soft = parameters.fromLogits && (shape[1] as number) > 2;
    const scores = soft ? builder.emit('softmax', [prediction]) : prediction;
    const labels = labelsLike(builder, values.labels as number, shape);
    return { value: builder.emit('concat', [scores, labels], { axis: 1 }) };
  },
  lint(context) {
    lintLabels(context, true);
    const columns = context.inputs.prediction?.shape[1] ?? 0;
    if (columns > 2 && !context.parameters.fromLogits) lintProbabilities(context, 'softmax');
  },
});
