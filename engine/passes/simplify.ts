/**
 * Rewrites values to cheaper or safer ones that mean the same. Each rule looks at one value and the values it reads.
 * Dead values go, because a rebuilt graph only holds what is needed.
 */
import { sameShape } from '../core/shape';
import type { GraphBuilder } from '../ir/builder';
import type { OpTable } from '../ir/op';
import { rebuild } from '../ir/rebuild';
import type { Graph, Value, ValueId } from '../ir/types';

interface Rule {
  name: string;
  op: string;
  /** The replacement, or null. `inputs` are ids in the new graph. */
  apply(value: Value, inputs: readonly ValueId[], builder: GraphBuilder): ValueId | null;
}

const input = (builder: GraphBuilder, inputs: readonly ValueId[], index: number): Value =>
  builder.value(inputs[index] as ValueId);

const isConstant = (value: Value, number: number): boolean =>
  value.op === 'constant' && (value.attributes.values as readonly number[]).every((item) => item === number);

/** Where a broadcast constant hides, the constant. */
function source(builder: GraphBuilder, id: ValueId): Value {
  const value = builder.value(id);
  return value.op === 'broadcastTo' ? source(builder, value.inputs[0] as ValueId) : value;
}

/** Rules that change what gradients see: they run before gradients are derived. */
const FORWARD_RULES: readonly Rule[] = [
  {
    name: 'softmax and cross-entropy to the fused, stable form',
    op: 'crossEntropy',
    apply(value, inputs, builder) {
      const prediction = input(builder, inputs, 0);
      if (prediction.op !== 'softmax') return null;
      const reduction = String(value.attributes.reduction);
      const logits = prediction.inputs[0] as ValueId;
      return builder.emit('softmaxCrossEntropy', [logits, inputs[1] as ValueId], { reduction });
    },
  },
  {
    name: 'accuracy of a softmax to accuracy of its logits',
    op: 'accuracy',
    apply(_, inputs, builder) {
      const prediction = input(builder, inputs, 0);
      if (prediction.op !== 'softmax') return null;
      return builder.emit('accuracy', [prediction.inputs[0] as ValueId, inputs[1] as ValueId]);
    },
  },
];

const COMMON_RULES: readonly Rule[] = [
  {
    name: 'reshape to the same shape',
    op: 'reshape',
    apply: (value, inputs, builder) =>
      sameShape(value.shape, input(builder, inputs, 0).shape) ? (inputs[0] as ValueId) : null,
  },
  {
    name: 'broadcast of a constant',
    op: 'broadcastTo',
    apply(value, inputs, builder) {
      const constant = input(builder, inputs, 0);
      if (constant.op !== 'constant' || constant.shape.length > 0) return null;
      return builder.constant(constant.attributes.values as readonly number[], value.shape);
    },
  },
  {
    name: 'x · 1',
    op: 'multiply',
    apply(_, inputs, builder) {
      if (isConstant(source(builder, inputs[1] as ValueId), 1)) return inputs[0] as ValueId;
      return isConstant(source(builder, inputs[0] as ValueId), 1) ? (inputs[1] as ValueId) : null;
    },
  },
  {
    name: 'x + 0',
    op: 'add',
    apply(_, inputs, builder) {
      if (isConstant(source(builder, inputs[1] as ValueId), 0)) return inputs[0] as ValueId;
      return isConstant(source(builder, inputs[0] as ValueId), 0) ? (inputs[1] as ValueId) : null;
    },
  },
  {
    name: 'double negation',
    op: 'negate',
    apply(_, inputs, builder) {
      const inner = input(builder, inputs, 0);
      return inner.op === 'negate' ? (inner.inputs[0] as ValueId) : null;
    },
  },
];

/** Rules that hold only once gradients are derived. */
const FINAL_RULES: readonly Rule[] = [
  { name: 'stop-gradient is done', op: 'stopGradient', apply: (_, inputs) => inputs[0] as ValueId },
];

export type SimplifyStage = 'forward' | 'final';

/** The simplified graph and how often each rule applied. */
export function simplify(
  graph: Graph,
  ops: OpTable,
  stage: SimplifyStage,
): { graph: Graph; applied: Readonly<Record<string, number>> } {
  const rules = [...(stage === 'forward' ? FORWARD_RULES : FINAL_RULES), ...COMMON_RULES];
  const byOp = new Map<string, Rule[]>();
  for (const rule of rules) byOp.set(rule.op, [...(byOp.get(rule.op) ?? []), rule]);
  const applied: Record<string, number> = {};
  const simplified = rebuild(graph, ops, (value, inputs, builder) => {
    for (const rule of byOp.get(value.op) ?? []) {
      const replacement = rule.apply(value, inputs, builder);
      if (replacement === null) continue;
      applied[rule.name] = (applied[rule.name] ?? 0) + 1;
      return replacement;
    }
    return null;
  });
  // What only replaced values had read is dead now.
  return { graph: rebuild(simplified, ops, () => null), applied };
}
