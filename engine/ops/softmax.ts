import { exp } from '../core/math';
import { asMatrix } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { equalShapes, perElement } from './shapes';

/** The kernel of softmax's derivative: dx = y · (dy − Σ dy·y), row by row. */
export const softmaxGrad: OpDefinition = {
  name: 'softmaxGrad',
  summary: 'dx = y · (dy − Σ dy·y)',
  inferShape: equalShapes('softmaxGrad', 2),
  evaluate({ inputs, output, shape }) {
    const { rows, columns } = asMatrix(shape);
    const [y, dy] = [at(inputs, 0), at(inputs, 1)];
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      let sum = 0;
      for (let j = start; j < start + columns; j++) sum += (y[j] as number) * (dy[j] as number);
      for (let j = start; j < start + columns; j++) output[j] = (y[j] as number) * ((dy[j] as number) - sum);
    }
  },
  flops: perElement(4),
};

/** y = e^x / Σ e^x along the last axis, shifted by the row's maximum so that it cannot overflow. */
export const softmax: OpDefinition = {
  name: 'softmax',
  summary: 'y = eˣ / Σ eˣ along the last axis',
  inferShape: equalShapes('softmax', 1),
  evaluate({ inputs, output, shape }) {
    const { rows, columns } = asMatrix(shape);
    const x = at(inputs, 0);
    for (let row = 0; row < rows; row++) {
      const z = x.subarray(row * columns, (row + 1) * columns);
      const top = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      let sum = 0;
      for (const value of z) sum += exp(value - top);
      for (let j = 0; j < columns; j++) output[row * columns + j] = exp((z[j] as number) - top) / sum;
    }
  },
  gradient: ({ builder, gradient, output }) => [builder.emit('softmaxGrad', [output, gradient])],
  flops: perElement(12),
};
