import { asMatrix } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement } from './shapes';

/** The mean of each column (last axis) over all rows: the μ of a mini-batch. */
export const columnMean: OpDefinition = {
  name: 'columnMean',
  summary: 'μ = mean of each column',
  inferShape: (shapes) => (shapes[0] ?? []).slice(-1),
  evaluate({ inputs, shapes, output }) {
    const { rows, columns } = asMatrix(at(shapes, 0));
    const x = at(inputs, 0);
    output.fill(0);
    for (let i = 0; i < x.length; i++) {
      const j = i % columns;
      output[j] = (output[j] as number) + (x[i] as number) / rows;
    }
  },
  flops: perInputElement(1),
};
