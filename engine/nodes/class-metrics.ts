/** What precision, recall and F1 share: counts of each class, and how the classes' numbers become one. */
import { defineNode, type NodeDefinition } from '../graph/types';
import {
  checkClassification,
  classesOfIndices,
  LABELS,
  lintLabels,
  lintThreshold,
  PREDICTION,
  THRESHOLD,
} from './classification';

/** Examples rightly predicted, predicted, and labelled as a class. */
interface ClassCounts {
  right: number;
  predicted: number;
  labelled: number;
}

type Average = 'macro' | 'micro' | 'weighted' | 'binary';

/** 0 / 0 is 0: a class that is only labelled, or only predicted, is got wrong. */
export const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/**
 * One number from the counts of all classes. Classes that are neither labelled nor predicted are left out; without any
 * class (for `binary`, without class 1) it is NaN.
 */
function average(counts: readonly ClassCounts[], kind: Average, scoreOf: (counts: ClassCounts) => number): number {
  const asked = kind === 'binary' ? counts.slice(1, 2) : counts;
  const seen = asked.filter(({ predicted, labelled }) => predicted + labelled > 0);
  if (seen.length === 0) return Number.NaN;
  const total = (read: (item: ClassCounts) => number): number => seen.reduce((sum, item) => sum + read(item), 0);
  if (kind === 'micro') {
    return scoreOf({
      right: total(({ right }) => right),
      predicted: total(({ predicted }) => predicted),
      labelled: total(({ labelled }) => labelled),
    });
  }
  if (kind === 'weighted') return total((item) => item.labelled * scoreOf(item)) / total(({ labelled }) => labelled);
  return total(scoreOf) / seen.length;
}

const AVERAGES = [
  { value: 'macro', title: 'Macro: mean of the classes' },
  { value: 'micro', title: 'Micro: all examples together' },
  { value: 'weighted', title: 'Weighted by the examples of each class' },
  { value: 'binary', title: 'Binary: class 1 alone' },
] as const;

interface ClassMetricSpec {
  type: string;
  title: string;
  text: string;
  formula: string;
  reference: { title: string; url: string };
  score(counts: ClassCounts): number;
}

/** What all of them say of averages and of 0 / 0. */
const RULES =
  'Classes neither labelled nor predicted are left out, 0/0 of another counts as 0, and without any class it is not defined (null in JSON).';

/** A metric of each class that follows from its counts. The wire carries the counts: right, predicted, labelled. */
export const defineClassMetric = (spec: ClassMetricSpec): NodeDefinition =>
  defineNode({
    type: spec.type,
    title: spec.title,
    category: 'metrics',
    icon: spec.type,
    idStem: spec.type,
    documentation: { text: `${spec.text} ${RULES}`, formula: spec.formula, references: [spec.reference] },
    inputs: [PREDICTION, LABELS],
    outputs: [{ name: 'value', title: 'counts', kinds: ['tensor'] }],
    parameters: {
      average: {
        kind: 'choice',
        title: 'Average',
        help: 'How the numbers of the classes become one.',
        default: 'macro',
        choices: AVERAGES,
      },
      threshold: THRESHOLD,
    },
    role: 'metric',
    labelClasses: classesOfIndices(true),
    metric: {
      combine: 'sum',
      finish(values, parameters, shape) {
        const classes = shape[1] as number;
        const counts = Array.from({ length: classes }, (_, c) => ({
          right: values[c] as number,
          predicted: values[classes + c] as number,
          labelled: values[2 * classes + c] as number,
        }));
        return average(counts, parameters.average as Average, spec.score);
      },
    },
    infer(context) {
      if (!checkClassification(context, true)) return null;
      const { inputs, parameters, report } = context;
      const classes = Math.max(2, inputs.prediction?.shape[1] as number);
      if (parameters.average === 'binary' && classes !== 2) {
        const choices = 'macro, micro, weighted, since there are more than two classes';
        report('parameterChoice', { parameter: 'average' }, { parameter: 'average', found: '"binary"', choices });
        return null;
      }
      return { value: { kind: 'tensor', shape: [3, classes] } };
    },
    lower({ builder, values, parameters }) {
      const inputs = [values.prediction as number, values.labels as number];
      return { value: builder.emit('classCounts', inputs, { threshold: parameters.threshold }) };
    },
    lint(context) {
      lintLabels(context, true);
      lintThreshold(context, context.parameters.threshold as number);
    },
  });
