/** How a classifier tells classes apart: the labels of a split against what is predicted for its rows. */
import { type Result, success } from '../core/diagnostics';
import { rowValues } from '../data/row-values';
import type { Shift } from '../data/types';
import { predictor } from '../passes/lower';
import { type EvaluationResult, rowsOf } from './evaluate';
import type { Session } from './session';

export interface Confusion {
  split: EvaluationResult['split'];
  /** Updates made before. */
  step: number;
  /** The dataset node. */
  nodeId: string;
  classNames: string[];
  rows: number;
  /** classes × classes, row major: rows labelled as one class (down) and predicted as another (across). */
  counts: number[];
}

/** Values of the rows that are predicted together. */
const VALUES_AT_ONCE = 2 ** 22;

/**
 * Counts labels against predictions in inference mode, under the shift that holds at this step. Null where the graph tells
 * no classes apart: its labels are numbers, or the prediction is not one number for each class (or one for two classes).
 */
export function confusionOf(session: Session, split: EvaluationResult['split']): Result<Confusion | null> {
  const nodeId = session.featureNode;
  const data = nodeId === null ? undefined : session.data.get(nodeId);
  const classes = data?.table.classNames.length ?? 0;
  if (nodeId === null || !data || classes === 0) return success(null);
  const rows = rowsOf(data, split);
  const { width } = data.store;
  const shift = (session.controls.parameters.get(nodeId)?.shift as readonly Shift[] | undefined) ?? [];
  const counts = new Array<number>(classes * classes).fill(0);
  const atOnce = Math.max(256, Math.floor(VALUES_AT_ONCE / width));
  for (let from = 0; from < rows.length; from += atOnce) {
    const { values, taken } = rowValues(data, rows.subarray(from, from + atOnce), shift, session.step);
    const predicted = session.predict(nodeId, values, width);
    if (!predicted.ok) return predicted;
    const { columns, values: scores } = predicted.value;
    if (columns !== classes && !(columns === 1 && classes === 2)) return success(null);
    taken.forEach((row, i) => {
      const guess = columns === 1 ? Number((scores[i] as number) > threshold(session)) : argmax(scores, i, columns);
      const place = (data.table.labels[row] as number) * classes + guess;
      counts[place] = (counts[place] as number) + 1;
    });
  }
  const { classNames } = data.table;
  return success({ split, step: session.step, nodeId, classNames: [...classNames], rows: rows.length, counts });
}

function argmax(scores: Float64Array, row: number, columns: number): number {
  let best = 0;
  for (let column = 1; column < columns; column++) {
    if ((scores[row * columns + column] as number) > (scores[row * columns + best] as number)) best = column;
  }
  return best;
}

/** What a single column is held against: 0 for logits, one half for probabilities. */
const threshold = ({ checked }: Session): number => (predictor(checked)?.parameters.fromLogits === true ? 0 : 0.5);
