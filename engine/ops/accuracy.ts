import { asMatrix } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { areIndices, checkLabels, perInputElement } from './shapes';

/** The place of the largest value of a row; the first wins. */
export function argmax(x: Float64Array, start: number, columns: number): number {
  let best = 0;
  for (let j = 1; j < columns; j++) if ((x[start + j] as number) > (x[start + best] as number)) best = j;
  return best;
}

/** The share of rows whose largest value stands at the label. Logits and probabilities give the same. */
export const accuracy: OpDefinition = {
  name: 'accuracy',
  summary: 'Share of rows whose largest value stands at the label',
  inferShape(shapes) {
    checkLabels('accuracy', shapes[0] ?? [], shapes[1] ?? []);
    return [];
  },
  evaluate({ inputs, shapes, output }) {
    const [prediction, labels] = [at(inputs, 0), at(inputs, 1)];
    const { rows, columns } = asMatrix(at(shapes, 0));
    const indices = areIndices(at(shapes, 0), at(shapes, 1));
    let right = 0;
    for (let row = 0; row < rows; row++) {
      const label = indices ? labels[row] : argmax(labels, row * columns, columns);
      if (argmax(prediction, row * columns, columns) === label) right++;
    }
    output[0] = right / rows;
  },
  flops: perInputElement(1),
};
