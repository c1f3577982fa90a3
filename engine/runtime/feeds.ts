/** Writes what a step reads from outside: the batch, the placeholders, the live scalars. Allocates nothing per step. */
import type { Executable, FeedView } from '../backends/backend';
import type { ResolvedParameters } from '../core/parameters';
import { sizeOf } from '../core/shape';
import { gatherLabels } from '../data/sampling';
import { isShifted, Shifter } from '../data/shift';
import type { PreparedData, Shift } from '../data/types';
import type { CheckedGraph, CheckedNode } from '../graph/types';
import { toList } from '../nodes/values';
import { scalarsFeed } from '../passes/lower';

/** Parameters of every node as they stand now; live ones change while the graph runs. */
export type LiveParameters = Map<string, ResolvedParameters>;

const setVector = ({ data }: FeedView, values: readonly number[]): void => {
  for (let i = 0; i < values.length; i++) data[i] = values[i] as number;
};

interface DataTarget {
  nodeId: string;
  prepared: PreparedData;
  features: string | null;
  labels: string | null;
  /** Made when a shift is first in effect. */
  shifter: Shifter | null;
  /** Rows on their way to a tensor whose innermost axis is not the whole row. */
  scratch: Float32Array;
}

const NO_SHIFT: readonly Shift[] = [];

/** Writes one row of features where its tensor has it: at once, or a piece for each index of all axes but the last. */
function spread(values: Float32Array, { data, rowStride }: FeedView, row: number, inner: number): void {
  const pieces = values.length / inner;
  for (let piece = 0; piece < pieces; piece++) {
    const to = (row * pieces + piece) * rowStride;
    for (let j = 0; j < inner; j++) data[to + j] = values[piece * inner + j] as number;
  }
}

/** Everything that one executable is fed with. */
export class Feeder {
  private readonly names: ReadonlySet<string>;
  private readonly lastAxes: ReadonlyMap<string, number>;
  private readonly targets: DataTarget[];
  private readonly scalarNodes: { node: CheckedNode; vectors: { name: string; feed: string }[] }[];
  private readonly placeholders: CheckedNode[];

  constructor(
    private readonly executable: Executable,
    checked: CheckedGraph,
    data: ReadonlyMap<string, PreparedData>,
    private readonly parameters: LiveParameters,
  ) {
    const feeds = executable.program.graph.values.filter(({ op }) => op === 'feed');
    this.lastAxes = new Map(feeds.map(({ attributes, shape }) => [String(attributes.name), shape.at(-1) ?? 1]));
    this.names = new Set(this.lastAxes.keys());
    const known = (name: string): string | null => (this.names.has(name) ? name : null);
    this.targets = [...data].map(([nodeId, prepared]) => ({
      nodeId,
      prepared,
      features: known(`${nodeId}/features`),
      labels: known(`${nodeId}/labels`),
      shifter: null,
      scratch: new Float32Array(prepared.store.width),
    }));
    this.scalarNodes = checked.nodes.flatMap((node) => {
      const { id, definition, inputs, parameters: first } = node;
      const names = Object.keys(definition.scalars?.({ parameters: first, step: 1, inputs }) ?? {});
      const vectors = names.map((name) => ({ name, feed: scalarsFeed(id, name) }));
      const read = vectors.filter(({ feed }) => this.names.has(feed));
      return read.length > 0 ? [{ node, vectors: read }] : [];
    });
    this.placeholders = checked.nodes.filter(({ id }) => this.names.has(`${id}/value`));
  }

  /**
   * The rows of one dataset node.
   *
   * @param updates how many were made before the batch is taken, since a shift may begin at a step; left out: all begin
   */
  rows(nodeId: string, rows: Uint32Array, updates = Number.POSITIVE_INFINITY): void {
    const target = this.targets.find((item) => item.nodeId === nodeId);
    if (!target) return;
    const { prepared } = target;
    const shift = this.shiftOf(nodeId);
    let taken = rows;
    if (isShifted(shift, updates)) {
      target.shifter ??= new Shifter(prepared);
      taken = target.shifter.rows(rows, shift, updates);
      if (target.features !== null) this.shifted(target, target.shifter, rows, taken, shift, updates);
    } else if (target.features !== null) {
      this.unshifted(target, target.features, rows);
    }
    if (target.labels !== null) gatherLabels(prepared.table, taken, this.executable.feed(target.labels).data);
  }

  private shiftOf(nodeId: string): readonly Shift[] {
    // The parameters were checked against the schema of their node.
    return (this.parameters.get(nodeId)?.shift as readonly Shift[] | undefined) ?? NO_SHIFT;
  }

  private unshifted({ prepared, scratch }: DataTarget, name: string, rows: Uint32Array): void {
    const view = this.executable.feed(name);
    const inner = this.inner(name);
    if (inner === prepared.store.width) {
      prepared.store.gather(rows, view.data, view.rowStride);
      return;
    }
    for (let i = 0; i < rows.length; i++) {
      prepared.store.gather(rows.subarray(i, i + 1), scratch, scratch.length);
      spread(scratch, view, i, inner);
    }
  }

  private shifted(
    { features }: DataTarget,
    shifter: Shifter,
    rows: Uint32Array,
    taken: Uint32Array,
    shift: readonly Shift[],
    updates: number,
  ): void {
    const name = features as string;
    const view = this.executable.feed(name);
    const inner = this.inner(name);
    for (let i = 0; i < rows.length; i++) {
      spread(shifter.values(rows[i] as number, taken[i] as number, shift, updates), view, i, inner);
    }
  }

  /** Length of the last axis of a feed. */
  private inner(name: string): number {
    return this.lastAxes.get(name) ?? 1;
  }

  /** Features that come from outside, for prediction. */
  features(nodeId: string, values: Float32Array, from: number, rows: number, width: number): void {
    const name = `${nodeId}/features`;
    if (!this.names.has(name)) return;
    const view = this.executable.feed(name);
    const inner = this.inner(name);
    for (let row = 0; row < rows; row++) {
      spread(values.subarray((from + row) * width, (from + row + 1) * width), view, row, inner);
    }
  }

  /** The scalars of update number `step`, from 1. */
  scalars(step: number): void {
    for (const { node, vectors } of this.scalarNodes) {
      const parameters = this.parameters.get(node.id) as ResolvedParameters;
      const values = node.definition.scalars?.({ parameters, step, inputs: node.inputs });
      for (const { name, feed } of vectors) setVector(this.executable.feed(feed), values?.[name] ?? []);
    }
  }

  placeholderValues(fed: ReadonlyMap<string, readonly number[]>): void {
    for (const node of this.placeholders) {
      const given =
        fed.get(node.id) ?? toList(this.parameters.get(node.id)?.value as readonly number[] | number | null);
      const shape = node.outputs.value?.shape ?? [];
      const view = this.executable.feed(`${node.id}/value`);
      const columns = shape.at(-1) ?? 1;
      for (let i = 0; i < sizeOf(shape); i++) {
        const place = shape.length < 2 ? i : Math.floor(i / columns) * view.rowStride + (i % columns);
        view.data[place] = (given.length === 1 ? given[0] : given[i]) as number;
      }
    }
  }
}
