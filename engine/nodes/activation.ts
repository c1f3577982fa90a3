import { defineNode, type TensorType } from '../graph/types';

/** Functions by Keras's names. */
const FUNCTIONS = [
  { value: 'relu', title: 'ReLU' },
  { value: 'leakyRelu', title: 'Leaky ReLU' },
  { value: 'elu', title: 'ELU' },
  { value: 'gelu', title: 'GELU' },
  { value: 'sigmoid', title: 'Sigmoid' },
  { value: 'tanh', title: 'Tanh' },
  { value: 'softplus', title: 'Softplus' },
  { value: 'linear', title: 'Linear' },
] as const;

/** An elementwise nonlinearity, a = g(z). */
export const activation = defineNode({
  type: 'activation',
  title: 'Activation',
  category: 'activation',
  icon: 'activation',
  idStem: 'act',
  documentation: {
    text: 'Applies a function to every element. Without one between them, two dense layers are no more than one.',
    formula: 'a = g(z)',
    references: [{ title: 'Keras: activation functions', url: 'https://keras.io/api/layers/activations/' }],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor', 'scalar'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    function: {
      kind: 'choice',
      title: 'Function',
      help: 'The function g. ELU has alpha 1.',
      default: 'relu',
      choices: FUNCTIONS,
    },
    negativeSlope: {
      kind: 'number',
      title: 'Negative slope',
      help: 'The slope below zero: 0.3 in Keras, 0.01 in PyTorch.',
      default: 0.3,
      min: 0,
      max: 1,
      when: { parameter: 'function', in: ['leakyRelu'] },
    },
  },
  infer: ({ inputs }) => ({ y: inputs.x as TensorType }),
  lower({ builder, values, parameters }) {
    const x = values.x as number;
    switch (parameters.function) {
      case 'linear':
        return { y: x };
      case 'leakyRelu':
        return { y: builder.emit('leakyRelu', [x], { slope: parameters.negativeSlope }) };
      case 'elu':
        return { y: builder.emit('elu', [x], { alpha: 1 }) };
      default:
        return { y: builder.emit(parameters.function, [x]) };
    }
  },
});
