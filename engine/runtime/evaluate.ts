/**
 * Evaluation and prediction in inference mode. Rows go through in chunks, the last one shorter; each chunk size is a
 * program of its own, compiled when first needed and kept.
 */
import type { Executable } from '../backends/backend';
import { type Diagnostic, diagnose, failure, isError, type Result, success } from '../core/diagnostics';
import { sizeOf } from '../core/shape';
import type { PreparedData } from '../data/types';
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import type { CheckedGraph, DataSignature } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { OUTPUT } from '../passes/lower';
import type { Controls } from './controls';
import type { LossOverRows } from './loss-over-rows';
import { withinMemory } from './memory';
import { MetricTotals } from './metrics';
import type { Programs } from './programs';
import { StepFeeder } from './step-feeder';

export interface EvaluationResult {
  split: 'train' | 'test' | 'all';
  loss: number;
  /** By the id of the metric node. */
  metrics: Record<string, number>;
}

/** A loss may need all rows at once; predictions never do. */
type Purpose = 'evaluation' | 'prediction';

interface Inference {
  executable: Executable;
  feeder: StepFeeder;
  checked: CheckedGraph;
}

/** Values of one chunk that are read at once; bounds the memory of wide data. */
const CHUNK_VALUES = 2 ** 19;
const LARGEST_CHUNK = 1024;
/** Programs that are kept: two chunk sizes of an evaluation, two of a prediction. */
const KEPT = 4;

/** Dense rows of predictions. */
export interface Prediction {
  rows: number;
  columns: number;
  values: Float64Array;
}

export class Evaluator {
  /** By the number of rows, in the order of their last use. */
  private readonly made = new Map<number, Inference>();
  private known: LossOverRows | undefined;

  constructor(
    private readonly document: GraphDocument,
    private readonly programs: Programs,
    private readonly controls: Controls,
    private readonly signatures: ReadonlyMap<string, DataSignature>,
    private readonly readOverRows: () => LossOverRows,
  ) {}

  /** Found out when a loss over many rows is first asked for. */
  private get overRows(): LossOverRows {
    this.known ??= this.readOverRows();
    return this.known;
  }

  /**
   * Loss and metrics over all rows of a split: what they are for these rows as one batch.
   *
   * @param updates made before: a shift of the data may begin at a step
   */
  evaluateSplit(split: EvaluationResult['split'], updates: number): Result<Omit<EvaluationResult, 'split'>> {
    const { data } = this.controls;
    const rows = new Map<string, Uint32Array>();
    for (const [nodeId, prepared] of data) {
      const chosen = rowsOf(prepared, split);
      if (chosen.length === 0) return failure([diagnose('splitEmpty', { nodeId }, { split })]);
      rows.set(nodeId, chosen);
    }
    // A graph without data is evaluated once, as it stands.
    const total = rows.size === 0 ? 1 : Math.min(...[...rows.values()].map(({ length }) => length));
    const problems = this.prepare(total, 'evaluation');
    return problems.length > 0 ? failure(problems) : success(this.evaluate(rows, total, updates));
  }

  private evaluate(rows: ReadonlyMap<string, Uint32Array>, total: number, updates: number) {
    let loss = 0;
    let metrics: MetricTotals | undefined;
    const addsUp = this.overRows === 'sum';
    this.chunks(total, 'evaluation', (from, size) => {
      const { executable, feeder, checked } = this.program(size);
      const chunk = [...rows].map(([id, ids]): [string, Uint32Array] => [id, ids.subarray(from, from + size)]);
      feeder.feedRows(chunk, updates);
      executable.run(false);
      const { outputs } = executable.program.graph;
      if (outputs[OUTPUT.loss] !== undefined) {
        loss += executable.readScalar(OUTPUT.loss) * (addsUp ? 1 : size);
      }
      metrics ??= new MetricTotals(checked.nodes, this.controls.parameters, total);
      metrics.add(executable, from, size);
    });
    return { loss: addsUp ? loss : loss / total, metrics: metrics?.finish() ?? {} };
  }

  /**
   * Compiles what evaluating or predicting so many rows takes. Returns the errors that stand in the way: a graph with a
   * tensor of the batch's own size holds for no other number of rows.
   */
  prepare(rows: number, purpose: Purpose): Diagnostic[] {
    const sizes = new Set<number>();
    this.chunks(rows, purpose, (_, size) => sizes.add(size));
    for (const size of sizes) {
      if (this.made.has(size)) continue;
      const errors = this.check(size).diagnostics.filter(isError);
      if (errors.length > 0) return errors;
      const made = withinMemory(() => this.program(size));
      if (!made.ok) return made.diagnostics;
    }
    return [];
  }

  /** The model's prediction for rows of features that are filled and scaled already, prepared for as many. */
  predict(nodeId: string, features: Float32Array, width: number): Prediction {
    const rows = features.length / width;
    let columns = 0;
    let values = new Float64Array(0);
    this.chunks(rows, 'prediction', (from, size) => {
      const { executable, feeder } = this.program(size);
      feeder.feeder.features(nodeId, features, from, size, width);
      feeder.feedRows([], 0);
      executable.run(false);
      const chunk = executable.read(OUTPUT.prediction);
      columns = chunk.length / size;
      if (values.length === 0) values = new Float64Array(rows * columns);
      values.set(chunk, from * columns);
    });
    return { rows, columns, values };
  }

  private chunks(total: number, purpose: Purpose, run: (from: number, size: number) => void): void {
    const inParts = chunkRows(this.signatures);
    const chunk = purpose === 'evaluation' && this.overRows === 'whole' ? total : inParts;
    for (let from = 0; from < total; from += chunk) run(from, Math.min(chunk, total - from));
  }

  private program(batchSize: number): Inference {
    const known = this.made.get(batchSize);
    if (known) {
      this.made.delete(batchSize);
      this.made.set(batchSize, known);
      return known;
    }
    for (const [size, { executable }] of [...this.made].slice(0, Math.max(0, this.made.size - KEPT + 1))) {
      executable.free();
      this.made.delete(size);
    }
    const checked = this.check(batchSize);
    const executable = this.programs.make(checked, { mode: 'inference', prediction: true });
    const made = { executable, feeder: new StepFeeder(executable, checked, this.controls), checked };
    this.made.set(batchSize, made);
    return made;
  }

  private check(batchSize: number): CheckedGraph {
    return checkGraph(this.document, {
      registry: nodeRegistry,
      initializers: INITIALIZERS,
      data: this.signatures,
      batchSize,
      fed: new Set(this.controls.fed.keys()),
    });
  }
}

/** Rows that go through at once. */
export function chunkRows(signatures: ReadonlyMap<string, DataSignature>): number {
  const widest = Math.max(1, ...[...signatures.values()].map(({ featureShape }) => sizeOf(featureShape)));
  return Math.max(32, Math.min(LARGEST_CHUNK, Math.floor(CHUNK_VALUES / widest)));
}

export function rowsOf({ split: { train, test } }: PreparedData, split: EvaluationResult['split']): Uint32Array {
  if (split !== 'all') return split === 'train' ? train : test;
  return Uint32Array.from([...train, ...test]).sort();
}
