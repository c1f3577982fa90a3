import { exp, log } from '../core/math';
import { asMatrix } from '../core/shape';
import type { Evaluation, OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { areIndices, checkLabels, perInputElement } from './shapes';

/** The weight of class `j` in row `row` of labels that are indices or rows of weights. */
function labelReader(evaluation: Evaluation): (row: number, j: number) => number {
  const labels = at(evaluation.inputs, 1);
  const prediction = at(evaluation.shapes, 0);
  const { columns } = asMatrix(prediction);
  return areIndices(prediction, at(evaluation.shapes, 1))
    ? (row, j) => (labels[row] === j ? 1 : 0)
    : (row, j) => labels[row * columns + j] as number;
}

/** The kernel of the fused loss's derivative: dz = dL · (softmax(z)·Σy − y), divided by the rows for a mean. */
export const softmaxCrossEntropyGrad: OpDefinition = {
  name: 'softmaxCrossEntropyGrad',
  summary: 'dz = dL · (softmax(z)·Σy − y)',
  inferShape: (shapes) => shapes[0] ?? [],
  evaluate(evaluation) {
    const { inputs, output, shape, attributes } = evaluation;
    const { rows, columns } = asMatrix(shape);
    const logits = at(inputs, 0);
    const label = labelReader(evaluation);
    const scale = (at(inputs, 2)[0] as number) / (attributes.reduction === 'mean' ? rows : 1);
    for (let row = 0; row < rows; row++) {
      const z = logits.subarray(row * columns, (row + 1) * columns);
      const top = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      let sum = 0;
      let weight = 0;
      for (let j = 0; j < columns; j++) {
        sum += exp((z[j] as number) - top);
        weight += label(row, j);
      }
      for (let j = 0; j < columns; j++) {
        const probability = exp((z[j] as number) - top) / sum;
        output[row * columns + j] = scale * (probability * weight - label(row, j));
      }
    }
  },
  flops: perInputElement(14),
};

/**
 * Cross-entropy of softmax(z) with labels, from the logits z [.., C]: Σ_j y_j · (ln Σ e^z − z_j), shifted by the row's
 * maximum so that it is finite for any finite z. Labels are class indices [..] or rows of weights [.., C]; `reduction`
 * is "mean" or "sum" over the rows.
 */
export const softmaxCrossEntropy: OpDefinition = {
  name: 'softmaxCrossEntropy',
  summary: 'L = −Σ y · ln softmax(z)',
  inferShape(shapes) {
    checkLabels('softmaxCrossEntropy', shapes[0] ?? [], shapes[1] ?? []);
    return [];
  },
  evaluate(evaluation) {
    const { inputs, shapes, output, attributes } = evaluation;
    const { rows, columns } = asMatrix(at(shapes, 0));
    const logits = at(inputs, 0);
    const label = labelReader(evaluation);
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const z = logits.subarray(row * columns, (row + 1) * columns);
      const top = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      let sum = 0;
      for (const value of z) sum += exp(value - top);
      const logSum = log(sum);
      for (let j = 0; j < columns; j++) {
        const weight = label(row, j);
        if (weight !== 0) total += weight * (logSum - ((z[j] as number) - top));
      }
    }
    output[0] = attributes.reduction === 'mean' ? total / rows : total;
  },
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('softmaxCrossEntropyGrad', [at(inputs, 0), at(inputs, 1), gradient], {
      reduction: String(attributes.reduction),
    }),
    null,
  ],
  flops: perInputElement(12),
};
