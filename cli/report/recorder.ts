/** Keeps of a run what the report shows, thinned while it goes on: a bounded number of points, however long the run. */
import type { EvaluationResult, Session, ZDetail, ZSummary } from '../../engine/index';

const POINTS = 1000;

/** Several updates as one point. */
export interface Bucket {
  /** The last update in it. */
  step: number;
  mean: number;
  min: number;
  max: number;
}

/** z of one layer over the run. */
export interface LayerRecord {
  nodeId: string;
  symbol: string;
  points: { step: number; z: ZSummary }[];
  last: { step: number; z: ZDetail } | null;
}

class Series {
  readonly buckets: Bucket[] = [];
  private sum = 0;
  private count = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  constructor(private readonly size: number) {}

  add(step: number, value: number): void {
    this.sum += value;
    this.count++;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    if (this.count === this.size) this.close(step);
  }

  /** Ends the bucket that is being filled. */
  close(step: number): void {
    if (this.count === 0) return;
    this.buckets.push({ step, mean: this.sum / this.count, min: this.min, max: this.max });
    this.sum = 0;
    this.count = 0;
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
  }
}

export class RunRecorder {
  readonly firstStep: number;
  lastStep: number;
  readonly evaluations: { step: number; result: EvaluationResult }[] = [];
  readonly layers: LayerRecord[];
  private readonly bucket: number;
  private readonly lossSeries: Series;
  private readonly metricSeries = new Map<string, Series>();
  private lastProbe = Number.NEGATIVE_INFINITY;

  constructor(session: Session) {
    this.firstStep = session.step;
    this.lastStep = session.step;
    this.bucket = Math.max(1, Math.ceil(session.totalSteps / POINTS));
    this.lossSeries = new Series(this.bucket);
    this.layers = session.compiled.probes.map(({ nodeId, symbol }) => ({ nodeId, symbol, points: [], last: null }));
  }

  /** Called after every update. */
  step(session: Session): void {
    const { step } = session;
    this.lastStep = step;
    this.lossSeries.add(step, session.loss);
    for (const [id, value] of Object.entries(session.metrics())) {
      let series = this.metricSeries.get(id);
      if (!series) {
        series = new Series(this.bucket);
        this.metricSeries.set(id, series);
      }
      series.add(step, value);
    }
    // The very last update is always kept, so that the numbers beside the bands are those of the end.
    const due = step - this.lastProbe >= this.bucket || step === this.firstStep + session.totalSteps;
    if (!due || !session.probesAfter(step - 1)) return;
    const details = session.details();
    if (!details) return;
    this.lastProbe = step;
    for (const layer of this.layers) {
      const z = details[layer.nodeId];
      if (!z) continue;
      const { mean, std, min, max, p5, p15, p50, p85, p95, dead, saturated } = z;
      layer.points.push({ step, z: { mean, std, min, max, p5, p15, p50, p85, p95, dead, saturated } });
      layer.last = { step, z };
    }
  }

  evaluation(step: number, result: EvaluationResult): void {
    this.evaluations.push({ step, result });
  }

  /** Loss of the updates, in buckets. */
  loss(): readonly Bucket[] {
    this.lossSeries.close(this.lastStep);
    return this.lossSeries.buckets;
  }

  /** Metrics of the updates, by the id of their node. */
  metrics(): [string, readonly Bucket[]][] {
    return [...this.metricSeries].map(([id, series]) => {
      series.close(this.lastStep);
      return [id, series.buckets];
    });
  }
}
