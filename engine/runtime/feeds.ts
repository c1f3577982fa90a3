/** Writes what a step reads from outside: the batch, the placeholders, the live scalars. Allocates nothing per step. */
import type { Executable, FeedView } from '../backends/backend';
import type { ResolvedParameters } from '../core/parameters';
import { sizeOf } from '../core/shape';
import { gatherFeatures, gatherLabels } from '../data/sampling';
import type { PreparedData } from '../data/types';
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
}

/** Everything that one executable is fed with. */
export class Feeder {
  private readonly names: ReadonlySet<string>;
  private readonly targets: DataTarget[];
  private readonly scalarNodes: { node: CheckedNode; vectors: { name: string; feed: string }[] }[];
  private readonly placeholders: CheckedNode[];

  constructor(
    private readonly executable: Executable,
    checked: CheckedGraph,
    data: ReadonlyMap<string, PreparedData>,
    private readonly parameters: LiveParameters,
  ) {
    this.names = new Set(
      executable.program.graph.values
        .filter(({ op }) => op === 'feed')
        .map(({ attributes }) => String(attributes.name)),
    );
    const known = (name: string): string | null => (this.names.has(name) ? name : null);
    this.targets = [...data].map(([nodeId, prepared]) => ({
      nodeId,
      prepared,
      features: known(`${nodeId}/features`),
      labels: known(`${nodeId}/labels`),
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

  /** The rows of one dataset node. */
  rows(nodeId: string, rows: Uint32Array): void {
    const target = this.targets.find((item) => item.nodeId === nodeId);
    if (!target) return;
    const { table } = target.prepared;
    if (target.features !== null) {
      const { data, rowStride } = this.executable.feed(target.features);
      gatherFeatures(table, rows, data, rowStride);
    }
    if (target.labels !== null) gatherLabels(table, rows, this.executable.feed(target.labels).data);
  }

  /** Features that come from outside, for prediction. */
  features(nodeId: string, values: Float32Array, from: number, rows: number, width: number): void {
    const name = `${nodeId}/features`;
    if (!this.names.has(name)) return;
    const { data, rowStride } = this.executable.feed(name);
    for (let row = 0; row < rows; row++) {
      data.set(values.subarray((from + row) * width, (from + row + 1) * width), row * rowStride);
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
