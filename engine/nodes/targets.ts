/** What nodes that hold a prediction against targets element by element have in common. */
import { formatShape, sameShape } from '../core/shape';
import type { InferContext, PortSpec, TensorType } from '../graph/types';
import type { GraphBuilder } from '../ir/builder';
import type { ValueId } from '../ir/types';

export const VALUES: PortSpec = { name: 'prediction', title: 'prediction', kinds: ['tensor', 'scalar'] };
export const TARGETS: PortSpec = { name: 'labels', title: 'labels', kinds: ['labels', 'tensor', 'scalar'] };

/** Reports predictions and targets that do not belong together; true when they do. */
export function checkTargets({ inputs, report }: Pick<InferContext, 'inputs' | 'report'>): boolean {
  const prediction = inputs.prediction as TensorType;
  const labels = inputs.labels as TensorType;
  const [p, y] = [prediction.shape, labels.shape];
  if (sameShape(p, y)) return true;
  const isColumn = (long: readonly number[], short: readonly number[]): boolean =>
    long.length === 2 && long[1] === 1 && short.length === 1 && long[0] === short[0];
  if (isColumn(p, y) || isColumn(y, p)) return true;
  const classIndices = labels.kind === 'labels' && p.length === 2 && p[0] === y[0];
  const hint = classIndices
    ? 'The labels are class indices: put a one-hot node between them and this input, or use cross-entropy.'
    : 'There must be one target for each value of the prediction.';
  report('shapeMismatch', { port: 'labels' }, { a: formatShape(p), b: formatShape(y), hint });
  return false;
}

/** Prediction and targets in one shape, the prediction's. */
export function pairOf(builder: GraphBuilder, values: Readonly<Record<string, ValueId>>): [ValueId, ValueId] {
  const [prediction, labels] = [values.prediction as ValueId, values.labels as ValueId];
  const shape = builder.shape(prediction);
  const same = sameShape(builder.shape(labels), shape);
  return [prediction, same ? labels : builder.emit('reshape', [labels], { shape: [...shape] })];
}

/** All elements as one number. */
export function reduceAll(builder: GraphBuilder, x: ValueId, reduction: string): ValueId {
  const axes = builder.shape(x).map((_, axis) => axis);
  return builder.emit(reduction === 'mean' ? 'reduceMean' : 'reduceSum', [x], { axes });
}

/** The parameter of losses that are sums of terms. */
export const REDUCTION = {
  kind: 'choice',
  title: 'Reduction',
  help: 'Mean over all elements, or their sum.',
  default: 'mean',
  choices: [
    { value: 'mean', title: 'Mean' },
    { value: 'sum', title: 'Sum' },
  ],
} as const;
