import { LARGEST_TENSOR, sizeOf } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';
import { inferWindows, PADDING, pairOf, WINDOW_SIZE, windowAttributes } from './images';
import { resolveInitializer } from './initializers';
import { lintUselessBias } from './useless-bias';

/** The kernel's shape and the attributes of its windows. */
const shapesOf = (
  parameters: { filters: number; kernelSize: number | readonly number[] | null },
  channels: number,
): { kernel: [number, number, number, number]; fans: { fanIn: number; fanOut: number } } => {
  const [height, width] = pairOf(parameters.kernelSize);
  const { filters } = parameters;
  const fans = { fanIn: height * width * channels, fanOut: height * width * filters };
  return { kernel: [height, width, channels, filters], fans };
};

/** A convolution over images, channels last: one product of all windows with the kernels. */
export const conv2d = defineNode({
  type: 'conv2d',
  title: 'Convolution 2D',
  category: 'layers',
  icon: 'convolution',
  idStem: 'conv',
  documentation: {
    text: 'Slides small kernels over an image. Every filter takes the same weighted sum at each place, so that what it finds in one corner it finds everywhere. Images are height × width × channels.',
    formula: 'y[p, q, f] = Σ x[p·s + i, q·s + j, c]·W[i, j, c, f] + b[f]',
    references: [
      {
        title: 'LeCun et al. 1998, Gradient-Based Learning Applied to Document Recognition',
        url: 'https://doi.org/10.1109/5.726791',
      },
      { title: 'Keras: Conv2D', url: 'https://keras.io/api/layers/convolution_layers/convolution2d/' },
    ],
  },
  inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    filters: {
      kind: 'integer',
      title: 'Filters',
      help: 'Number of kernels, and so of channels of the output.',
      default: 8,
      min: 1,
      max: 65536,
    },
    kernelSize: {
      ...WINDOW_SIZE,
      title: 'Kernel size',
      help: 'Height and width of a kernel; one number is both.',
      default: 3,
    },
    strides: {
      ...WINDOW_SIZE,
      title: 'Strides',
      help: 'How far the window moves down and to the right; one number is both.',
      default: 1,
    },
    padding: PADDING,
    dilationRate: {
      ...WINDOW_SIZE,
      title: 'Dilation',
      help: 'Distance of the pixels that a kernel looks at; one number is both ways.',
      default: 1,
    },
    useBias: {
      kind: 'boolean',
      title: 'Bias',
      help: 'Adds a learnt number to each filter. Without effect where batch norm follows.',
      default: true,
    },
    kernelInitializer: {
      section: 'First weights',
      kind: 'initializer',
      title: 'Kernel initializer',
      help: 'How the weights are drawn at the start. The window counts in their number of inputs.',
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
  probe: { port: 'y', symbol: 'z' },
  infer({ inputs, parameters, report }) {
    const { kernelSize, strides, padding, dilationRate, filters } = parameters;
    const attributes = windowAttributes(kernelSize, pairOf(strides), padding, dilationRate);
    const places = inferWindows(inputs.x as TensorType, attributes, 'kernelSize', report);
    if (!places) return null;
    // The windows of all places, which the product reads.
    const count = sizeOf(places) * shapesOf(parameters, inputs.x?.shape.at(-1) ?? 0).fans.fanIn;
    if (count > LARGEST_TENSOR) report('tensorTooLarge', { parameter: 'kernelSize' }, { count, limit: LARGEST_TENSOR });
    return { y: { kind: 'tensor', shape: [...places, filters] } };
  },
  weights({ inputs, parameters }) {
    const { kernel, fans } = shapesOf(parameters, inputs.x?.shape.at(-1) ?? 0);
    const weight = (name: string, shape: number[], initializer: typeof parameters.kernelInitializer) => ({
      name,
      shape,
      initializer: resolveInitializer(initializer, shape, fans),
      trainable: true,
    });
    return [
      weight('kernel', kernel, parameters.kernelInitializer),
      ...(parameters.useBias ? [weight('bias', [parameters.filters], parameters.biasInitializer)] : []),
    ];
  },
  lower({ builder, values, parameters, inputs, outputs, weight }) {
    const { kernelSize, strides, padding, dilationRate, useBias } = parameters;
    const shape = outputs.y?.shape ?? [];
    const { kernel, fans } = shapesOf(parameters, inputs.x?.shape.at(-1) ?? 0);
    const attributes = windowAttributes(kernelSize, pairOf(strides), padding, dilationRate);
    const patches = builder.emit('imagePatches', [values.x as number], attributes);
    const matrix = builder.emit('reshape', [weight('kernel')], { shape: [fans.fanIn, kernel[3]] });
    const operands = [patches, matrix, ...(useBias ? [weight('bias')] : [])];
    const product = builder.emit('matmul', operands, { transposeA: false, transposeB: false });
    return { y: builder.emit('reshape', [product], { shape: [...shape] }) };
  },
  lint(context) {
    lintUselessBias(context, context.parameters.useBias, 'y');
  },
});
