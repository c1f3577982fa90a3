/**
 * A session: one compiled graph with its state, its data and its clock. Everything that runs a graph (the worker, the
 * command line, tests) does it through here. Not here: pacing, threads, files.
 */
import type { Backend, Device, Executable, Snapshot } from '../backends/backend';
import { backendProblem } from '../backends/select';
import { type Diagnostic, diagnose, failure, isError, NOWHERE, type Result, success } from '../core/diagnostics';
import { formatShape, sizeOf } from '../core/shape';
import { BatchOrder } from '../data/sampling';
import type { PreparedData } from '../data/types';
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import { checkParameter } from '../graph/parameters';
import type { CheckedGraph, DataSignature } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { ops } from '../ops/index';
import { featureNode, OUTPUT } from '../passes/lower';
import { type CompiledGraph, compileGraph } from '../passes/pipeline';
import { digestState } from './digest';
import { type EvaluationResult, Evaluator, type Prediction } from './evaluate';
import { Feeder, type LiveParameters } from './feeds';
import { findNotFinite, type GuardPoint } from './guard';
import { initialValues } from './initialize';
import { type DataFiles, DataLoader } from './load-data';
import { lossOverRows } from './loss-over-rows';
import { withinMemory } from './memory';
import { MetricTotals } from './metrics';
import { shortestFloat32 } from './round';
import { signatureOf } from './signature';
import { readDetail, readSummary, type ZDetail, type ZSummary } from './statistics';

/** Loss, metrics and z of one update, all from its forward pass. */
export interface StepFrame {
  /** Number of the update, from 1. */
  step: number;
  loss: number;
  metrics: Record<string, number>;
  /** By node; null where the step was not probed. */
  z: Record<string, ZSummary> | null;
}

/** State and clock at one moment; restoring gives the same bytes and the same steps after it. */
export interface SessionSnapshot {
  readonly device: Snapshot;
  readonly step: number;
}

export interface SessionOptions {
  backend: Backend;
  files?: DataFiles;
  loader?: DataLoader;
  /** Placeholders that will be fed, and so need no value in the document. */
  fed?: ReadonlySet<string>;
}

/** Steps between the snapshots that the search for a NaN starts from. */
const GUARD_EVERY = 100;

export class Session {
  /** Updates made so far. */
  step = 0;
  private readonly train: Executable;
  private readonly feeder: Feeder;
  private readonly parameters: LiveParameters;
  private readonly fed = new Map<string, readonly number[]>();
  private readonly orders: [string, BatchOrder][];
  private readonly evaluator: Evaluator;
  private readonly metricTotals: MetricTotals;
  private readonly initial: SessionSnapshot;
  private readonly zBuffers = new Map<string, Float64Array>();
  private guard: GuardPoint;
  /** Memory of the guard alone, used again and again: a running step allocates nothing. */
  private guardSnapshot: Snapshot | undefined;
  /** Whether something was set or fed since the last update: steps before it could not be run again as they were. */
  private changed = false;
  private probed = false;

  private constructor(
    readonly document: GraphDocument,
    readonly checked: CheckedGraph,
    readonly compiled: CompiledGraph,
    readonly compileMs: number,
    private readonly backend: Backend,
    readonly device: Device,
    readonly data: ReadonlyMap<string, PreparedData>,
    executable: Executable,
    signatures: ReadonlyMap<string, DataSignature>,
    private readonly missing: ReadonlySet<string>,
  ) {
    this.train = executable;
    this.parameters = new Map(checked.nodes.map(({ id, parameters }) => [id, parameters]));
    this.feeder = new Feeder(executable, checked, data, this.parameters);
    const { batchSize, shuffle } = document.run;
    this.orders = [...data].map(([id, { split }]) => [
      id,
      new BatchOrder(split.train, batchSize, document.seed, shuffle),
    ]);
    const overRows = lossOverRows(compiled.program.graph, (feed) => data.has(feed.slice(0, feed.lastIndexOf('/'))));
    this.evaluator = new Evaluator(document, backend, device, data, signatures, this.parameters, this.fed, overRows);
    this.metricTotals = new MetricTotals(checked.nodes, this.parameters, checked.batchSize);
    for (const { nodeId } of compiled.probes) {
      const shape = compiled.program.graph.values[compiled.program.graph.outputs[OUTPUT.z(nodeId)] as number]?.shape;
      this.zBuffers.set(nodeId, new Float64Array(shape?.[0] ?? 0));
    }
    for (const variable of device.variables) {
      device.writeVariable(variable.name, initialValues(variable, document.seed));
    }
    this.initial = this.snapshot();
    this.guard = { snapshot: this.initial.device, step: 0 };
  }

