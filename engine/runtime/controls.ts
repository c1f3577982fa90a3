/**
 * What a run can be changed with from outside while it goes on: live parameters, placeholders, data. Nothing here compiles
 * anything. Every change is an {@link Edit}, so that a run can be told, replayed and forked.
 */
import { type Diagnostic, diagnose, NOWHERE } from '../core/diagnostics';
import { isLiveChange, type ResolvedParameters } from '../core/parameters';
import { formatShape, sameShape, sizeOf } from '../core/shape';
import { BatchOrder } from '../data/sampling';
import { shiftProblems } from '../data/shift';
import type { PreparedData, Shift } from '../data/types';
import { checkParameter } from '../graph/parameters';
import type { CheckedGraph } from '../graph/types';
import { INITIALIZERS } from '../nodes/initializers';
import { toList } from '../nodes/values';
import type { LiveParameters } from './feeds';
import { labelProblem } from './label-values';

/** One change from outside. It holds from the update after the step at which it was made. */
export type Edit =
  | { kind: 'set'; nodeId: string; parameter: string; value: unknown }
  | { kind: 'feed'; nodeId: string; values: readonly number[] }
  | { kind: 'data'; nodeId: string; data: PreparedData }
  /** The moving statistics were computed anew over the training rows. */
  | { kind: 'movingStatistics' };

/** The controls as they stood at one moment. */
export interface ControlState {
  readonly parameters: ReadonlyMap<string, ResolvedParameters>;
  readonly fed: ReadonlyMap<string, readonly number[]>;
  readonly data: ReadonlyMap<string, PreparedData>;
}

export interface BatchSettings {
  batchSize: number;
  shuffle: boolean;
  seed: number;
}

function refill<V>(target: Map<string, V>, from: ReadonlyMap<string, V>): void {
  target.clear();
  for (const [key, value] of from) target.set(key, value);
}

export class Controls {
  readonly parameters: LiveParameters;
  readonly fed = new Map<string, readonly number[]>();
  readonly data: Map<string, PreparedData>;
  /** Grows when a data set is put in place of another. */
  dataVersion = 0;
  private orders = new Map<string, BatchOrder>();
  /** What `rows` hands out: a running step allocates nothing. */
  private taken: [string, Uint32Array][] = [];

  /** @param missing placeholders that have no value before they are fed */
  constructor(
    private readonly checked: CheckedGraph,
    data: ReadonlyMap<string, PreparedData>,
    private readonly batches: BatchSettings,
    private readonly missing: ReadonlySet<string>,
  ) {
    this.parameters = new Map(checked.nodes.map(({ id, parameters }) => [id, parameters]));
    this.data = new Map(data);
    this.orderBatches();
  }

  /** The row ids of each dataset node's batch of a step, counted from 0. The arrays are used again by the next call. */
  rows(step: number): Iterable<readonly [string, Uint32Array]> {
    for (const batch of this.taken) batch[1] = (this.orders.get(batch[0]) as BatchOrder).rows(step);
    return this.taken;
  }

  get stepsPerEpoch(): number {
    const [first] = this.orders.values();
    return first?.stepsPerEpoch ?? 1;
  }

  /** Makes the change. Returns why it cannot be made; then nothing is changed. */
  apply(edit: Exclude<Edit, { kind: 'movingStatistics' }>): Diagnostic | null {
    if (edit.kind === 'set') return this.set(edit.nodeId, edit.parameter, edit.value);
    return edit.kind === 'feed' ? this.feed(edit.nodeId, edit.values) : this.setData(edit.nodeId, edit.data);
  }

  /** The first placeholder that still has no value. */
  unsetPlaceholder(): Diagnostic | null {
    for (const id of this.missing) {
      const node = this.checked.byId.get(id);
      if (node && !this.fed.has(id) && node.parameters.value === null) {
        return diagnose('placeholderUnset', { nodeId: id, parameter: 'value' });
      }
    }
    return null;
  }

