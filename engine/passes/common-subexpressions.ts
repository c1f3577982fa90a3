/**
 * Computes equal values once. While a graph is built, equal values of one phase are one already; this pass joins those of
 * the forward and the backward pass, and sums and products whose operands merely stand the other way round, which are
 * equal to the bit.
 *
 * Probes and in-place updates are never joined.
 */
import { attributesKey } from '../ir/builder';
import type { ValueId } from '../ir/types';
import type { Pass } from './pass';
import { applyRules, type Rule } from './rewrite';

const COMMUTATIVE = new Set(['add', 'multiply']);

export const commonSubexpressions: Pass = {
  name: 'common subexpressions',
  run(graph, ops) {
    const known = new Map<string, ValueId>();
    const rule: Rule = {
      name: 'value computed before',
      op: null,
      apply({ value, inputs, builder }) {
        const { op, attributes, origin } = value;
        // Variables and feeds are declared once by name.
        if (ops.get(op)?.mutates || origin.phase === 'probe' || op === 'variable' || op === 'feed') return null;
        const operands = COMMUTATIVE.has(op) ? [...inputs].sort((a, b) => a - b) : inputs;
        const key = `${op} ${operands.join(',')} ${attributesKey(attributes)}`;
        const same = known.get(key);
        if (same !== undefined) return same;
        known.set(key, builder.emit(op, inputs, attributes));
        return null;
      },
    };
    return applyRules(graph, ops, [rule]);
  },
};
