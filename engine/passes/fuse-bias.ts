/** A bias that is added to a product's rows becomes the product's own third operand: its sums then start from there. */
import { sameShape } from '../core/shape';
import type { Value, ValueId } from '../ir/types';
import { type Match, type Rule, rulePass } from './rewrite';

/** The row that is repeated, where a value is one row repeated over all others. */
function repeatedRow({ builder }: Match, value: Value): ValueId | null {
  if (value.op !== 'broadcastTo') return null;
  const row = value.inputs[0] as ValueId;
  return sameShape(builder.shape(row), value.shape.slice(-1)) ? row : null;
}

const RULE: Rule = {
  name: 'product and bias',
  op: 'add',
  apply(match) {
    for (const place of [0, 1]) {
      const product = match.input(place);
      if (product.op !== 'matmul' || product.inputs.length !== 2 || product.shape.length !== 2) continue;
      if (!match.soleReader(place)) continue;
      const bias = repeatedRow(match, match.input(1 - place));
      if (bias !== null) return match.builder.emit('matmul', [...product.inputs, bias], product.attributes);
    }
    return null;
  },
};

export const fuseBias = rulePass('fuse bias', [RULE]);
