import { exp } from '../core/math';
import { defineNode, type TensorType, type TensorValue } from '../graph/types';

/** Turns rows of logits into probabilities. */
export const softmax = defineNode({
  type: 'softmax',
  title: 'Softmax',
  category: 'activation',
  icon: 'softmax',
  idStem: 'softmax',
  documentation: {
    text: 'Turns each row of logits z into probabilities that sum to 1. Wired into a cross-entropy loss, the two are compiled to one step that cannot overflow.',
    formula: 'a = eᶻ / Σ eᶻ',
    references: [{ title: 'Bridle 1990, Probabilistic Interpretation of Feedforward Classification Network Outputs' }],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {},
  infer({ inputs, report }) {
    const x = inputs.x as TensorType;
    if (x.shape.length >= 1) return { y: { kind: 'tensor', shape: x.shape } };
    const hint = 'Connect the output of a layer.';
    report('rankMismatch', { port: 'x' }, { port: 'x', expected: 'rows of logits', found: 'one number', hint });
    return null;
  },
  lower: ({ builder, values }) => ({ y: builder.emit('softmax', [values.x as number]) }),
  intermediates({ inputs }) {
    const { shape, values } = inputs.x as TensorValue;
    const columns = shape.at(-1) ?? 1;
    // As the formula has it; the operation itself subtracts the largest logit first.
    const t = values.map(exp);
    const sum = new Float64Array(values.length / columns);
    for (const [place, value] of t.entries()) {
      const row = Math.floor(place / columns);
      sum[row] = (sum[row] as number) + value;
    }
    return { t: { shape, values: t }, sum: { shape: shape.slice(0, -1), values: sum } };
  },
});