  /** Reads the data, checks, compiles, and sets the initial weights. */
  static async open(document: GraphDocument, options: SessionOptions): Promise<Result<Session>> {
    const unable = backendProblem(options.backend.id);
    if (unable) return failure([unable]);
    const { data, diagnostics: ofData } = await (options.loader ?? new DataLoader()).load(
      document,
      options.files ?? {},
    );
    const signatures = new Map([...data].map(([id, prepared]) => [id, signatureOf(prepared)]));
    options.backend.prepare();
    const start = performance.now();
    const registry = nodeRegistry;
    const checked = checkGraph(document, { registry, initializers: INITIALIZERS, data: signatures, fed: options.fed });
    const diagnostics = [...ofData, ...checked.diagnostics];
    if (diagnostics.some(isError)) return failure(diagnostics);
    const { backend } = options;
    const bytesOf = backend.bytesOf.bind(backend);
    const compiled = compileGraph(checked, { ops, mode: 'train', probes: document.run.probeEvery > 0, bytesOf });
    const missing = new Set(options.fed ?? []);
    const opened = withinMemory(() => {
      const device = backend.open(compiled.program.graph.variables);
      const executable = device.load(compiled.program);
      const compileMs = performance.now() - start;
      return new Session(
        document,
        checked,
        compiled,
        compileMs,
        backend,
        device,
        data,
        executable,
        signatures,
        missing,
      );
    });
    return { ...opened, diagnostics: [...diagnostics, ...opened.diagnostics] };
  }

  get trainable(): boolean {
    return this.checked.nodes.some(({ definition }) => definition.role === 'optimizer');
  }

  get stepsPerEpoch(): number {
    return this.orders[0]?.[1].stepsPerEpoch ?? 1;
  }

  /** Steps of a whole run by the document's settings. */
  get totalSteps(): number {
    const { steps, epochs } = this.document.run;
    return epochs === undefined ? (steps ?? 0) : epochs * this.stepsPerEpoch;
  }

  /** Whether the update after this many is probed by the document's settings. */
  probesAfter(step: number): boolean {
    const { probeEvery } = this.document.run;
    return probeEvery > 0 && step % probeEvery === 0;
  }

  /**
   * One update. Returns a diagnostic if it cannot be made, or if its loss is not finite: then the session stands at the
   * step that broke. A moving statistic that overflows is felt at once too; a weight that breaks without being felt in
   * the loss is found when the next snapshot is due, and the diagnostic names the step it happened at.
   */
  update(probe = this.probesAfter(this.step)): Diagnostic | null {
    const unset = this.unsetPlaceholder();
    if (unset) return unset;
    if ((this.changed || this.step % GUARD_EVERY === 0) && this.step !== this.guard.step) {
      const broken = this.checkState();
      if (broken) return broken;
      this.guardSnapshot = this.device.snapshot(this.guardSnapshot);
      this.guard = { snapshot: this.guardSnapshot, step: this.step };
    }
    this.changed = false;
    this.feed(this.feeder, this.step + 1);
    this.train.run(probe);
    this.probed = probe && this.compiled.probes.length > 0;
    this.step++;
    // Batch norm hides an overflow from the loss: it divides by infinity. Its moving variance tells.
    return Number.isFinite(this.loss) && this.device.isFinite('moving') ? null : this.explain();
  }

