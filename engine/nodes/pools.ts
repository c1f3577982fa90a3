/** What the pooling nodes share. */
import { defineNode, type NodeDefinition, type TensorType } from '../graph/types';
import { inferWindows, PADDING, pairOf, WINDOW_SIZE, windowAttributes } from './images';

interface PoolSpec {
  type: 'maxPool2d' | 'averagePool2d';
  title: string;
  idStem: string;
  text: string;
  formula: string;
  reference: { title: string; url: string };
}

/** A node that reduces every window of an image to one value for each channel, by the operation of the same name. */
export const definePool = (spec: PoolSpec): NodeDefinition =>
  defineNode({
    type: spec.type,
    title: spec.title,
    category: 'layers',
    icon: 'pool',
    idStem: spec.idStem,
    documentation: { text: spec.text, formula: spec.formula, references: [spec.reference] },
    inputs: [{ name: 'x', title: 'x', kinds: ['tensor'] }],
    outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
    parameters: {
      poolSize: {
        ...WINDOW_SIZE,
        title: 'Pool size',
        help: 'Height and width of a window; one number is both.',
        default: 2,
      },
      strides: {
        ...WINDOW_SIZE,
        title: 'Strides',
        help: 'How far the window moves down and to the right; empty is the pool size.',
        default: null,
        nullable: true,
      },
      padding: PADDING,
    },
    infer({ inputs, parameters: { poolSize, strides, padding }, report }) {
      const x = inputs.x as TensorType;
      const attributes = windowAttributes(poolSize, pairOf(strides, pairOf(poolSize)), padding);
      const places = inferWindows(x, attributes, 'poolSize', report);
      return places && { y: { kind: 'tensor', shape: [...places, x.shape[3] as number] } };
    },
    lower: ({ builder, values, parameters: { poolSize, strides, padding } }) => ({
      y: builder.emit(
        spec.type,
        [values.x as number],
        windowAttributes(poolSize, pairOf(strides, pairOf(poolSize)), padding),
      ),
    }),
  });
