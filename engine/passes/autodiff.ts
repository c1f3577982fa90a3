/**
 * Reverse-mode automatic differentiation on any acyclic graph: one sweep from the loss back to the variables, adding up
 * where a value is used more than once (Griewank and Walther, Evaluating Derivatives, chapter 3).
 */
import type { GraphBuilder } from '../ir/builder';
import type { ValueId } from '../ir/types';

/** Values that depend on one of `roots`, up to and including `last`. */
function dependents(builder: GraphBuilder, roots: ReadonlySet<ValueId>, last: ValueId): Set<ValueId> {
  const active = new Set(roots);
  for (let id = 0; id <= last; id++) if (builder.value(id).inputs.some((input) => active.has(input))) active.add(id);
  return active;
}

/**
 * Emits the derivatives of `loss` (a scalar) by each of `targets`. A target that the loss does not depend on, or only
 * through operations without a derivative, is missing from the result.
 */
export function differentiate(
  builder: GraphBuilder,
  loss: ValueId,
  targets: readonly ValueId[],
): Map<ValueId, ValueId> {
  const active = dependents(builder, new Set(targets), loss);
  const gradients = new Map<ValueId, ValueId>();
  if (!active.has(loss)) return gradients;
  const origin = builder.value(loss).origin.nodeId;
  gradients.set(
    loss,
    builder.within(origin, 'backward', () => builder.constant(1, builder.shape(loss))),
  );
  for (let id = loss; id >= 0; id--) {
    const gradient = gradients.get(id);
    const value = builder.value(id);
    if (gradient === undefined || !active.has(id) || value.inputs.length === 0) continue;
    const rule = builder.definition(value.op).gradient;
    if (!rule) continue;
    builder.within(value.origin.nodeId, 'backward', () => {
      const byInput = rule({
        builder,
        inputs: value.inputs,
        output: id,
        gradient,
        attributes: value.attributes,
        needs: (index) => active.has(value.inputs[index] as ValueId),
      });
      value.inputs.forEach((input, index) => {
        const part = byInput[index];
        if (part === null || part === undefined || !active.has(input)) return;
        const sum = gradients.get(input);
        gradients.set(input, sum === undefined ? part : builder.emit('add', [sum, part]));
      });
    });
  }
  const wanted = new Map<ValueId, ValueId>();
  for (const target of targets) {
    const gradient = gradients.get(target);
    if (gradient !== undefined) wanted.set(target, gradient);
  }
  return wanted;
}
