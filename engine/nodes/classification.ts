/** What nodes that hold a prediction against class labels have in common. */
import type { ParameterSpecs } from '../core/parameters';
import { formatShape, type Shape, sameShape } from '../core/shape';
import type { InferContext, LintContext, PortSpec, TensorType } from '../graph/types';
import type { GraphBuilder } from '../ir/builder';
import type { ValueId } from '../ir/types';
import { toList } from './values';

export const PREDICTION: PortSpec = { name: 'prediction', title: 'prediction', kinds: ['tensor'] };
export const LABELS: PortSpec = { name: 'labels', title: 'labels', kinds: ['labels', 'tensor'] };

/** Node types that give logits rather than probabilities. */
const LINEAR_OUTPUT: ReadonlySet<string> = new Set([
  'dense',
  'conv2d',
  'batchNorm',
  'batchRenorm',
  'layerNorm',
  'groupNorm',
]);

/** Reports predictions and labels that do not belong together; true when they do. */
export function checkClassification(
  { inputs, report }: Pick<InferContext, 'inputs' | 'report'>,
  /** Whether one column may stand for two classes. */
  binary = false,
): boolean {
  const prediction = inputs.prediction as TensorType;
  const labels = inputs.labels as TensorType;
  if (prediction.shape.length !== 2) {
    const found = formatShape(prediction.shape);
    const hint = 'Connect the last layer, one value for each class.';
    const expected = 'examples × classes';
    report('rankMismatch', { port: 'prediction' }, { port: 'prediction', expected, found, hint });
    return false;
  }
  if (labels.kind === 'labels' && labels.classes === undefined) {
    report('labelsNotClasses', { port: 'labels' });
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
  const most = binary ? Math.max(2, outputs) : outputs;
  if (labels.classes !== undefined && labels.classes > most) {
    report('tooManyClasses', { port: 'prediction' }, { classes: labels.classes, outputs });
    return false;
  }
  return true;
}

/** How many classes label indices choose from; null where the labels are rows of class weights. */
export const classesOfIndices =
  (binary: boolean) =>
  ({ prediction, labels }: Readonly<Record<string, TensorType>>): number | null => {
    if (labels?.shape.length !== 1 || prediction?.shape.length !== 2) return null;
    return Math.max(binary ? 2 : 1, prediction.shape[1] as number);
  };

/** The first number that is no class index from 0 to `classes` − 1. */
export const outsideClasses = (values: readonly number[], classes: number): number | undefined =>
  values.find((value) => !Number.isInteger(value) || value < 0 || value >= classes);

/** Reports labels that are written in the graph, and outside the classes. */
export function lintLabels<P extends ParameterSpecs>(
  { inputs, source, report }: Pick<LintContext<P>, 'inputs' | 'source' | 'report'>,
  binary: boolean,
): void {
  const from = source('labels');
  const classes = classesOfIndices(binary)(inputs);
  if (classes === null || (from?.type !== 'constant' && from?.type !== 'placeholder')) return;
  const label = outsideClasses(toList(from.parameters.value as number | readonly number[] | null), classes);
  if (label !== undefined) report('labelOutside', { port: 'labels' }, { label, last: classes - 1 });
}

/** Reports logits where probabilities are expected. */
export function lintProbabilities<P extends ParameterSpecs>(
  { id, origin, report }: Pick<LintContext<P>, 'id' | 'origin' | 'report'>,
  activation: string,
): void {
  const from = origin('prediction');
  if (!from || !LINEAR_OUTPUT.has(from.type)) return;
  report(
    'lossNeedsProbabilities',
    { port: 'prediction' },
    { source: from.id, activation },
    {
      title: 'Turn “from logits” on',
      edits: [{ kind: 'setParameter', nodeId: id, parameter: 'fromLogits', value: true }],
    },
  );
}

/** The labels in the prediction's shape: a column for indices of one column, one-hot rows for those of several. */
export function labelsLike(builder: GraphBuilder, labels: ValueId, shape: Shape): ValueId {
  if (builder.shape(labels).length === shape.length) return labels;
  const columns = shape[1] as number;
  return columns === 1
    ? builder.emit('reshape', [labels], { shape: [...shape] })
    : builder.emit('oneHot', [labels], { depth: columns });
}

/** What is said of a prediction of one column, in every metric that takes one. */
export const THRESHOLD = {
  kind: 'number',
  title: 'Threshold',
  help: 'For predictions of one column: above it an example counts as class 1. Use .5 for probabilities, 0 for logits.',
  default: 0.5,
} as const;

/** Reports logits of one column that are held against a threshold for probabilities. */
export function lintThreshold<P extends ParameterSpecs>(
  { id, inputs, origin, report }: Pick<LintContext<P>, 'id' | 'inputs' | 'origin' | 'report'>,
  threshold: number,
): void {
  const from = origin('prediction');
  if (inputs.prediction?.shape[1] !== 1 || !from || !LINEAR_OUTPUT.has(from.type) || threshold === 0) return;
  report(
    'thresholdOfLogits',
    { parameter: 'threshold' },
    { source: from.id, threshold },
    {
      title: 'Set the threshold to 0',
      edits: [{ kind: 'setParameter', nodeId: id, parameter: 'threshold', value: 0 }],
    },
  );
}
