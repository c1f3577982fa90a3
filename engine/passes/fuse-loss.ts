/**
 * A softmax or sigmoid in front of a loss becomes the loss of its logits, which is stable for any finite logits, however the two
 * were wired. Metrics that only ask for the largest score read the logits too, so that nothing needs the softmax at all.
 *
 * These rules change what the backward pass is derived from: they run before it.
 */
import type { ValueId } from '../ir/types';
import { type Rule, rulePass } from './rewrite';

const RULES: readonly Rule[] = [
  {
    name: 'softmax and cross-entropy to the fused, stable form',
    op: 'crossEntropy',
    apply({ value, inputs, builder, input }) {
      const prediction = input(0);
      if (prediction.op !== 'softmax') return null;
      const reduction = String(value.attributes.reduction);
      const logits = prediction.inputs[0] as ValueId;
      return builder.emit('softmaxCrossEntropy', [logits, inputs[1] as ValueId], { reduction });
    },
  },
  {
    name: 'sigmoid and cross-entropy to the fused, stable form',
    op: 'binaryCrossEntropy',
    apply({ inputs, builder, input }) {
      // Each element for itself, so a shape that changes on the way is no matter.
      let prediction = input(0);
      while (prediction.op === 'reshape') prediction = builder.value(prediction.inputs[0] as ValueId);
      if (prediction.op !== 'sigmoid') return null;
      const logits = prediction.inputs[0] as ValueId;
      const { shape } = input(0);
      const shaped = input(0) === prediction ? logits : builder.emit('reshape', [logits], { shape: [...shape] });
      return builder.emit('sigmoidCrossEntropy', [shaped, inputs[1] as ValueId]);
    },
  },
  {
    name: 'accuracy of a softmax to accuracy of its logits',
    op: 'accuracy',
    apply({ value, inputs, builder, input }) {
      const prediction = input(0);
      if (prediction.op !== 'softmax') return null;
      return builder.emit('accuracy', [prediction.inputs[0] as ValueId, inputs[1] as ValueId], value.attributes);
    },
  },
];

export const fuseLoss = rulePass('fuse loss', RULES);
