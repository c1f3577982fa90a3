/** What the arithmetic nodes share: two operands that broadcast, or one. */
import { broadcastShapes, formatShape } from '../core/shape';
import { defineNode, type NodeDefinition, type PortKind, type TensorType } from '../graph/types';

const BROADCASTING = {
  title: 'NumPy: broadcasting',
  url: 'https://numpy.org/doc/stable/user/basics.broadcasting.html',
};

export const OPERAND: readonly PortKind[] = ['tensor', 'scalar'];

/** One number is a scalar, whatever made it. */
export const typeOf = (shape: readonly number[]): TensorType => ({
  kind: shape.length === 0 ? 'scalar' : 'tensor',
  shape,
});

interface MathsSpec {
  type: string;
  title: string;
  icon: string;
  text: string;
  formula: string;
  references?: NodeDefinition['documentation']['references'];
}

/** A node of two operands a and b, elementwise with broadcasting, computed by the operation of the same name. */
export const defineBinary = (spec: MathsSpec): NodeDefinition =>
  defineNode({
    type: spec.type,
    title: spec.title,
    category: 'maths',
    icon: spec.icon,
    idStem: spec.type,
    documentation: { text: spec.text, formula: spec.formula, references: spec.references ?? [BROADCASTING] },
    inputs: [
      { name: 'a', title: 'a', kinds: OPERAND },
      { name: 'b', title: 'b', kinds: OPERAND },
    ],
    outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
    parameters: {},
    infer({ inputs, report }) {
      const [a, b] = [inputs.a as TensorType, inputs.b as TensorType];
      const shape = broadcastShapes(a.shape, b.shape);
      if (shape) return { y: typeOf(shape) };
      const hint = 'Each axis must be equal in both, or 1 in one of them.';
      report('shapeMismatch', { port: 'b' }, { a: formatShape(a.shape), b: formatShape(b.shape), hint });
      return null;
    },
    lower: ({ builder, values }) => ({
      y: builder.elementwise(spec.type, [values.a as number, values.b as number]),
    }),
  });

/** A node of one operand x, elementwise, computed by the operation of the same name. */
export const defineUnary = (spec: MathsSpec): NodeDefinition =>
  defineNode({
    type: spec.type,
    title: spec.title,
    category: 'maths',
    icon: spec.icon,
    idStem: spec.type,
    documentation: { text: spec.text, formula: spec.formula, references: spec.references ?? [] },
    inputs: [{ name: 'x', title: 'x', kinds: OPERAND }],
    outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
    parameters: {},
    infer: ({ inputs }) => ({ y: inputs.x as TensorType }),
    lower: ({ builder, values }) => ({ y: builder.emit(spec.type, [values.x as number]) }),
  });
