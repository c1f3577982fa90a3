/** The program of a training step: fed as the controls stand, run, and read. */
import type { Executable } from '../backends/backend';
import type { CheckedGraph } from '../graph/types';
import { OUTPUT } from '../passes/lower';
import type { CompiledGraph } from '../passes/pipeline';
import type { Controls } from './controls';
import { MetricTotals } from './metrics';
import { readDetail, readSummary, type ZDetail, type ZSummary } from './statistics';
import { StepFeeder } from './step-feeder';

export class TrainingStep {
  private readonly feeder: StepFeeder;
  private readonly metricTotals: MetricTotals;
  private readonly zBuffers = new Map<string, Float64Array>();

  constructor(
    readonly executable: Executable,
    checked: CheckedGraph,
    { program: { graph }, probes }: CompiledGraph,
    controls: Controls,
  ) {
    this.feeder = new StepFeeder(executable, checked, controls);
    this.metricTotals = new MetricTotals(checked.nodes, controls.parameters, checked.batchSize);
    this.batchSize = checked.batchSize;
    for (const { nodeId } of probes) {
      const shape = graph.values[graph.outputs[OUTPUT.z(nodeId)] as number]?.shape;
      this.zBuffers.set(nodeId, new Float64Array(shape?.[0] ?? 0));
    }
  }

  private readonly batchSize: number;

  /** Update number `step`, from 1. */
  run(step: number, probe: boolean): void {
    this.feeder.feed(step);
    this.executable.run(probe);
  }

  /** Loss of the last forward pass; 0 where the graph has none. */
  get loss(): number {
    const { executable } = this;
    return executable.program.graph.outputs[OUTPUT.loss] === undefined ? 0 : executable.readScalar(OUTPUT.loss);
  }

  /** Metrics of the last batch, by node; NaN where one is not defined for it. */
  metrics(): Record<string, number> {
    this.metricTotals.add(this.executable, 0, this.batchSize);
    return this.metricTotals.finish();
  }

  summaries(): Record<string, ZSummary> {
    const z: Record<string, ZSummary> = {};
    for (const [id, buffer] of this.zBuffers) z[id] = readSummary(this.executable.read(OUTPUT.z(id), buffer));
    return z;
  }

  details(): Record<string, ZDetail> {
    const z: Record<string, ZDetail> = {};
    for (const [id, buffer] of this.zBuffers) z[id] = readDetail(this.executable.read(OUTPUT.z(id), buffer));
    return z;
  }
}
