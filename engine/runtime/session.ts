/**
 * A session: one compiled graph with its state, its controls, its past and its clock. Everything that runs a graph (the
 * worker, the command line, tests) does it through here. Not here: pacing, threads, files.
 */
import type { Backend, Device, Snapshot } from '../backends/backend';
import { backendProblem } from '../backends/select';
import { type Diagnostic, diagnose, failure, isError, NOWHERE, type Result, success } from '../core/diagnostics';
import { dataProblem } from '../data/byte-source';
import type { DataFiles } from '../data/files';
import type { PreparedData } from '../data/types';
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import type { CheckedGraph, DataSignature } from '../graph/types';
import type { ValueId } from '../ir/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { ops } from '../ops/index';
import { featureNode, lower } from '../passes/lower';
import type { CompiledGraph } from '../passes/pipeline';
import { Controls, type Edit } from './controls';
import { digestState } from './digest';
import { type EvaluationResult, Evaluator, type Prediction } from './evaluate';
import { findNotFinite } from './guard';
import { initialValues } from './initialize';
import { DataLoader } from './load-data';
import { lossOverRows } from './loss-over-rows';
import { withinMemory } from './memory';
import { recomputeMovingStatistics } from './moving-statistics';
import { compileFor, Programs } from './programs';
import { shortestFloat32 } from './round';
import { signatureOf } from './signature';
import type { ZDetail, ZSummary } from './statistics';
import { Timeline } from './timeline';
import { TrainingStep } from './training';

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
  /** Bytes that snapshots of the past may take. */
  historyBytes?: number;
}

const HISTORY_BYTES = 64 * 2 ** 20;

/** Steps from one look at all weights to the next. It reads them all, so not every step pays for it. */
const LOOK_EVERY = 8;

export class Session {
  /** Updates made so far. */
  step = 0;
  /** What the run can be changed with. To be read; changes go through the session, which writes them down. */
  readonly controls: Controls;
  readonly programs: Programs;
  readonly timeline: Timeline;
  private readonly training: TrainingStep;
  private readonly evaluator: Evaluator;
  private probed = false;

  private constructor(
    readonly document: GraphDocument,
    readonly checked: CheckedGraph,
    readonly compiled: CompiledGraph,
    readonly compileMs: number,
    readonly backend: Backend,
    readonly device: Device,
    programs: Programs,
    training: TrainingStep,
    controls: Controls,
    signatures: ReadonlyMap<string, DataSignature>,
    historyBytes: number,
  ) {
    this.programs = programs;
    this.training = training;
    this.controls = controls;
    const { data } = controls;
    // Read off the graph as it was wired: passes may fuse what tells a mean from a sum.
    const isData = (feed: string): boolean => data.has(feed.slice(0, feed.lastIndexOf('/')));
    const overRows = () => lossOverRows(lower(checked, ops, 'inference').graph, isData);
    this.evaluator = new Evaluator(document, programs, controls, signatures, overRows);
    this.timeline = new Timeline(device, controls, (edit) => this.perform(edit), historyBytes);
    this.reset();
  }

  /** Reads the data, checks, compiles, and sets the initial weights. */
  static async open(document: GraphDocument, options: SessionOptions): Promise<Result<Session>> {
    const { backend, fed } = options;
    const unable = backendProblem(backend.id);
    if (unable) return failure([unable]);
    const loader = options.loader ?? new DataLoader();
    const { data, diagnostics: ofData } = await loader.load(document, options.files ?? {});
    let signatures: ReadonlyMap<string, DataSignature>;
    try {
      signatures = new Map([...data].map(([id, prepared]) => [id, signatureOf(prepared)]));
    } catch (error) {
      return failure([...ofData, dataProblem(error)]);
    }
    backend.prepare();
    const start = performance.now();
    const checked = checkGraph(document, { registry: nodeRegistry, initializers: INITIALIZERS, data: signatures, fed });
    const diagnostics = [...ofData, ...checked.diagnostics];
    if (diagnostics.some(isError)) return failure(diagnostics);
    const compiled = compileFor(checked, backend, { mode: 'train', probes: document.run.probeEvery > 0 });
    const opened = withinMemory(() => {
      const { graph, memory } = compiled.program;
      const device = backend.open(graph.variables, memory.bytes);
      const programs = new Programs(backend, device);
      const executable = programs.load(compiled);
      const compileMs = performance.now() - start;
      const { batchSize, shuffle } = document.run;
      const batches = { batchSize, shuffle, seed: document.seed };
      const controls = new Controls(checked, data, batches, new Set(fed ?? []));
      const training = new TrainingStep(executable, checked, compiled, controls);
      const bytes = options.historyBytes ?? HISTORY_BYTES;
      return new Session(
        ...([document, checked, compiled, compileMs, backend, device] as const),
        ...([programs, training, controls, signatures, bytes] as const),
      );
    });
    return { ...opened, diagnostics: [...diagnostics, ...opened.diagnostics] };
  }

