import { defineNode, type TensorType } from '../graph/types';

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
});
