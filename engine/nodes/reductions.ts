/** What the nodes that reduce axes share. */
import type { Shape } from '../core/shape';
import { defineNode, type NodeDefinition, type TensorType } from '../graph/types';
import { OPERAND, typeOf } from './maths';
import { toList } from './values';

/** The axes of a tensor that a list of numbers names, from the end where they are negative; none named: all. */
function axesOf(axis: number | readonly number[] | null, rank: number): number[] | null {
  const given = toList(axis);
  if (given.length === 0) return Array.from({ length: rank }, (_, i) => i);
  const axes = given.map((item) => (item < 0 ? item + rank : item));
  const fits = axes.every((item) => item >= 0 && item < rank) && new Set(axes).size === axes.length;
  return fits ? axes.sort((a, b) => a - b) : null;
}

const reduced = (shape: Shape, axes: readonly number[], keepDims: boolean): Shape =>
  shape.flatMap((length, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [length]));

interface ReductionSpec {
  type: 'reduceMean' | 'reduceSum';
  title: string;
  text: string;
  formula: string;
  reference: { title: string; url: string };
}

/** A node that reduces axes by the operation of the same name. */
export const defineReduction = (spec: ReductionSpec): NodeDefinition =>
  defineNode({
    type: spec.type,
    title: spec.title,
    category: 'maths',
    icon: 'reduce',
    idStem: spec.type === 'reduceMean' ? 'mean' : 'sum',
    documentation: { text: spec.text, formula: spec.formula, references: [spec.reference] },
    inputs: [{ name: 'x', title: 'x', kinds: OPERAND }],
    outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
    parameters: {
      axis: {
        kind: 'numbers',
        title: 'Axes',
        help: 'Numbers of the axes, from 0, or from −1 for the last; empty for all.',
        default: [] as readonly number[],
        integer: true,
        maxLength: 8,
      },
      keepDims: {
        kind: 'boolean',
        title: 'Keep axes',
        help: 'Reduced axes stay, with length 1.',
        default: false,
      },
    },
    infer({ inputs, parameters, report }) {
      const { shape } = inputs.x as TensorType;
      const axes = axesOf(parameters.axis, shape.length);
      if (axes) return { y: typeOf(reduced(shape, axes, parameters.keepDims)) };
      const expected =
        shape.length === 0 ? 'empty for one number' : `axes from ${-shape.length} to ${shape.length - 1}, each once`;
      const found = toList(parameters.axis).join(', ');
      report('parameterRange', { parameter: 'axis' }, { parameter: 'axis', expected, found });
      return null;
    },
    lower({ builder, inputs, values, parameters }) {
      const { shape } = inputs.x as TensorType;
      const axes = axesOf(parameters.axis, shape.length) as number[];
      const y = builder.emit(spec.type, [values.x as number], { axes });
      if (!parameters.keepDims) return { y };
      return { y: builder.emit('reshape', [y], { shape: [...reduced(shape, axes, true)] }) };
    },
  });
