/**
 * A program's schedule as the backend sees it: which operations have code, what memory each reads and writes, and who
 * reads what. Buffers are shared over time, so whether operations may change places is judged by memory, not by names.
 */
import type { OpTable } from '../../ir/op';
import type { Program, Value, ValueId } from '../../ir/types';
import { at } from './kernel';
import { SOURCES } from './kernel-of';
import { layoutOf, sameLayout } from './layout';

/** A piece of memory: its first byte, and the first behind it. */
export interface Extent {
  start: number;
  end: number;
}

export const overlap = (a: Extent, b: Extent): boolean => a.start < b.end && b.start < a.end;

/** What an operation reads and writes. */
export interface Footprint {
  reads: readonly Extent[];
  writes: readonly Extent[];
}

const touches = (pieces: readonly Extent[], others: readonly Extent[]): boolean =>
  pieces.some((piece) => others.some((other) => overlap(piece, other)));

/** Whether two operations may change places, as far as memory goes. */
export const independent = (a: Footprint, b: Footprint): boolean =>
  !touches(a.writes, b.reads) && !touches(a.writes, b.writes) && !touches(a.reads, b.writes);

export class Steps {
  /** The operations that have code, in their order. */
  readonly list: readonly Value[];
  readonly footprints: readonly Footprint[];
  private readonly values: readonly Value[];
  private readonly named: ReadonlySet<ValueId>;
  private readonly places: ReadonlyMap<ValueId, number>;
  private readonly byValue = new Map<ValueId, Value[]>();

  constructor(
    { graph, schedule }: Program,
    ops: OpTable,
    private readonly addressOf: (id: ValueId) => number,
  ) {
    this.values = graph.values;
    this.list = schedule.map((id) => at(graph.values, id)).filter((value) => !this.isSource(value));
    this.places = new Map(this.list.map(({ id }, place) => [id, place]));
    this.named = new Set(Object.values(graph.outputs).map((id) => this.root(id)));
    this.footprints = this.list.map((value) => {
      const { mutates } = ops.get(value.op) ?? {};
      const writes = mutates ? mutates.map((place) => at(value.inputs, place)) : [value.id];
      return { reads: value.inputs.map((id) => this.extent(id)), writes: writes.map((id) => this.extent(id)) };
    });
    for (const step of this.list) {
      for (const id of new Set(this.inputsOf(step))) {
        const readers = this.byValue.get(id);
        if (readers) readers.push(step);
        else this.byValue.set(id, [step]);
      }
    }
  }

  /** Whether a value has no code: it lies in memory before the step, or it is another value under a new shape. */
  isSource({ id, op, inputs, shape }: Value): boolean {
    if (SOURCES.has(op)) return true;
    if (op !== 'reshape') return false;
    const source = at(inputs, 0);
    return this.addressOf(id) === this.addressOf(source) && sameLayout(this.shapeOf(source), shape);
  }

  /** The value whose memory a value is: its own, or what was reshaped. */
  root(id: ValueId): ValueId {
    let value = at(this.values, id);
    while (value.op === 'reshape' && this.isSource(value)) value = at(this.values, at(value.inputs, 0));
    return value.id;
  }

  inputsOf({ inputs }: Value): ValueId[] {
    return inputs.map((id) => this.root(id));
  }

  shapeOf(id: ValueId): readonly number[] {
    return at(this.values, id).shape;
  }

  /** Where an operation stands; -1 for what lies in memory before the step. */
  placeOf(id: ValueId): number {
    return this.places.get(id) ?? -1;
  }

  /** The operations that read a value, under any shape. */
  readersOf(id: ValueId): readonly Value[] {
    return this.byValue.get(id) ?? [];
  }

  /** Whether the host reads a value between runs. */
  isNamed(id: ValueId): boolean {
    return this.named.has(id);
  }

  extent(id: ValueId): Extent {
    const start = this.addressOf(id);
    return { start, end: start + layoutOf(this.shapeOf(id)).bytes };
  }
}
