import { asMatrix, type Shape, sizeOf } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { argmax } from './accuracy';
import { at } from './elementwise';
import { areIndices, perInputElement, shapeBug } from './shapes';

/** Classes that a prediction tells apart: its columns, or two for a single column. */
const classesOf = (prediction: Shape): number => Math.max(2, prediction.at(-1) as number);

/**
 * For each class, the rows that are rightly predicted, predicted, and labelled as it: [3, classes], from which precision,
 * recall and F1 follow, since counts of parts add up. The predicted class is the row's largest value; a single column
 * tells class 1 above `threshold`, and class 0 elsewhere. A label outside the classes counts for none.
 */
export const classCounts: OpDefinition = {
  name: 'classCounts',
  summary: 'Rows rightly predicted, predicted, and labelled as each class',
  inferShape(shapes) {
    const [prediction = [], labels = []] = shapes;
    const fits = labels.length === 1 || sizeOf(labels) === sizeOf(prediction);
    if (prediction.length !== 2 || labels[0] !== prediction[0] || !fits) return shapeBug('classCounts', shapes);
    return [3, classesOf(prediction)];
  },
  evaluate({ inputs, shapes, output, shape, attributes }) {
    const classes = at(shape, 1);
    const { rows, columns } = asMatrix(at(shapes, 0));
    const read = (values: Float64Array, row: number, threshold: number): number =>
      columns > 1 ? argmax(values, row * columns, columns) : (values[row] as number) > threshold ? 1 : 0;
    const [prediction, labels] = [at(inputs, 0), at(inputs, 1)];
    const indices = areIndices(at(shapes, 0), at(shapes, 1));
    output.fill(0);
    const count = (kind: number, c: number): void => {
      output[kind * classes + c] = (output[kind * classes + c] as number) + 1;
    };
    for (let row = 0; row < rows; row++) {
      const guess = read(prediction, row, Number(attributes.threshold));
      const label = indices ? (labels[row] as number) : read(labels, row, 0.5);
      count(1, guess);
      if (!Number.isInteger(label) || label < 0 || label >= classes) continue;
      count(2, label);
      if (guess === label) count(0, label);
    }
  },
  flops: perInputElement(1),
};