  /** Loss of the last update's forward pass. */
  get loss(): number {
    return this.train.program.graph.outputs[OUTPUT.loss] === undefined ? 0 : this.train.readScalar(OUTPUT.loss);
  }

  /** Metrics of the last update's batch, by node; NaN where one is not defined for it. */
  metrics(): Record<string, number> {
    this.metricTotals.add(this.train, 0, this.checked.batchSize);
    const values = Object.entries(this.metricTotals.finish());
    return Object.fromEntries(values.map(([id, value]) => [id, this.shorten(value)]));
  }

  /** All numbers of the last update. */
  frame(): StepFrame {
    let z: StepFrame['z'] = null;
    if (this.probed) {
      z = {};
      for (const [id, buffer] of this.zBuffers) z[id] = readSummary(this.train.read(OUTPUT.z(id), buffer));
    }
    return { step: this.step, loss: this.shorten(this.loss), metrics: this.metrics(), z };
  }

  /** Full statistics of the last update; null if it was not probed. */
  details(): Record<string, ZDetail> | null {
    if (!this.probed) return null;
    const details: Record<string, ZDetail> = {};
    for (const [id, buffer] of this.zBuffers) details[id] = readDetail(this.train.read(OUTPUT.z(id), buffer));
    return details;
  }

  /** Bytes of the code generated for a step. */
  get codeBytes(): number {
    return this.train.codeBytes;
  }

  /** Why `update` makes no sense for this graph. */
  notTrainable(): Diagnostic {
    return diagnose('noTrainableOptimizer', NOWHERE);
  }

  /** Looks for weights that are not finite, such as an update that overflowed in the very last step. */
  checkState(): Diagnostic | null {
    return this.device.isFinite() ? null : this.explain();
  }

  /** Loss and metrics in inference mode over a split. */
  evaluate(split: EvaluationResult['split']): Result<EvaluationResult> {
    const unset = this.unsetPlaceholder();
    if (unset) return failure([unset]);
    const rowsOf = ({ split: { train, test } }: PreparedData): Uint32Array =>
      split === 'train' ? train : split === 'test' ? test : Uint32Array.from([...train, ...test]).sort();
    for (const [nodeId, prepared] of this.data) {
      if (rowsOf(prepared).length === 0) return failure([diagnose('splitEmpty', { nodeId }, { split })]);
    }
    const counts = [...this.data.values()].map((prepared) => rowsOf(prepared).length);
    const problems = this.evaluator.prepare(counts.length === 0 ? 1 : Math.min(...counts), 'evaluation');
    if (problems.length > 0) return failure(problems);
    const { loss, metrics } = this.evaluator.evaluate(rowsOf);
    const short = Object.entries(metrics).map(([id, value]): [string, number] => [id, this.shorten(value)]);
    return success({ split, loss: this.shorten(loss), metrics: Object.fromEntries(short) });
  }

  /** The split that a finished run is judged on: test where there is one. */
  get evaluationSplit(): 'train' | 'test' {
    const sets = [...this.data.values()];
    return sets.length > 0 && sets.every(({ split }) => split.test.length > 0) ? 'test' : 'train';
  }

  /** The dataset node whose features the prediction is made from. */
  get featureNode(): string | null {
    return featureNode(this.checked)?.id ?? null;
  }

  /** Predictions for features of a dataset node (rows × width), filled and scaled as its own rows are. */
  predict(nodeId: string, features: Float32Array, width: number): Result<Prediction> {
    const unset = this.unsetPlaceholder();
    const problems = unset ? [unset] : this.evaluator.prepare(features.length / width, 'prediction');
    return problems.length > 0 ? failure(problems) : success(this.evaluator.predict(nodeId, features, width));
  }

