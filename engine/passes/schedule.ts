/**
 * Orders the values of a graph for running. Values stay in their topological order; a probe follows its value at once,
 * and an in-place update follows as soon as its inputs are there and nothing is left that reads what it overwrites.
 */
import type { OpTable } from '../ir/op';
import type { Graph, Value, ValueId } from '../ir/types';

export function schedule(graph: Graph, ops: OpTable): ValueId[] {
  const isUpdate = (value: Value): boolean => ops.get(value.op)?.mutates !== undefined;
  const isProbe = (value: Value): boolean => value.origin.phase === 'probe';
  const updates = graph.values.filter(isUpdate);
  const readers = countReaders(graph, isUpdate);
  const probes = new Map<ValueId, ValueId[]>();
  for (const value of graph.values.filter(isProbe)) {
    const of = value.inputs[0] as ValueId;
    probes.set(of, [...(probes.get(of) ?? []), value.id]);
  }
  const done = new Set<ValueId>();
  const order: ValueId[] = [];
  let pending = updates;
  const run = (id: ValueId): void => {
    order.push(id);
    done.add(id);
    for (const input of (graph.values[id] as Value).inputs) readers.set(input, (readers.get(input) ?? 0) - 1);
    for (const probe of probes.get(id) ?? []) run(probe);
  };
  for (const value of graph.values) {
    if (isUpdate(value) || isProbe(value)) continue;
    run(value.id);
    const ready = pending.filter((update) => isReady(update, ops, done, readers));
    if (ready.length === 0) continue;
    pending = pending.filter((update) => !ready.includes(update));
    for (const update of ready) order.push(update.id);
  }
  if (pending.length > 0) throw new Error('Updates wait for each other.');
  return order;
}

/** How many values other than updates read each value. */
function countReaders(graph: Graph, isUpdate: (value: Value) => boolean): Map<ValueId, number> {
  const readers = new Map<ValueId, number>();
  for (const value of graph.values) {
    if (isUpdate(value)) continue;
    for (const input of value.inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  return readers;
}

function isReady(
  update: Value,
  ops: OpTable,
  done: ReadonlySet<ValueId>,
  readers: ReadonlyMap<ValueId, number>,
): boolean {
  if (!update.inputs.every((id) => done.has(id))) return false;
  return (ops.get(update.op)?.mutates ?? []).every(
    (place) => (readers.get(update.inputs[place] as ValueId) ?? 0) === 0,
  );
}
