/**
 * Assigns arena offsets by liveness: a buffer is given out again once its value was read for the last time (best fit),
 * and an elementwise operation writes over an input that dies with it. Feeds, constants and outputs keep their place for
 * the whole run, because the host reads and writes them between runs. A reshape that leaves every element where it is
 * has no buffer of its own: it is its input under another shape.
 */
import type { Shape } from '../core/shape';
import type { OpTable } from '../ir/op';
import type { Graph, MemoryPlan, Value, ValueId } from '../ir/types';

interface Block {
  offset: number;
  bytes: number;
}

/** Free blocks of an arena that grows at its end. */
class Arena {
  bytes = 0;
  private free: Block[] = [];

  take(bytes: number): number {
    let best = -1;
    this.free.forEach((block, place) => {
      if (block.bytes >= bytes && (best < 0 || block.bytes < (this.free[best] as Block).bytes)) best = place;
    });
    if (best >= 0) {
      const block = this.free[best] as Block;
      if (block.bytes === bytes) this.free.splice(best, 1);
      else this.free[best] = { offset: block.offset + bytes, bytes: block.bytes - bytes };
      return block.offset;
    }
    const last = this.free.at(-1);
    if (last && last.offset + last.bytes === this.bytes) {
      this.free.pop();
      this.bytes = last.offset + bytes;
      return last.offset;
    }
    this.bytes += bytes;
    return this.bytes - bytes;
  }

  give(block: Block): void {
    const place = this.free.findIndex(({ offset }) => offset > block.offset);
    this.free.splice(place < 0 ? this.free.length : place, 0, block);
    const merged: Block[] = [];
    for (const item of this.free) {
      const before = merged.at(-1);
      if (before && before.offset + before.bytes === item.offset) before.bytes += item.bytes;
      else merged.push({ ...item });
    }
    this.free = merged;
  }
}

const PINNED = new Set(['feed', 'constant']);

/** Whether the host reads or writes a value between runs, so that its buffer is nobody else's. */
export const isPinned = (value: Value, outputs: ReadonlySet<ValueId>): boolean =>
  PINNED.has(value.op) || outputs.has(value.id);

/** Whether a value has a buffer in the arena: state lies elsewhere, and updates only write state. */
export const ownsBuffer = (value: Value, ops: OpTable): boolean =>
  value.op !== 'variable' && ops.get(value.op)?.mutates === undefined;

/** The value in whose memory each value lies: itself, but for reshapes that have none of their own. */
export function rootsOf({ values }: Graph, hasOwn: (reshape: Value) => boolean): ValueId[] {
  const roots: ValueId[] = [];
  for (const value of values) {
    const source = value.inputs[0] as ValueId;
    roots.push(value.op === 'reshape' && !hasOwn(value) ? (roots[source] as ValueId) : value.id);
  }
  return roots;
}

/** The place in the schedule where each value's memory is read for the last time; its own where nothing reads it. */
export function lastReads(
  graph: Graph,
  schedule: readonly ValueId[],
  roots: readonly ValueId[] = graph.values.map(({ id }) => id),
): number[] {
  const last = new Array<number>(graph.values.length).fill(-1);
  schedule.forEach((id, time) => {
    last[roots[id] as ValueId] = time;
    for (const input of (graph.values[id] as Value).inputs) last[roots[input] as ValueId] = time;
  });
  return last.map((_, id) => last[roots[id] as ValueId] as number);
}

/**
 * @param bytesOf bytes of a tensor in the backend's layout, a multiple of its alignment
 * @param reuse false keeps every value's buffer, so that all can be read after a run
 * @param sameLayout whether a reshape leaves every element where it is
 */
export function planMemory(
  graph: Graph,
  schedule: readonly ValueId[],
  ops: OpTable,
  bytesOf: (shape: Shape) => number,
  reuse = true,
  sameLayout: (from: Shape, to: Shape) => boolean = () => false,
): MemoryPlan {
  const named = new Set(Object.values(graph.outputs));
  // What is read after the step is not a weight that the step has changed.
  const roots = rootsOf(graph, ({ id, inputs, shape }) => {
    const source = graph.values[inputs[0] as ValueId] as Value;
    return !reuse || named.has(id) || !sameLayout(source.shape, shape);
  });
  const lastRead = lastReads(graph, schedule, roots);
  const probed = new Set(
    graph.values.flatMap(({ origin, inputs }) => (origin.phase === 'probe' ? inputs.map((id) => roots[id]) : [])),
  );
  const owns = (value: Value): boolean => roots[value.id] === value.id && ownsBuffer(value, ops);
  const pinned = (value: Value): boolean => !reuse || isPinned(value, named);
  const offsets = graph.values.map(() => -1);
  const arena = new Arena();
  // Pinned buffers first: their lifetime is the whole run.
  for (const id of schedule) {
    const value = graph.values[id] as Value;
    if (owns(value) && pinned(value)) offsets[id] = arena.take(bytesOf(value.shape));
  }
  schedule.forEach((id, time) => {
    const value = graph.values[id] as Value;
    const dying = [...new Set(value.inputs.map((input) => roots[input] as ValueId))].filter((input) => {
      const other = graph.values[input] as Value;
      return owns(other) && !pinned(other) && lastRead[input] === time;
    });
    let taken: ValueId | undefined;
    if (owns(value) && !pinned(value)) {
      const bytes = bytesOf(value.shape);
      if (ops.get(value.op)?.scalar) {
        // A value that is probed stays: its reader can then be done while the value is made, before the probe.
        const fits = (input: ValueId): boolean => bytesOf((graph.values[input] as Value).shape) === bytes;
        taken = dying.find((input) => fits(input) && !probed.has(input));
      }
      offsets[id] = taken === undefined ? arena.take(bytes) : (offsets[taken] as number);
    }
    for (const input of dying) {
      const block = { offset: offsets[input] as number, bytes: bytesOf((graph.values[input] as Value).shape) };
      if (input !== taken) arena.give(block);
    }
    // A value that nothing reads is gone at once.
    if (offsets[id] !== -1 && owns(value) && !pinned(value) && lastRead[id] === time) {
      arena.give({ offset: offsets[id] as number, bytes: bytesOf(value.shape) });
    }
  });
  for (const id of schedule) offsets[id] = offsets[roots[id] as ValueId] as number;
  const sizes = graph.values.map((value) => (owns(value) ? bytesOf(value.shape) : 0));
  return { bytes: arena.bytes, offsets, sizes };
}