  /** Sets a live parameter without compiling. Returns why it cannot be set. */
  set(nodeId: string, parameter: string, value: unknown): Diagnostic | null {
    const node = this.checked.byId.get(nodeId);
    const spec = node?.definition.parameters[parameter];
    const path = `${nodeId}.${parameter}`;
    if (!node || !spec) {
      return diagnose('hyperparameterUnknown', { nodeId, parameter }, { path, detail: 'there is no such parameter' });
    }
    if (!spec.live) {
      const detail = 'it changes the graph, which must be compiled anew';
      return diagnose('hyperparameterUnknown', { nodeId, parameter }, { path, detail });
    }
    const problem = checkParameter(spec, value, INITIALIZERS);
    if (problem) return diagnose(problem.name, { nodeId, parameter }, { parameter, ...problem.values });
    const parameters = { ...this.parameters.get(nodeId), [parameter]: value };
    this.parameters.set(nodeId, parameters as typeof node.parameters);
    this.changed = true;
    return null;
  }

  /** Feeds a placeholder; one value fills its shape. */
  feedPlaceholder(nodeId: string, values: readonly number[]): Diagnostic | null {
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
    this.fed.set(nodeId, [...values]);
    this.changed = true;
    return null;
  }

  snapshot(): SessionSnapshot {
    return { device: this.device.snapshot(), step: this.step };
  }

  restore(snapshot: SessionSnapshot): void {
    this.device.restore(snapshot.device);
    this.step = snapshot.step;
    this.guard = { snapshot: snapshot.device, step: snapshot.step };
    this.probed = false;
  }

  /** Back to step 0 with the same initial weights. */
  reset(): void {
    this.restore(this.initial);
  }

  /** Sets the state from outside: named tensors and the step they were saved at. */
  load(tensors: ReadonlyMap<string, ArrayLike<number>>, step: number): void {
    for (const [name, values] of tensors) this.device.writeVariable(name, values);
    this.step = step;
    this.guard = { snapshot: this.device.snapshot(), step };
  }

  /** Takes over what fits of another session's state: variables of the same name and shape, and the step. */
  adopt(other: Session): void {
    const shapes = new Map(other.device.variables.map(({ name, shape }) => [name, shape.join()]));
    const tensors = new Map<string, Float64Array>();
    for (const { name, shape } of this.device.variables) {
      if (shapes.get(name) === shape.join()) tensors.set(name, other.device.readVariable(name));
    }
    this.load(tensors, other.step);
  }

  /** SHA-256 of all state. */
  digest(): string {
    return digestState(this.device, this.step);
  }

  /** A scalar with no more digits than the device's precision has. */
  private shorten(value: number): number {
    return this.device.info.backend === 'reference' ? value : shortestFloat32(value);
  }

  private feed(feeder: Feeder, step: number): void {
    for (const [id, order] of this.orders) feeder.rows(id, order.rows(step - 1));
    feeder.placeholderValues(this.fed);
    feeder.scalars(step);
  }

  private unsetPlaceholder(): Diagnostic | null {
    if (this.missing.size === 0) return null;
    for (const id of this.missing) {
      const node = this.checked.byId.get(id);
      if (node && !this.fed.has(id) && node.parameters.value === null) {
        return diagnose('placeholderUnset', { nodeId: id, parameter: 'value' });
      }
    }
    return null;
  }

  /** What broke first, and when. */
  private explain(): Diagnostic {
    const { checked, data, parameters, backend, device } = this;
    const feed = (feeder: Feeder, step: number): void => this.feed(feeder, step);
    const context = { checked, data, parameters, backend, device, ops, feed };
    // A program that keeps every value may be too large; then the loss is all that can be named.
    const replayed = withinMemory(() => findNotFinite(context, this.guard, this.step));
    const found = replayed.ok ? replayed.value : null;
    const optimizer = checked.nodes.find(({ definition }) => definition.role === 'optimizer');
    const values = { id: optimizer?.id ?? '', what: 'The loss', value: String(this.loss), step: this.step };
    return found ?? diagnose('notFinite', { nodeId: optimizer?.id ?? null }, values);
  }
}
