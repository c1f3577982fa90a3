/**
 * Finds the elementwise operations that can be done on the tiles of the product they read, while those are in
 * registers: an optimizer's update in the product that makes the gradient (which then never touches memory), an
 * activation or its derivative in the layer's product.
 *
 * The operation moves forward in time, to its product. So between the two nothing may read or write what it writes,
 * and nothing may change what it reads.
 */
import type { OpTable } from '../../ir/op';
import type { Value, ValueId } from '../../ir/types';
import { isHeavy } from './elementwise';
import { at } from './kernel';
import { mapOf } from './kernel-of';
import type { Epilogue } from './kernels/matmul';
import { independent, overlap, type Steps } from './steps';

export interface Fusion {
  /** The operation that is done in the product. */
  consumer: Value;
  epilogue: Epilogue;
}

/** Operations between a product and what is done in it; more would have to be looked at for every product. */
export const FARTHEST = 64;

/** The fusions of a program, by the product they happen in. */
export function findFusions(steps: Steps, ops: OpTable): ReadonlyMap<ValueId, Fusion> {
  const fusions = new Map<ValueId, Fusion>();
  const taken = new Set<ValueId>();

  const attempt = (product: Value, consumer: Value): Fusion | null => {
    const map = mapOf(consumer, ops);
    if (!map || isHeavy(map) || taken.has(consumer.id) || consumer.origin.phase === 'probe') return null;
    const [from, to] = [steps.placeOf(product.id), steps.placeOf(consumer.id)];
    if (to - from > FARTHEST) return null;
    const read = steps.inputsOf(consumer);
    const inputs = new Set(read.flatMap((id, index) => (id === product.id ? [index] : [])));
    const available = read.every((id) => id === product.id || steps.placeOf(id) < from);
    const keep = steps.isNamed(product.id) || steps.readersOf(product.id).length > 1;
    const footprint = at(steps.footprints, to);
    const operands = product.inputs.map((id) => steps.extent(id));
    const quiet = steps.footprints.slice(from + 1, to).every((other) => independent(footprint, other));
    const free = footprint.writes.every(
      (own) => !operands.some((piece) => overlap(own, piece)) && !(keep && overlap(own, steps.extent(product.id))),
    );
    return available && quiet && free ? { consumer, epilogue: { map, product: inputs, keep } } : null;
  };

  for (const product of steps.list) {
    if (product.op !== 'matmul' || product.origin.phase === 'probe') continue;
    const first = steps.readersOf(product.id).find(({ origin }) => origin.phase !== 'probe');
    const fusion = first ? attempt(product, first) : null;
    if (!fusion) continue;
    fusions.set(product.id, fusion);
    taken.add(fusion.consumer.id);
  }
  return fusions;
}
