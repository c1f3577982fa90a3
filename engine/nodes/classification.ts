/** What nodes that hold a prediction against class labels have in common. */
import { formatShape, sameShape } from '../core/shape';
import type { InferContext, PortSpec, TensorType } from '../graph/types';

export const PREDICTION: PortSpec = { name: 'prediction', title: 'prediction', kinds: ['tensor'] };
export const LABELS: PortSpec = { name: 'labels', title: 'labels', kinds: ['labels', 'tensor'] };

/** Reports predictions and labels that do not belong together; true when they do. */
export function checkClassification({ inputs, report }: Pick<InferContext, 'inputs' | 'report'>): boolean {
  const prediction = inputs.prediction as TensorType;
  const labels = inputs.labels as TensorType;
  if (prediction.shape.length !== 2) {
    const found = formatShape(prediction.shape);
    const hint = 'Connect the last layer, one value for each class.';
    const expected = 'examples × classes';
    report('rankMismatch', { port: 'prediction' }, { port: 'prediction', expected, found, hint });
    return false;
  }
  const indices = sameShape(labels.shape, prediction.shape.slice(0, 1));
  const outputs = prediction.shape[1] as number;
  if (labels.shape.length === 2 && labels.shape[0] === prediction.shape[0] && labels.shape[1] !== outputs) {
    const classes = labels.shape[1] as number;
    report('tooManyClasses', { port: 'labels' }, { classes, outputs });
    return false;
  }
  if (!indices && !sameShape(labels.shape, prediction.shape)) {
    const hint = 'Labels are one class for each example, or one row of class weights.';
    const [a, b] = [formatShape(prediction.shape), formatShape(labels.shape)];
    report('shapeMismatch', { port: 'labels' }, { a, b, hint });
    return false;
  }
  if (labels.classes !== undefined && labels.classes > outputs) {
    report('tooManyClasses', { port: 'prediction' }, { classes: labels.classes, outputs });
    return false;
  }
  return true;
}
