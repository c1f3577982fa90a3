/**
 * Finds the elementwise operations that can be done on the tiles of the product they read, while those are in
 * registers: an optimizer's update in the product that makes the gradient (which then never touches memory), an
 * activation or its derivative in the layer's product.
 *
 * The operation moves forward in time, to its product. So between the two nothing may read or write what it writes,
 * and nothing may change what it reads. Buffers are shared over time, so this is judged by memory, not by names.
 */
import type { OpTable } from '../../ir/op';
import type { Program, Value, ValueId } from '../../ir/types';
import { isHeavy } from './elementwise';
import { at } from './kernel';
import { mapOf, SOURCES } from './kernel-of';
import type { Epilogue } from './kernels/matmul';
import { layoutOf } from './layout';

export interface Fusion {
  /** The operation that is done in the product. */
  consumer: Value;
  epilogue: Epilogue;
}

/** Operations between a product and what is done in it; more would have to be looked at for every product. */
const FARTHEST = 64;

/** A piece of memory: an address and a length in bytes. */
interface Extent {
  start: number;
  end: number;
}

const overlap = (a: Extent, b: Extent): boolean => a.start < b.end && b.start < a.end;

/** What one operation reads and writes. */
interface Footprint {
  reads: Extent[];
  writes: Extent[];
}

/** The fusions of a program, by the product they happen in. */
export function findFusions(
  program: Program,
  ops: OpTable,
  addressOf: (id: ValueId) => number,
): ReadonlyMap<ValueId, Fusion> {
  const { values, outputs } = program.graph;
  const named = new Set(Object.values(outputs));
  const steps = program.schedule.map((id) => at(values, id)).filter(({ op }) => !SOURCES.has(op));
  const places = new Map(steps.map(({ id }, place) => [id, place]));
  const extent = (id: ValueId): Extent => {
    const start = addressOf(id);
    return { start, end: start + layoutOf(at(values, id).shape).bytes };
  };
  const footprint = (value: Value): Footprint => {
    const { mutates } = ops.get(value.op) ?? {};
    const writes = mutates ? mutates.map((place) => extent(at(value.inputs, place))) : [extent(value.id)];
    return { reads: value.inputs.map(extent), writes };
  };
  const footprints = steps.map(footprint);
  const readers = new Map<ValueId, Value[]>();
  for (const step of steps) {
    for (const id of new Set(step.inputs)) {
      const list = readers.get(id);
      if (list) list.push(step);
      else readers.set(id, [step]);
    }
  }
  const fusions = new Map<ValueId, Fusion>();
  const taken = new Set<ValueId>();

  const attempt = (product: Value, consumer: Value): Fusion | null => {
    const map = mapOf(consumer, ops);
    if (!map || isHeavy(map) || taken.has(consumer.id) || consumer.origin.phase === 'probe') return null;
    const from = places.get(product.id) as number;
    const to = places.get(consumer.id) as number;
    const inputs = new Set(consumer.inputs.flatMap((id, index) => (id === product.id ? [index] : [])));
    const available = consumer.inputs.every((id) => id === product.id || (places.get(id) ?? -1) < from);
    if (to - from > FARTHEST) return null;
    const keep = named.has(product.id) || (readers.get(product.id) ?? []).length > 1;
    const { reads, writes } = footprint(consumer);
    const operands = product.inputs.map(extent);
    const quiet = footprints
      .slice(from + 1, to)
      .every(
        (other) =>
          ![...other.reads, ...other.writes].some((piece) => writes.some((own) => overlap(own, piece))) &&
          !other.writes.some((piece) => reads.some((own) => overlap(own, piece))),
      );
    const free = writes.every(
      (own) => !operands.some((piece) => overlap(own, piece)) && !(keep && overlap(own, extent(product.id))),
    );
    return available && quiet && free ? { consumer, epilogue: { map, product: inputs, keep } } : null;
  };

  for (const product of steps) {
    if (product.op !== 'matmul' || product.origin.phase === 'probe') continue;
    const first = readers.get(product.id)?.find(({ origin }) => origin.phase !== 'probe');
    const fusion = first ? attempt(product, first) : null;
    if (!fusion) continue;
    fusions.set(product.id, fusion);
    taken.add(fusion.consumer.id);
  }
  return fusions;
}
