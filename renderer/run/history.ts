/**
 * What a run has shown so far: loss, metrics, validation and the z-statistics of every probed layer, bounded in memory.
 * Plain mutable data outside React: whoever draws compares `version`.
 */
import type { CompileInfo, EvaluationResult, StepFrame, ZDetail, ZSummary } from '../../engine';
import { type Range, robustRange } from './scale';
import { StepSeries } from './series';

/** Columns of a layer's series, in this order. */
export const Z_COLUMNS = ['mean', 'std', 'p5', 'p15', 'p50', 'p85', 'p95', 'dead', 'saturated'] as const;
export type ZColumn = (typeof Z_COLUMNS)[number];
export const zColumn = (name: ZColumn): number => Z_COLUMNS.indexOf(name);

/** How many frames run along a wire. */
export const WIRE_FRAMES = 60;
/** How many full frames with their histograms are kept of a run. */
const MOMENTS = 200;

/** One full frame: statistics and histogram of one step. */
export interface Moment {
  step: number;
  z: ZSummary;
  histogram: { low: number; high: number; underflow: number; overflow: number; counts: ArrayLike<number> };
}

/** Everything about one probed output. */
export class ProbeHistory {
  readonly series = new StepSeries(Z_COLUMNS.length);
  /** The newest frames, oldest first. */
  readonly recent: ZSummary[] = [];
  /** Full frames over the run, thinned as the series; the newest always among them. */
  moments: readonly Moment[] = [];
  private momentStride = 1;
  private range: Range | null = null;
  private rangeFor = 0;

  constructor(
    readonly nodeId: string,
    readonly symbol: string,
    readonly units: number,
  ) {}

  push(step: number, z: ZSummary): void {
    this.series.push(
      step,
      Z_COLUMNS.map((name) => z[name]),
    );
  }

  pushRecent(z: ZSummary): void {
    this.recent.push(z);
    if (this.recent.length > WIRE_FRAMES) this.recent.shift();
  }

  pushMoment(step: number, { unitMean: _, unitVariance: __, count: ___, histogram, ...z }: ZDetail): void {
    const kept = [...this.moments];
    const newest = kept.at(-1);
    const before = kept.at(-2);
    if (newest && step < newest.step) return;
    if (newest && (step === newest.step || (before && newest.step - before.step < this.momentStride))) kept.pop();
    // Counts are whole numbers: half the memory is enough for them.
    kept.push({ step, z, histogram: { ...histogram, counts: Uint32Array.from(histogram.counts) } });
    this.moments = kept.length > MOMENTS ? this.thinned(kept) : kept;
  }

  /** The kept full frame whose step is nearest; without a step the newest. */
  momentNear(step: number | null): Moment | null {
    if (step === null) return this.moments.at(-1) ?? null;
    let best: Moment | null = null;
    for (const moment of this.moments) {
      if (best === null || Math.abs(moment.step - step) <= Math.abs(best.step - step)) best = moment;
    }
    return best;
  }

  private thinned(moments: readonly Moment[]): Moment[] {
    let kept = [...moments];
    while (kept.length > MOMENTS / 2) {
      this.momentStride *= 2;
      let last = Number.NEGATIVE_INFINITY;
      kept = kept.filter((moment, place) => {
        if (place < kept.length - 1 && moment.step - last < this.momentStride) return false;
        last = moment.step;
        return true;
      });
    }
    return kept;
  }

  /** The robust range of p5 to p95 over the run; sorted anew only when a tenth more rows have come. */
  robustRange(): Range | null {
    const { version, length } = this.series;
    if (this.range === null || version - this.rangeFor > length / 10) {
      this.range = robustRange(this.series.values(zColumn('p5')), this.series.values(zColumn('p95')));
      this.rangeFor = version;
    }
    return this.range;
  }
}

/** A hyperparameter, or with null the graph itself, that was changed while running. */
export interface Mark {
  step: number;
  nodeId: string | null;
  parameter: string;
  title: string;
  value: unknown;
}

let nextId = 1;

