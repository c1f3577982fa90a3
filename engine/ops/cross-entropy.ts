import { log } from '../core/math';
import { asMatrix } from '../core/shape';
import type { Evaluation, OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { areIndices, checkLabels, perInputElement } from './shapes';

/** Calls `visit` for every class that a label gives weight to. */
function eachTarget({ inputs, shapes }: Evaluation, visit: (place: number, weight: number) => void): { rows: number } {
  const { rows, columns } = asMatrix(at(shapes, 0));
  const labels = at(inputs, 1);
  if (areIndices(at(shapes, 0), at(shapes, 1))) {
    for (let row = 0; row < rows; row++) visit(row * columns + (labels[row] as number), 1);
  } else {
    for (let i = 0; i < labels.length; i++) if (labels[i] !== 0) visit(i, labels[i] as number);
  }
  return { rows };
}

/** The kernel of the loss's derivative by the probabilities: dp = −dL · y / p where p > ε, else 0. */
export const crossEntropyGrad: OpDefinition = {
  name: 'crossEntropyGrad',
  summary: 'dp = −dL · y / p',
  inferShape: (shapes) => shapes[0] ?? [],
  evaluate(evaluation) {
    const { inputs, output, shape, attributes } = evaluation;
    const p = at(inputs, 0);
    const scale = (at(inputs, 2)[0] as number) / (attributes.reduction === 'mean' ? asMatrix(shape).rows : 1);
    output.fill(0);
    eachTarget(evaluation, (place, weight) => {
      const probability = p[place] as number;
      if (probability > Number(attributes.epsilon)) output[place] = (-scale * weight) / probability;
    });
  },
  flops: perInputElement(2),
};

/**
 * Cross-entropy from probabilities p [.., C]: −Σ y · ln max(p, ε). Labels are class indices [..] or rows of weights
 * [.., C]; `reduction` is "mean" or "sum" over the rows. Fed by a softmax it is rewritten to the fused form.
 */
export const crossEntropy: OpDefinition = {
  name: 'crossEntropy',
  summary: 'L = −Σ y · ln p',
  inferShape(shapes) {
    checkLabels('crossEntropy', shapes[0] ?? [], shapes[1] ?? []);
    return [];
  },
  evaluate(evaluation) {
    const { inputs, output, attributes } = evaluation;
    const p = at(inputs, 0);
    let total = 0;
    const { rows } = eachTarget(evaluation, (place, weight) => {
      // A comparison with NaN is false, so NaN stays NaN.
      const probability = p[place] as number;
      total -= weight * log(probability < Number(attributes.epsilon) ? Number(attributes.epsilon) : probability);
    });
    output[0] = attributes.reduction === 'mean' ? total / rows : total;
  },
  gradient: ({ builder, gradient, inputs, attributes }) => [
    builder.emit('crossEntropyGrad', [at(inputs, 0), at(inputs, 1), gradient], {
      reduction: String(attributes.reduction),
      epsilon: Number(attributes.epsilon),
    }),
    null,
  ],
  flops: perInputElement(2),
};
