/** First values of variables: drawn from a stream of their own, keyed by seed and name, so that no order matters. */
import { orthonormalVectors } from '../core/orthogonal';
import { Stream } from '../core/rng';
import { type Shape, sizeOf } from '../core/shape';
import { truncatedNormal } from '../core/truncated-normal';
import { initializerNeeds } from '../ir/initializer';
import type { Initializer, Variable } from '../ir/types';

/**
 * Dense values of the variable's shape, in float64.
 *
 * @throws {Error} for an initializer that cannot fill the shape, which the check of the graph has told: a bug
 */
export function initialValues({ name, shape, initializer }: Variable, seed: number): Float64Array {
  if (initializerNeeds(initializer, shape)) throw new Error(`"${initializer.kind}" cannot fill [${shape.join(',')}].`);
  const values = new Float64Array(sizeOf(shape));
  fill(values, shape, initializer, new Stream(seed, `initial/${name}`));
  return values;
}

const draw = (values: Float64Array, next: () => number): void => {
  for (let i = 0; i < values.length; i++) values[i] = next();
};

function fill(values: Float64Array, shape: Shape, initializer: Initializer, stream: Stream): void {
  const columns = shape.at(-1) ?? 1;
  const rows = values.length / columns;
  switch (initializer.kind) {
    case 'constant':
      values.fill(initializer.value);
      return;
    case 'values': {
      const given = initializer.values;
      values.forEach((_, i) => {
        values[i] = (given.length === 1 ? given[0] : given[i]) as number;
      });
      return;
    }
    case 'uniform':
      stream.fillUniform(values, initializer.low, initializer.high);
      return;
    case 'normal': {
      const { mean, standardDeviation, truncated } = initializer;
      draw(values, () => mean + standardDeviation * (truncated ? stream.truncatedNormal() : stream.normal()));
      return;
    }
    case 'truncatedNormal': {
      const { mean, standardDeviation, low, high } = initializer;
      if (standardDeviation === 0 || low >= high) {
        draw(values, () => Math.max(low, Math.min(high, mean)));
        return;
      }
      const [from, to] = [(low - mean) / standardDeviation, (high - mean) / standardDeviation];
      draw(values, () => Math.max(low, Math.min(high, mean + standardDeviation * truncatedNormal(stream, from, to))));
      return;
    }
    case 'orthogonal': {
      const { gain } = initializer;
      const tall = rows >= columns;
      const vectors = orthonormalVectors(stream, Math.min(rows, columns), Math.max(rows, columns));
      values.forEach((_, i) => {
        const [row, column] = [Math.floor(i / columns), i % columns];
        values[i] = gain * ((tall ? vectors[column]?.[row] : vectors[row]?.[column]) as number);
      });
      return;
    }
    case 'identity':
      for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = initializer.gain;
      return;
    case 'dirac':
      fillDirac(values, shape, initializer.groups);
      return;
    case 'sparse': {
      draw(values, () => initializer.standardDeviation * stream.normal());
      const zeros = Math.ceil(initializer.sparsity * columns);
      for (let row = 0; row < rows; row++) {
        for (const column of stream.permutation(columns).subarray(0, zeros)) values[row * columns + column] = 0;
      }
    }
  }
}

/** Output d of each group passes on input d, at the middle of the window. */
function fillDirac(values: Float64Array, shape: Shape, groups: number): void {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const middle = shape.slice(0, -2).reduce((place, length) => place * length + Math.floor(length / 2), 0);
  const perGroup = outputs / groups;
  for (let group = 0; group < groups; group++) {
    for (let d = 0; d < Math.min(inputs, perGroup); d++) {
      values[(middle * inputs + d) * outputs + group * perGroup + d] = 1;
    }
  }
}
