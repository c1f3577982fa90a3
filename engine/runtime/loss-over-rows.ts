/**
 * How the loss of many rows follows from the losses of parts of them: for most graphs it is their mean or their sum, so
 * that rows can be evaluated in chunks. A mean next to a sum, or a squared loss, is only known from all rows at once.
 */
import type { Shape } from '../core/shape';
import type { Graph, Value } from '../ir/types';
import { OUTPUT } from '../passes/lower';

/** The mean of the parts' losses, weighted by rows; their sum; or nothing that the parts could tell. */
export type LossOverRows = 'mean' | 'sum' | 'whole';

/**
 * `fixed`: the same for all rows. `rows`: values of single rows, which stand along the first axis. `mean` and `sum` are of
 * tensors too, as when rows are reduced to one.
 */
type Kind = LossOverRows | 'fixed' | 'rows';

const LOSSES = new Set(['crossEntropy', 'softmaxCrossEntropy']);
/** What a number goes through unchanged but for its sign and shape. */
const PASSING = new Set(['negate', 'stopGradient', 'identity']);
const ADDING = new Set(['add', 'subtract']);

interface Reading {
  value: Value;
  kinds: readonly Kind[];
  shapes: readonly Shape[];
  /** Rows of the batch. */
  rows: number;
}

const isFixed = (kind: Kind): boolean => kind === 'fixed';
const isOfRows = (kind: Kind): boolean => kind === 'fixed' || kind === 'rows';

function sumOf(a: Kind, b: Kind): Kind {
  if (a === b) return a;
  const kinds = [a, b];
  // A constant belongs to the mean of all rows as to that of some; of a sum it would be counted for every part.
  if (kinds.includes('fixed') && kinds.includes('mean')) return 'mean';
  return kinds.includes('fixed') && kinds.includes('rows') ? 'rows' : 'whole';
}

/** A reduction that takes the first axis away makes rows one; any other keeps them apart, and what is one already. */
function reductionOf({ value, kinds: [kind = 'fixed'] }: Reading): Kind {
  if (kind !== 'rows') return kind;
  if (!(value.attributes.axes as readonly number[]).includes(0)) return 'rows';
  return value.op === 'reduceMean' ? 'mean' : 'sum';
}

/** aᵀ·b sums over rows; other products keep the rows of a. */
function productOf({ value, kinds: [a = 'fixed', b = 'fixed'] }: Reading): Kind {
  const { transposeA } = value.attributes;
  if (a === 'rows' && b === 'rows') return transposeA && !value.attributes.transposeB ? 'sum' : 'whole';
  return a === 'rows' && isFixed(b) && !transposeA ? 'rows' : 'whole';
}

/** Whether a tensor of rows still has them along its first axis. */
function movedRows({ value, kinds: [kind = 'fixed'], shapes: [from = []], rows }: Reading): Kind {
  if (kind !== 'rows') return kind;
  const [first = 0] = value.shape;
  const kept = value.op === 'reshape' ? first % rows === 0 : value.shape.length === from.length && first === from[0];
  return kept ? 'rows' : 'whole';
}

function kindOf(reading: Reading, ofData: (feed: string) => boolean): Kind {
  const { value, kinds } = reading;
  const { op, attributes } = value;
  const [a, b] = kinds;
  if (op === 'feed') return ofData(String(attributes.name)) ? 'rows' : 'fixed';
  if (kinds.every(isFixed)) return 'fixed';
  if (LOSSES.has(op) && kinds.every(isOfRows)) return attributes.reduction === 'sum' ? 'sum' : 'mean';
  if (op === 'reduceSum' || op === 'reduceMean') return reductionOf(reading);
  if (op === 'reshape' || op === 'broadcastTo') return movedRows(reading);
  if (op === 'matmul') return productOf(reading);
  if (op === 'concat' && attributes.axis === 0) return 'whole';
  if (a && PASSING.has(op)) return a;
  if (a && b && ADDING.has(op)) return sumOf(a, b);
  if (a && b === 'fixed' && (op === 'multiply' || op === 'divide')) return a;
  if (b && a === 'fixed' && op === 'multiply') return b;
  return kinds.every(isOfRows) ? 'rows' : 'whole';
}

/**
 * Reads it off a graph. A metric that mixes rows asks for all of them at once as a loss does.
 *
 * @param ofData whether a feed of this name holds rows of the data
 */
export function lossOverRows({ values, feeds, outputs }: Graph, ofData: (feed: string) => boolean): LossOverRows {
  const rows = feeds.find(({ name }) => ofData(name))?.shape[0] ?? 1;
  const kinds: Kind[] = [];
  for (const value of values) {
    const reading = {
      value,
      rows,
      kinds: value.inputs.map((id) => kinds[id] as Kind),
      shapes: value.inputs.map((id) => (values[id] as Value).shape),
    };
    kinds.push(kindOf(reading, ofData));
  }
  const metrics = Object.entries(outputs).filter(([name]) => name.startsWith(OUTPUT.metric('')));
  if (metrics.some(([, id]) => kinds[id] === 'whole')) return 'whole';
  const kind = kinds[outputs[OUTPUT.loss] as number] ?? 'fixed';
  if (kind === 'fixed') return 'mean';
  return kind === 'rows' ? 'whole' : kind;
}
