/** First values of variables: drawn from a stream of their own, keyed by seed and name, so that no order matters. */
import { Stream } from '../core/rng';
import { sizeOf } from '../core/shape';
import type { Variable } from '../ir/types';

/** Dense values of the variable's shape, in float64. */
export function initialValues(variable: Variable, seed: number): Float64Array {
  const values = new Float64Array(sizeOf(variable.shape));
  const { initializer } = variable;
  if (initializer.kind === 'constant') return values.fill(initializer.value);
  if (initializer.kind === 'values') {
    const given = initializer.values;
    return values.map((_, i) => (given.length === 1 ? given[0] : given[i]) as number);
  }
  const stream = new Stream(seed, `initial/${variable.name}`);
  if (initializer.kind === 'uniform') {
    const { low, high } = initializer;
    return values.map(() => low + (high - low) * stream.uniform());
  }
  const { mean, standardDeviation, truncated } = initializer;
  return values.map(() => mean + standardDeviation * (truncated ? stream.truncatedNormal() : stream.normal()));
}
