import { formatShape, type Shape, sizeOf } from '../core/shape';
import { defineNode, type TensorType } from '../graph/types';
import type { ValueId } from '../ir/types';
import { typeOf } from './maths';

/** Operands seen as matrices, and the shape of their product as it is given out. */
interface Product {
  a: Shape;
  b: Shape;
  inner: readonly [number, number];
  y: Shape;
}

/**
 * A vector in front is a row, a vector behind is a column, and neither leaves an axis in the product. Leading axes of a
 * that is not transposed are rows of one matrix. Null for other ranks.
 */
function productOf(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Product | null {
  const stacked = a.length > 2 && !transposeA;
  if (a.length === 0 || b.length === 0 || b.length > 2 || (a.length > 2 && !stacked)) return null;
  const left = a.length === 1 ? [1, ...a] : [sizeOf(a.slice(0, -1)), a[a.length - 1] as number];
  const right = b.length === 1 ? [...b, 1] : b;
  const [flipA, flipB] = [transposeA && a.length === 2, transposeB && b.length === 2];
  const rows = a.length === 1 ? [] : flipA ? [a[1] as number] : a.slice(0, -1);
  const columns = b.length === 1 ? [] : [(flipB ? b[0] : b[1]) as number];
  const inner = [left[flipA ? 0 : 1] as number, right[flipB ? 1 : 0] as number] as const;
  return { a: left, b: right, inner, y: [...rows, ...columns] };
}

/** The product of two matrices. */
export const matmul = defineNode({
  type: 'matmul',
  title: 'Matrix product',
  category: 'maths',
  icon: 'matmul',
  idStem: 'matmul',
  documentation: {
    text: 'Multiplies two matrices. A vector a is taken as a row, a vector b as a column; the axis that this adds is taken away again. Further leading axes of a are rows: each of its matrices is multiplied by b.',
    formula: 'yᵢⱼ = Σₖ aᵢₖ·bₖⱼ',
    references: [
      { title: 'NumPy: numpy.matmul', url: 'https://numpy.org/doc/stable/reference/generated/numpy.matmul.html' },
    ],
  },
  inputs: [
    { name: 'a', title: 'a', kinds: ['tensor'] },
    { name: 'b', title: 'b', kinds: ['tensor'] },
  ],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {
    transposeA: {
      kind: 'boolean',
      title: 'Transpose a',
      help: 'Rows and columns of a are swapped first; a vector stays as it is.',
      default: false,
    },
    transposeB: {
      kind: 'boolean',
      title: 'Transpose b',
      help: 'Rows and columns of b are swapped first; a vector stays as it is.',
      default: false,
    },
  },
  infer({ inputs, parameters, report }) {
    const [a, b] = [(inputs.a as TensorType).shape, (inputs.b as TensorType).shape];
    const product = productOf(a, b, parameters.transposeA, parameters.transposeB);
    if (!product) {
      const stacked = a.length > 2 && b.length <= 2;
      const port = b.length > 2 ? 'b' : 'a';
      const hint = stacked
        ? 'Only a matrix can be transposed here: reshape a, or turn “transpose a” off.'
        : 'Flatten or reshape it first.';
      const found = formatShape(port === 'b' ? b : a);
      report('rankMismatch', { port }, { port, expected: 'a matrix or a vector', found, hint });
      return null;
    }
    if (product.inner[0] === product.inner[1]) return { y: typeOf(product.y) };
    const hint = `The columns of a (${product.inner[0]}) must be as many as the rows of b (${product.inner[1]}).`;
    report('shapeMismatch', { port: 'b' }, { a: formatShape(a), b: formatShape(b), hint });
    return null;
  },
  lower({ builder, inputs, values, parameters }) {
    const [a, b] = [(inputs.a as TensorType).shape, (inputs.b as TensorType).shape];
    const product = productOf(a, b, parameters.transposeA, parameters.transposeB) as Product;
    const shaped = (id: ValueId, from: Shape, to: Shape): ValueId =>
      from.length === to.length ? id : builder.emit('reshape', [id], { shape: [...to] });
    const operands = [shaped(values.a as number, a, product.a), shaped(values.b as number, b, product.b)];
    const transposeA = parameters.transposeA && a.length === 2;
    const transposeB = parameters.transposeB && b.length === 2;
    const y = builder.emit('matmul', operands, { transposeA, transposeB });
    return { y: shaped(y, builder.shape(y), product.y) };
  },
});