export class RunHistory {
  readonly id = nextId++;
  /** One run, over every graph that it went on in; what is kept of it goes by this. */
  readonly runId: string;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Grows with all that comes in. */
  version = 0;
  readonly loss: StepSeries;
  readonly metrics = new Map<string, StepSeries>();
  readonly validationLoss: StepSeries;
  readonly validationMetrics = new Map<string, StepSeries>();
  readonly probes = new Map<string, ProbeHistory>();
  /** Learning rates by optimizer. */
  readonly rates: Map<string, StepSeries>;
  readonly marks: Mark[];
  /** Steps a second. */
  readonly speed: StepSeries;
  /** The newest step that any frame has told of. */
  lastStep: number;

  /** @param before the history of a graph whose run goes on in this one: what both have is carried on. */
  constructor(info: Pick<CompileInfo, 'probes' | 'metrics'> | null = null, before: RunHistory | null = null) {
    this.runId = before?.runId ?? crypto.randomUUID();
    this.startedAt = before?.startedAt ?? Date.now();
    this.loss = before?.loss ?? new StepSeries(1);
    this.speed = before?.speed ?? new StepSeries(1);
    this.validationLoss = before?.validationLoss ?? new StepSeries(1);
    this.rates = before?.rates ?? new Map();
    this.marks = before?.marks ?? [];
    this.lastStep = before?.lastStep ?? 0;
    for (const { nodeId, symbol, units } of info?.probes ?? []) {
      this.probes.set(nodeId, before?.probes.get(nodeId) ?? new ProbeHistory(nodeId, symbol, units));
    }
    for (const id of info?.metrics ?? []) {
      this.metrics.set(id, before?.metrics.get(id) ?? new StepSeries(1));
      this.validationMetrics.set(id, before?.validationMetrics.get(id) ?? new StepSeries(1));
    }
  }

  /** Steps of which there are full frames. */
  get momentSteps(): number[] {
    const [first] = this.probes.values();
    return first?.moments.map(({ step }) => step) ?? [];
  }

  get empty(): boolean {
    return this.lastStep === 0;
  }

  /**
   * Takes the frames of one progress event.
   *
   * @param flowing while running, one frame an event runs along the wires, so that they flow at an even pace
   */
  addFrames(
    frames: readonly StepFrame[],
    latest: { step: number; z: Record<string, ZDetail> } | null,
    flowing: boolean,
  ): void {
    if (frames.length === 0 && latest === null) return;
    this.version++;
    for (const frame of frames) {
      this.lastStep = Math.max(this.lastStep, frame.step);
      this.loss.push(frame.step, [frame.loss]);
      for (const [id, value] of Object.entries(frame.metrics)) this.metrics.get(id)?.push(frame.step, [value]);
      for (const [id, z] of Object.entries(frame.z ?? {})) this.probes.get(id)?.push(frame.step, z);
    }
    const probed = frames.filter((frame) => frame.z !== null);
    for (const frame of flowing ? probed.slice(-1) : probed.slice(-WIRE_FRAMES)) {
      for (const [id, z] of Object.entries(frame.z ?? {})) this.probes.get(id)?.pushRecent(z);
    }
    if (latest === null) return;
    for (const [id, z] of Object.entries(latest.z)) this.probes.get(id)?.pushMoment(latest.step, z);
  }

  addRates(step: number, rates: Readonly<Record<string, number>>): void {
    for (const [id, rate] of Object.entries(rates)) {
      let series = this.rates.get(id);
      if (!series) {
        series = new StepSeries(1);
        this.rates.set(id, series);
      }
      series.push(step, [rate]);
    }
  }

  addSpeed(step: number, stepsPerSecond: number): void {
    if (stepsPerSecond > 0) this.speed.push(step, [stepsPerSecond]);
  }

  addEvaluation(step: number, result: EvaluationResult): void {
    this.version++;
    this.validationLoss.push(step, [result.loss]);
    for (const [id, value] of Object.entries(result.metrics)) this.validationMetrics.get(id)?.push(step, [value]);
  }

  addMark(mark: Mark): void {
    this.version++;
    const last = this.marks.at(-1);
    // Dragging a slider sends many values at one step: the last one counts.
    if (last && last.step === mark.step && last.nodeId === mark.nodeId && last.parameter === mark.parameter) {
      this.marks.pop();
    }
    this.marks.push(mark);
    if (this.marks.length > 200) this.marks.shift();
  }
}
