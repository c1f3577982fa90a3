import { defineNode, type TensorType } from '../graph/types';
import { resolveInitializer } from './initializers';
import { lintUselessBias } from './useless-bias';

/** A fully connected layer, z = x·W + b, without an activation: z itself is what Zlens looks at. */
export const dense = defineNode({
  type: 'dense',
  title: 'Dense',
  category: 'layers',
  icon: 'dense',
  idStem: 'dense',
  documentation: {
    text: 'A fully connected layer. Every unit takes a weighted sum of all inputs and adds its bias. The activation is a node of its own, so that z can be seen on the wire.',
    formula: 'z = x·W + b',
    references: [{ title: 'Keras: Dense', url: 'https://keras.io/api/layers/core_layers/dense/' }],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'z', title: 'z', kinds: ['tensor'] }],
  parameters: {
    units: {
      kind: 'integer',
      title: 'Units',
      help: 'Number of outputs of the layer.',
      default: 16,
      min: 1,
      max: 65536,
    },
    useBias: {
      kind: 'boolean',
      title: 'Bias',
      help: 'Adds a learnt number to each unit. Without effect where batch norm follows.',
      default: true,
    },
    kernelInitializer: {
      section: 'First weights',
      kind: 'initializer',
      title: 'Kernel initializer',
      help: 'How the weights are drawn at the start.',
      default: 'glorotUniform',
    },
    biasInitializer: {
      section: 'First weights',
      kind: 'initializer',
      title: 'Bias initializer',
      help: 'How the biases are set at the start.',
      default: 'zeros',
      when: { parameter: 'useBias', in: [true] },
    },
  },
  probe: { port: 'z', symbol: 'z' },
  infer({ inputs, parameters, report }) {
    const x = inputs.x as TensorType;
    if (x.shape.length !== 2) {
      report(
        'rankMismatch',
        { port: 'x' },
        {
          port: 'x',
          expected: 'a batch of vectors (examples × features)',
          found: x.shape.length === 0 ? 'one number' : x.shape.join('×'),
          hint: 'Connect features, or the output of a layer.',
        },
      );
      return null;
    }
    return { z: { kind: 'tensor', shape: [x.shape[0] as number, parameters.units] } };
  },
  weights({ inputs, parameters }) {
    const fanIn = inputs.x?.shape[1] ?? 0;
    const fans = { fanIn, fanOut: parameters.units };
    const kernel = [fanIn, parameters.units];
    const bias = [parameters.units];
    return [
      {
        name: 'kernel',
        shape: kernel,
        initializer: resolveInitializer(parameters.kernelInitializer, kernel),
        trainable: true,
      },
      ...(parameters.useBias
        ? [
            {
              name: 'bias',
              shape: bias,
              initializer: resolveInitializer(parameters.biasInitializer, bias, fans),
              trainable: true,
            },
          ]
        : []),
    ];
  },
  lower({ builder, values, parameters, weight }) {
    const inputs = [values.x as number, weight('kernel'), ...(parameters.useBias ? [weight('bias')] : [])];
    return { z: builder.emit('matmul', inputs, { transposeA: false, transposeB: false }) };
  },
  lint(context) {
    lintUselessBias(context, context.parameters.useBias, 'z');
  },
});
