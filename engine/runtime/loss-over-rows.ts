/**
 * How the loss of many rows follows from the losses of parts of them: for most graphs it is their mean or their sum, so
 * that rows can be evaluated in chunks. A mean next to a sum, or a squared loss, is only known from all rows at once.
 */
import type { Graph, Value } from '../ir/types';
import { OUTPUT } from '../passes/lower';

/** The mean of the parts' losses, weighted by rows; their sum; or nothing that the parts could tell. */
export type LossOverRows = 'mean' | 'sum' | 'whole';

/** `fixed`: the same for all rows. `rows`: has values of single rows in it. */
type Kind = LossOverRows | 'fixed' | 'rows';

const LOSSES = new Set(['crossEntropy', 'softmaxCrossEntropy']);
/** What a number goes through unchanged but for its sign and shape. */
const PASSING = new Set(['negate', 'reshape', 'broadcastTo', 'stopGradient']);

function sumOf(a: Kind, b: Kind): Kind {
  if (a === b) return a;
  const kinds = [a, b];
  // A constant belongs to the mean of all rows as to that of some; of a sum it would be counted for every part.
  if (kinds.includes('fixed') && kinds.includes('mean')) return 'mean';
  return kinds.includes('fixed') && kinds.includes('rows') ? 'rows' : 'whole';
}

function kindOf({ op, attributes }: Value, inputs: readonly Kind[], ofData: (feed: string) => boolean): Kind {
  const [a, b] = inputs;
  if (op === 'feed') return ofData(String(attributes.name)) ? 'rows' : 'fixed';
  if (inputs.every((kind) => kind === 'fixed')) return 'fixed';
  if (LOSSES.has(op)) return attributes.reduction === 'sum' ? 'sum' : 'mean';
  if (a && PASSING.has(op)) return a;
  if (a && b && (op === 'add' || op === 'subtract')) return sumOf(a, b);
  if (a && b === 'fixed' && (op === 'multiply' || op === 'divide')) return a;
  if (b && a === 'fixed' && op === 'multiply') return b;
  return inputs.every((kind) => kind === 'fixed' || kind === 'rows') ? 'rows' : 'whole';
}

/**
 * Reads it off a graph.
 *
 * @param ofData whether a feed of this name holds rows of the data
 */
export function lossOverRows({ values, outputs }: Graph, ofData: (feed: string) => boolean): LossOverRows {
  const kinds: Kind[] = [];
  for (const value of values) {
    const inputs = value.inputs.map((id) => kinds[id] as Kind);
    kinds.push(kindOf(value, inputs, ofData));
  }
  const kind = kinds[outputs[OUTPUT.loss] as number] ?? 'fixed';
  if (kind === 'fixed') return 'mean';
  return kind === 'rows' ? 'whole' : kind;
}