  /** What holds now and does nothing: recipes of a dataset node's shift that its data have no use for. */
  warnings(nodeId: string): Diagnostic[] {
    const data = this.data.get(nodeId);
    const shift = this.parameters.get(nodeId)?.shift as readonly Shift[] | undefined;
    return data && shift ? shiftProblems(shift, data.table, nodeId) : [];
  }

  capture(): ControlState {
    return { parameters: new Map(this.parameters), fed: new Map(this.fed), data: new Map(this.data) };
  }

  restore({ parameters, fed, data }: ControlState): void {
    refill(this.parameters, parameters);
    refill(this.fed, fed);
    if ([...data].every(([id, set]) => this.data.get(id) === set)) return;
    refill(this.data, data);
    this.dataVersion++;
    this.orderBatches();
  }

  private orderBatches(): void {
    const { batchSize, seed, shuffle } = this.batches;
    this.orders = new Map(
      [...this.data].map(([id, { split }]) => [id, new BatchOrder(split.train, batchSize, seed, shuffle)]),
    );
    this.taken = [...this.data.keys()].map((id) => [id, new Uint32Array(0)]);
  }

  private set(nodeId: string, parameter: string, value: unknown): Diagnostic | null {
    const node = this.checked.byId.get(nodeId);
    const spec = node?.definition.parameters[parameter];
    const path = `${nodeId}.${parameter}`;
    if (!node || !spec) {
      return diagnose('hyperparameterUnknown', { nodeId, parameter }, { path, detail: 'there is no such parameter' });
    }
    if (!isLiveChange(spec, node.parameters[parameter], value)) {
      const detail = 'it changes the graph, which must be compiled anew';
      return diagnose('hyperparameterUnknown', { nodeId, parameter }, { path, detail });
    }
    const problem = checkParameter(spec, value, INITIALIZERS);
    if (problem) return diagnose(problem.name, { nodeId, parameter }, { parameter, ...problem.values });
    if (node.definition.type === 'placeholder' && parameter === 'value') {
      const outside = labelProblem(this.checked, nodeId, toList(value as number | readonly number[] | null));
      if (outside) return outside;
    }
    const parameters = { ...this.parameters.get(nodeId), [parameter]: value };
    this.parameters.set(nodeId, parameters as typeof node.parameters);
    return null;
  }

  private feed(nodeId: string, values: readonly number[]): Diagnostic | null {
    const placeholders = this.checked.nodes.filter(({ definition }) => definition.type === 'placeholder');
    const node = placeholders.find(({ id }) => id === nodeId);
    if (!node) {
      const known = placeholders.map(({ id }) => id).join(', ') || 'none';
      return diagnose('feedUnknown', NOWHERE, { id: nodeId, known });
    }
    const shape = node.outputs.value?.shape ?? [];
    const size = sizeOf(shape);
    if (values.length !== 1 && values.length !== size) {
      return diagnose('valueShape', { nodeId }, { count: values.length, shape: formatShape(shape), size });
    }
    const problem = labelProblem(this.checked, nodeId, values);
    if (problem) return problem;
    this.fed.set(nodeId, [...values]);
    return null;
  }

  private setData(nodeId: string, data: PreparedData): Diagnostic | null {
    const signature = this.checked.data.get(nodeId);
    const { table, split } = data;
    const refuse = (detail: string): Diagnostic => diagnose('dataDoesNotFit', { nodeId }, { detail });
    if (!signature) return refuse('the graph has no such dataset');
    if (!sameShape(table.featureShape, signature.featureShape)) {
      const [found, expected] = [formatShape(table.featureShape), formatShape(signature.featureShape)];
      return refuse(`its rows are ${found}, the graph was compiled for ${expected}`);
    }
    if (table.classNames.length !== signature.classes) {
      return refuse(`it has ${table.classNames.length} classes, the graph was compiled for ${signature.classes}`);
    }
    const { batchSize } = this.batches;
    if (split.train.length < batchSize) {
      return refuse(`a batch takes ${batchSize} rows, and it has ${split.train.length} for training`);
    }
    this.data.set(nodeId, data);
    this.dataVersion++;
    this.orderBatches();
    return null;
  }
}
