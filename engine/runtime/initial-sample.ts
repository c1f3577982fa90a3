/** What a weight will start with, before anything is compiled: for a picture of its initializer. */
import type { Shape } from '../core/shape';
import { sizeOf } from '../core/shape';
import type { WeightSpec } from '../graph/types';
import type { Variable } from '../ir/types';
import { initialValues } from './initialize';

/** Values that are drawn one after another may be cut off here. */
const MOST_DRAWN = 4096;
/** Others have to be made whole: an orthogonal matrix of this many elements takes a few milliseconds. */
const MOST_MADE = 16_384;
/** Initializers whose first values do not depend on how many follow. */
const ONE_BY_ONE: ReadonlySet<string> = new Set(['constant', 'uniform', 'normal', 'truncatedNormal']);

/**
 * The first of the values that a run with this seed gives to a weight, as the run itself draws them: all of them where the
 * weight is small. Null where they cannot be told without making a large matrix.
 *
 * @param weight of the node `nodeId`, as the check of the graph tells it
 */
export function initialSample(nodeId: string, weight: WeightSpec, seed: number): Float64Array | null {
  const { name, initializer, trainable } = weight;
  const size = sizeOf(weight.shape);
  const cut = ONE_BY_ONE.has(initializer.kind) && size > MOST_DRAWN;
  if (!cut && size > MOST_MADE) return null;
  const shape: Shape = cut ? [MOST_DRAWN] : weight.shape;
  const variable: Variable = { name: `${nodeId}/${name}`, shape, role: 'weight', trainable, initializer, nodeId };
  return initialValues(variable, seed);
}
