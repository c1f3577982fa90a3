import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { shapeBug } from './shapes';

/**
 * y = a·b (+ bias), of matrices [M,K] and [K,N] after the transpositions that `transposeA` and `transposeB` ask for,
 * and an optional bias [N] added to every row. dL/da = dL/dy·bᵀ, dL/db = aᵀ·dL/dy, dL/dbias = column sums of dL/dy.
 */
export const matmul: OpDefinition = {
  name: 'matmul',
  summary: 'y = a·b (+ bias)',
  inferShape(shapes, { transposeA, transposeB }) {
    const [a, b, bias] = shapes;
    if (a?.length !== 2 || b?.length !== 2) return shapeBug('matmul', shapes);
    const [rows, inner] = (transposeA ? [a[1], a[0]] : a) as [number, number];
    const [other, columns] = (transposeB ? [b[1], b[0]] : b) as [number, number];
    if (inner !== other || (bias && (bias.length !== 1 || bias[0] !== columns))) return shapeBug('matmul', shapes);
    return [rows, columns];
  },
  evaluate({ inputs, shapes, output, shape, attributes }) {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const bias = inputs[2];
    const [rows, columns] = shape as [number, number];
    const [aRows, aColumns] = at(shapes, 0) as [number, number];
    const bColumns = (at(shapes, 1) as [number, number])[1];
    const inner = attributes.transposeA ? aRows : aColumns;
    const [aRow, aInner] = attributes.transposeA ? [1, aColumns] : [aColumns, 1];
    const [bInner, bColumn] = attributes.transposeB ? [1, bColumns] : [bColumns, 1];
    for (let i = 0; i < rows; i++) {
      const row = output.subarray(i * columns, (i + 1) * columns);
      if (bias) row.set(bias);
      else row.fill(0);
      for (let k = 0; k < inner; k++) {
        const x = a[i * aRow + k * aInner] as number;
        for (let j = 0; j < columns; j++) row[j] = (row[j] as number) + x * (b[k * bInner + j * bColumn] as number);
      }
    }
  },
  gradient({ builder, gradient, inputs, attributes, needs }) {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const transposeA = attributes.transposeA === true;
    const transposeB = attributes.transposeB === true;
    const product = (x: number, y: number, flipX: boolean, flipY: boolean): number =>
      builder.emit('matmul', [x, y], { transposeA: flipX, transposeB: flipY });
    const byA = () => (transposeA ? product(b, gradient, transposeB, true) : product(gradient, b, false, !transposeB));
    const byB = () => (transposeB ? product(gradient, a, true, transposeA) : product(a, gradient, !transposeA, false));
    return [
      needs(0) ? byA() : null,
      needs(1) ? byB() : null,
      ...(inputs.length > 2 ? [needs(2) ? builder.emit('reduceSum', [gradient], { axes: [0] }) : null] : []),
    ];
  },
  flops([a], output) {
    const inner = ((a?.[0] ?? 0) * (a?.[1] ?? 0)) / (output[0] ?? 1);
    return 2 * (output[0] ?? 0) * (output[1] ?? 0) * inner;
  },
};
