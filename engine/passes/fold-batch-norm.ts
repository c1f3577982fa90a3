/**
 * Batch norm of inference goes into the product before it: with fixed statistics it is one factor and one shift for each
 * unit, so W′ = W · γ/√(σ² + ε) and b′ = (b − μ) · γ/√(σ² + ε) + β give the normalized output at once.
 *
 * The new weights are computed in the program itself, since its statistics and weights are those that training moves;
 * that costs about as much as one row of the batch. It is done for any number of rows alike: a row by itself gives the
 * bits that it gives among others. Where something else reads the product, such as a probe, it stays.
 *
 * @see Jacob et al. 2018, Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference,
 * section 3.2
 */
import type { GraphBuilder } from '../ir/builder';
import type { Value, ValueId } from '../ir/types';
import { type Rule, rulePass } from './rewrite';

/** The product behind a value, of which the units are the last axis: a convolution's is reshaped to an image. */
function productBehind(builder: GraphBuilder, value: Value): Value | null {
  const units = value.shape.at(-1);
  const product = value.op === 'reshape' ? builder.value(value.inputs[0] as ValueId) : value;
  const fits = product.op === 'matmul' && product.attributes.transposeB !== true && product.shape.at(-1) === units;
  return fits ? product : null;
}

const RULE: Rule = {
  name: 'batch norm into the weights before it',
  op: 'normalize',
  apply({ value, inputs, builder, input, soleReader }) {
    const product = productBehind(builder, input(0));
    if (value.attributes.statistics !== 'fixed' || !product || !soleReader(0)) return null;
    const [, mean, variance, gamma, beta] = inputs as [ValueId, ValueId, ValueId, ValueId, ValueId];
    const [x, weight, bias] = product.inputs as [ValueId, ValueId, ValueId | undefined];
    const inverse = builder.emit('inverseDeviation', [variance], { epsilon: Number(value.attributes.epsilon) });
    const factor = builder.emit('multiply', [gamma, inverse]);
    const folded = builder.emit('multiply', [weight, builder.broadcast(factor, builder.shape(weight))]);
    const centred = bias === undefined ? builder.emit('negate', [mean]) : builder.emit('subtract', [bias, mean]);
    const shift = builder.emit('add', [builder.emit('multiply', [centred, factor]), beta]);
    const y = builder.emit('matmul', [x, folded, shift], product.attributes);
    return product.id === input(0).id ? y : builder.emit('reshape', [y], { shape: [...value.shape] });
  },
};

export const foldBatchNorm = rulePass('fold batch norm', [RULE]);