  get trainable(): boolean {
    return this.checked.nodes.some(({ definition }) => definition.role === 'optimizer');
  }

  /** The data of each dataset node, as it stands now. */
  get data(): ReadonlyMap<string, PreparedData> {
    return this.controls.data;
  }

  /** Programs compiled so far: the training step's, and those of evaluation, inspection and measures when first used. */
  get compilations(): number {
    return this.programs.compilations;
  }

  get stepsPerEpoch(): number {
    return this.controls.stepsPerEpoch;
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
   * the loss is found within {@link LOOK_EVERY} steps, and the diagnostic names the step it happened at.
   */
  update(probe = this.probesAfter(this.step)): Diagnostic | null {
    const { timeline, device } = this;
    timeline.repeat(this.step);
    const unset = this.controls.unsetPlaceholder();
    if (unset) return unset;
    if (timeline.isDue(this.step)) {
      const broken = this.checkState();
      if (broken) return broken;
      timeline.keep(this.step);
    }
    try {
      this.advance(probe);
    } catch (error) {
      return dataProblem(error);
    }
    timeline.reached(this.step);
    // Batch norm hides an overflow from the loss: it divides by infinity. Its moving variance tells.
    if (!Number.isFinite(this.loss) || !device.isFinite('moving')) return this.explain();
    return this.step % LOOK_EVERY === 0 && !device.isFinite('weight') ? this.explain() : null;
  }

  /** Loss of the last update's forward pass. */
  get loss(): number {
    return this.training.loss;
  }

  /** Metrics of the last update's batch, by node; NaN where one is not defined for it. */
  metrics(): Record<string, number> {
    return this.short(this.training.metrics());
  }

  /** All numbers of the last update. */
  frame(): StepFrame {
    const z = this.probed ? this.training.summaries() : null;
    return { step: this.step, loss: this.shorten(this.loss), metrics: this.metrics(), z };
  }

  /** Full statistics of the last update; null if it was not probed. */
  details(): Record<string, ZDetail> | null {
    return this.probed ? this.training.details() : null;
  }

  /** Bytes of the code generated for a step. */
  get codeBytes(): number {
    return this.training.executable.codeBytes;
  }

  /** Operations that the backend does inside another one's loop, with that one. */
  get fusedInto(): ReadonlyMap<ValueId, ValueId> {
    return this.training.executable.fusedInto;
  }

  /** Why `update` makes no sense for this graph. */
  notTrainable(): Diagnostic {
    return diagnose('noTrainableOptimizer', NOWHERE);
  }

  /** Looks for state that is not finite, such as an update that overflowed in the very last step. */
  checkState(): Diagnostic | null {
    return this.device.isFinite() ? null : this.explain();
  }

  /** Loss and metrics in inference mode over a split. */
  evaluate(split: EvaluationResult['split']): Result<EvaluationResult> {
    const unset = this.controls.unsetPlaceholder();
    if (unset) return failure([unset]);
    let result: ReturnType<Evaluator['evaluateSplit']>;
    try {
      result = this.evaluator.evaluateSplit(split, this.step);
    } catch (error) {
      return failure([dataProblem(error)]);
    }
    if (!result.ok) return result;
    const { loss, metrics } = result.value;
    return success({ split, loss: this.shorten(loss), metrics: this.short(metrics) });
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
    const unset = this.controls.unsetPlaceholder();
    const problems = unset ? [unset] : this.evaluator.prepare(features.length / width, 'prediction');
    return problems.length > 0 ? failure(problems) : success(this.evaluator.predict(nodeId, features, width));
  }

  /** Sets a live parameter without compiling. Returns why it cannot be set. */
  set(nodeId: string, parameter: string, value: unknown): Diagnostic | null {
    return this.change({ kind: 'set', nodeId, parameter, value });
  }

  /** Feeds a placeholder; one value fills its shape. */
  feedPlaceholder(nodeId: string, values: readonly number[]): Diagnostic | null {
    return this.change({ kind: 'feed', nodeId, values: [...values] });
  }

  /** Puts data in place of a dataset node's own without compiling: its rows must have the same shape and classes. */
  setData(nodeId: string, data: PreparedData): Diagnostic | null {
    return this.change({ kind: 'data', nodeId, data });
  }

  /** Computes moving means and variances over all training rows with the weights as they are (see moving-statistics.ts). */
  recomputeMovingStatistics(): Diagnostic | null {
    return this.change({ kind: 'movingStatistics' });
  }

  /** Makes a change and writes it down. */
  change(edit: Edit): Diagnostic | null {
    this.timeline.repeat(this.step);
    const problem = this.perform(edit);
    if (!problem) this.timeline.record(this.step, edit);
    return problem;
  }

  /**
   * Goes to a step of the past: state, controls and the numbers of that update are what they were, bit for bit. What came
   * after is still known; updates repeat it, changes included, until something else is changed.
   */
  seek(step: number): Diagnostic | null {
    const { first, last } = this.timeline.range;
    if (!Number.isInteger(step) || step < first || step > last) {
      return diagnose('stepUnreachable', NOWHERE, { step, first, last });
    }
    this.probed = false;
    // The update that led there is made again, for its numbers.
    this.step = this.timeline.rewind(Math.max(first, step - 1));
    while (this.step < step) {
      this.timeline.repeat(this.step);
      this.advance(this.step + 1 === step && this.probesAfter(this.step));
    }
    this.timeline.repeat(step);
    return null;
  }

  /** Goes to a step of the past and forgets what came after it. */
  rollBack(step: number): Diagnostic | null {
    const problem = this.seek(step);
    if (!problem) this.timeline.forgetAfter(step);
    return problem;
  }

  /** Runs something that may write state, and puts the state back: no later step feels it. */
  undisturbed<T>(run: () => T): T {
    const before = this.device.snapshot();
    try {
      return run();
    } finally {
      this.device.restore(before);
    }
  }

  snapshot(): SessionSnapshot {
    return { device: this.device.snapshot(), step: this.step };
  }

  /** Takes over a state; the past begins anew with it. */
  restore(snapshot: SessionSnapshot): void {
    this.device.restore(snapshot.device);
    this.begin(snapshot.step);
  }

  /** Back to step 0 with the same initial weights. The controls stay as they are. */
  reset(): void {
    // One after the other, and the optimizer's zeros without a list of them: a large state is never there twice.
    for (const variable of this.device.variables) {
      const { name, initializer } = variable;
      if (initializer.kind === 'constant') this.device.fillVariable(name, initializer.value);
      else this.device.writeVariable(name, initialValues(variable, this.document.seed));
    }
    this.begin(0);
  }

  /** Sets the state from outside: named tensors and the step they were saved at. */
  load(tensors: ReadonlyMap<string, ArrayLike<number>>, step: number): void {
    for (const [name, values] of tensors) this.device.writeVariable(name, values);
    this.begin(step);
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

  private begin(step: number): void {
    this.step = step;
    this.probed = false;
    this.timeline.start(step);
  }

  /** One update as it stands, with nothing looked at. */
  private advance(probe: boolean): void {
    this.training.run(this.step + 1, probe);
    this.probed = probe && this.compiled.probes.length > 0;
    this.step++;
  }

  private perform(edit: Edit): Diagnostic | null {
    return edit.kind === 'movingStatistics' ? recomputeMovingStatistics(this) : this.controls.apply(edit);
  }

  /** A scalar with no more digits than the device's precision has. */
  private shorten(value: number): number {
    return this.device.info.backend === 'reference' ? value : shortestFloat32(value);
  }

  private short(numbers: Record<string, number>): Record<string, number> {
    return Object.fromEntries(Object.entries(numbers).map(([id, value]) => [id, this.shorten(value)]));
  }

  /** What broke first, and when. */
  private explain(): Diagnostic {
    const { checked, timeline, step: last } = this;
    const replay = (each: (step: number) => Diagnostic | null): Diagnostic | null => {
      for (let at = timeline.rewind(Math.max(timeline.range.first, last - 1)); at < last; at++) {
        timeline.repeat(at);
        const found = each(at + 1);
        if (found) return found;
      }
      return null;
    };
    // A program that keeps every value may be too large; then the loss is all that can be named.
    const replayed = withinMemory(() => timeline.visit(() => findNotFinite(this, replay)));
    const found = replayed.ok ? replayed.value : null;
    const optimizer = checked.nodes.find(({ definition }) => definition.role === 'optimizer');
    const values = { id: optimizer?.id ?? '', what: 'The loss', value: String(this.loss), step: last };
    return found ?? diagnose('notFinite', { nodeId: optimizer?.id ?? null }, values);
  }
}
