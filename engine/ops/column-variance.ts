import { asMatrix } from '../core/shape';
import type { OpDefinition } from '../ir/op';
import { at } from './elementwise';
import { perInputElement } from './shapes';

/** The biased variance of each column about a given mean: the σ² of a mini-batch. Inputs x [.., F] and mean [F]. */
export const columnVariance: OpDefinition = {
  name: 'columnVariance',
  summary: 'σ² = mean of (x − μ)² in each column',
  inferShape: (shapes) => (shapes[0] ?? []).slice(-1),
  evaluate({ inputs, shapes, output }) {
    const { rows, columns } = asMatrix(at(shapes, 0));
    const [x, mean] = [at(inputs, 0), at(inputs, 1)];
    output.fill(0);
    for (let i = 0; i < x.length; i++) {
      const j = i % columns;
      output[j] = (output[j] as number) + ((x[i] as number) - (mean[j] as number)) ** 2 / rows;
    }
  },
  flops: perInputElement(3),
};
