/**
 * Orders the values of a graph for running. A probe follows its value at once, and an in-place update follows as soon as
 * its inputs are there and nothing is left that reads what it overwrites. Between these rules any topological order is
 * right; `minimizeMemory` finds one that keeps less alive.
 */
import type { OpTable } from '../ir/op';
import type { Graph, Value, ValueId } from '../ir/types';

/**
 * @param base the order of the values that are neither probes nor updates: topological; by default that of the graph
 * @throws {Error} where updates wait for each other: a bug of the passes before
 */
export function schedule(graph: Graph, ops: OpTable, base?: readonly ValueId[]): ValueId[] {
  const { values } = graph;
  const at = (id: ValueId): Value => values[id] as Value;
  const mutates = (value: Value): readonly number[] | undefined => ops.get(value.op)?.mutates;
  const probes = new Map<ValueId, ValueId[]>();
  /** What each update still waits for: inputs that are not computed, and readers of what it overwrites. */
  const waits = new Map<ValueId, number>();
  /** Updates that an event brings nearer: `computed` of a value, and `read` for the last time. */
  const onComputed = new Map<ValueId, ValueId[]>();
  const onRead = new Map<ValueId, ValueId[]>();
  const readers = new Array<number>(values.length).fill(0);
  const append = (map: Map<ValueId, ValueId[]>, key: ValueId, id: ValueId): void => {
    const list = map.get(key);
    if (list) list.push(id);
    else map.set(key, [id]);
  };
  for (const value of values) {
    if (value.origin.phase === 'probe') append(probes, value.inputs[0] as ValueId, value.id);
    if (mutates(value)) continue;
    for (const input of value.inputs) readers[input] = (readers[input] as number) + 1;
  }
  /** A value and its reshapes: they may be the same memory. */
  const reshapes = new Map<ValueId, ValueId[]>();
  for (const { id, op, inputs } of values) if (op === 'reshape') append(reshapes, inputs[0] as ValueId, id);
  const shapesOf = (id: ValueId): ValueId[] => [id, ...(reshapes.get(id) ?? []).flatMap(shapesOf)];
  for (const value of values) {
    const written = mutates(value);
    if (!written) continue;
    const inputs = new Set(value.inputs);
    for (const input of inputs) append(onComputed, input, value.id);
    const read = new Set(written.flatMap((place) => shapesOf(value.inputs[place] as ValueId)));
    for (const id of read) if (readers[id] === 0) read.delete(id);
    for (const id of read) append(onRead, id, value.id);
    waits.set(value.id, inputs.size + read.size);
  }

  const order: ValueId[] = [];
  let ready: ValueId[] = [];
  const nearer = (ids: readonly ValueId[] | undefined): void => {
    for (const id of ids ?? []) {
      const left = (waits.get(id) as number) - 1;
      waits.set(id, left);
      if (left === 0) ready.push(id);
    }
  };
  const run = (id: ValueId): void => {
    order.push(id);
    nearer(onComputed.get(id));
    for (const input of at(id).inputs) {
      const left = (readers[input] as number) - 1;
      readers[input] = left;
      if (left === 0) nearer(onRead.get(input));
    }
    for (const probe of probes.get(id) ?? []) run(probe);
  };
  let updates = 0;
  for (const id of base ?? values.map((value) => value.id)) {
    const value = at(id);
    if (mutates(value) || value.origin.phase === 'probe') continue;
    run(id);
    order.push(...ready.sort((a, b) => a - b));
    updates += ready.length;
    ready = [];
  }
  if (updates < waits.size) throw new Error('Updates wait for each other.');
  return order;
}
