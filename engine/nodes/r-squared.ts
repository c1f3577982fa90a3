import { sizeOf } from '../core/shape';
import { defineNode } from '../graph/types';
import { checkTargets, pairOf, TARGETS, VALUES } from './targets';

/** 1 − Σ(y − ŷ)² / Σ(y − ȳ)² of one column; NaN where all targets are equal. */
function determination(rows: number, prediction: (row: number) => number, target: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += target(row);
  const mean = sum / rows;
  let residual = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    residual += (target(row) - prediction(row)) ** 2;
    total += (target(row) - mean) ** 2;
  }
  return total === 0 ? Number.NaN : 1 - residual / total;
}

/** The mean over the columns whose targets vary. */
function determinationOfColumns(values: Float64Array, columns: number): number {
  const width = 2 * columns;
  const at = (row: number, place: number): number => values[row * width + place] as number;
  const scores = Array.from({ length: columns }, (_, c) =>
    determination(
      values.length / width,
      (row) => at(row, c),
      (row) => at(row, columns + c),
    ),
  );
  const defined = scores.filter((score) => !Number.isNaN(score));
  return defined.reduce((sum, score) => sum + score, 0) / defined.length;
}

/** The share of the targets' variance that the prediction explains. */
export const rSquared = defineNode({
  type: 'rSquared',
  title: 'R²',
  category: 'metrics',
  icon: 'rSquared',
  idStem: 'r2',
  documentation: {
    text: 'The coefficient of determination: 1 for a perfect prediction, 0 for one no better than the mean, negative for worse. Of several columns it is the mean of those whose targets vary; if none does, it is not defined (null in JSON).',
    formula: '1 − Σ(y − ŷ)² / Σ(y − ȳ)²',
    references: [
      { title: 'Keras: R2Score', url: 'https://keras.io/api/metrics/regression_metrics/' },
      {
        title: 'scikit-learn: r2_score',
        url: 'https://scikit-learn.org/stable/modules/generated/sklearn.metrics.r2_score.html',
      },
    ],
  },
  inputs: [VALUES, TARGETS],
  outputs: [{ name: 'value', title: 'values', kinds: ['tensor'] }],
  parameters: {},
  role: 'metric',
  metric: { combine: 'concat', finish: (values, _, shape) => determinationOfColumns(values, (shape[1] as number) / 2) },
  infer(context) {
    if (!checkTargets(context)) return null;
    const [rows = 1, ...rest] = context.inputs.prediction?.shape ?? [];
    return { value: { kind: 'tensor', shape: [rows, 2 * sizeOf(rest)] } };
  },
  lower({ builder, values }) {
    const pair = pairOf(builder, values).map((id) => {
      const [rows = 1, ...rest] = builder.shape(id);
      return builder.emit('reshape', [id], { shape: [rows, sizeOf(rest)] });
    });
    return { value: builder.emit('concat', pair, { axis: 1 }) };
  },
});
