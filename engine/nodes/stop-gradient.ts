import { defineNode, type TensorType } from '../graph/types';
import { OPERAND } from './maths';

/** y = x, behind which nothing learns. */
export const stopGradient = defineNode({
  type: 'stopGradient',
  title: 'Stop gradient',
  category: 'shape',
  icon: 'stopGradient',
  idStem: 'stop',
  documentation: {
    text: 'Gives its input unchanged, but its derivative counts as 0: the optimizer sees a constant, and what lies before it learns nothing through this wire.',
    formula: 'y = x, dy/dx := 0',
    references: [
      { title: 'TensorFlow: tf.stop_gradient', url: 'https://www.tensorflow.org/api_docs/python/tf/stop_gradient' },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: OPERAND }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {},
  infer: ({ inputs }) => ({ y: inputs.x as TensorType }),
  lower: ({ builder, values }) => ({ y: builder.emit('stopGradient', [values.x as number]) }),
});
