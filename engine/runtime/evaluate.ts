/**
 * Evaluation and prediction in inference mode. Rows go through in chunks, the last one shorter; each chunk size is a
 * program of its own, compiled when first needed and kept.
 */
import type { Backend, Device, Executable } from '../backends/backend';
import { type Diagnostic, isError } from '../core/diagnostics';
import { sizeOf } from '../core/shape';
import type { PreparedData } from '../data/types';
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import type { CheckedGraph, DataSignature } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { ops } from '../ops/index';
import { OUTPUT } from '../passes/lower';
import { compileGraph } from '../passes/pipeline';
import { Feeder, type LiveParameters } from './feeds';
import type { LossOverRows } from './loss-over-rows';
import { withinMemory } from './memory';
import { MetricTotals } from './metrics';

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
  feeder: Feeder;
  checked: CheckedGraph;
}

/** Values of one chunk that are read at once; bounds the memory of wide data. */
const CHUNK_VALUES = 2 ** 19;
const LARGEST_CHUNK = 1024;

/** Dense rows of predictions. */
export interface Prediction {
  rows: number;
  columns: number;
  values: Float64Array;
}

export class Evaluator {
  private readonly programs = new Map<number, Inference>();

  constructor(
    private readonly document: GraphDocument,
    private readonly backend: Backend,
    private readonly device: Device,
    private readonly data: ReadonlyMap<string, PreparedData>,
    private readonly signatures: ReadonlyMap<string, DataSignature>,
    private readonly parameters: LiveParameters,
    private readonly fed: ReadonlyMap<string, readonly number[]>,
    private readonly overRows: LossOverRows,
  ) {}

  /** Loss and metrics over the rows that `rowsOf` names, prepared for as many: what they are for all rows as one batch. */
  evaluate(rowsOf: (data: PreparedData) => Uint32Array): Omit<EvaluationResult, 'split'> {
    const rows = new Map([...this.data].map(([id, data]) => [id, rowsOf(data)]));
    const count = Math.min(...[...rows.values()].map(({ length }) => length));
    // A graph without data is evaluated once, as it stands.
    const total = Number.isFinite(count) ? count : 1;
    let loss = 0;
    let metrics: MetricTotals | undefined;
    const addsUp = this.overRows === 'sum';
    this.chunks(total, 'evaluation', (from, size) => {
      const { executable, feeder, checked } = this.program(size);
      for (const [id, ids] of rows) feeder.rows(id, ids.subarray(from, from + size));
      feeder.placeholderValues(this.fed);
      executable.run(false);
      const { outputs } = executable.program.graph;
      if (outputs[OUTPUT.loss] !== undefined) {
        loss += executable.readScalar(OUTPUT.loss) * (addsUp ? 1 : size);
      }
      metrics ??= new MetricTotals(checked.nodes, this.parameters, total);
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
      if (this.programs.has(size)) continue;
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
      feeder.features(nodeId, features, from, size, width);
      feeder.placeholderValues(this.fed);
      executable.run(false);
      const chunk = executable.read(OUTPUT.prediction);
      columns = chunk.length / size;
      if (values.length === 0) values = new Float64Array(rows * columns);
      values.set(chunk, from * columns);
    });
    return { rows, columns, values };
  }

  private chunks(total: number, purpose: Purpose, run: (from: number, size: number) => void): void {
    const widest = Math.max(1, ...[...this.signatures.values()].map(({ featureShape }) => sizeOf(featureShape)));
    const inParts = Math.max(32, Math.min(LARGEST_CHUNK, Math.floor(CHUNK_VALUES / widest)));
    const chunk = purpose === 'evaluation' && this.overRows === 'whole' ? total : inParts;
    for (let from = 0; from < total; from += chunk) run(from, Math.min(chunk, total - from));
  }

  private program(batchSize: number): Inference {
    const known = this.programs.get(batchSize);
    if (known) return known;
    const checked = this.check(batchSize);
    const { program } = compileGraph(checked, {
      ops,
      mode: 'inference',
      prediction: true,
      bytesOf: (shape) => this.backend.bytesOf(shape),
    });
    const executable = this.device.load(program);
    const made = { executable, feeder: new Feeder(executable, checked, this.data, this.parameters), checked };
    this.programs.set(batchSize, made);
    return made;
  }

  private check(batchSize: number): CheckedGraph {
    return checkGraph(this.document, {
      registry: nodeRegistry,
      initializers: INITIALIZERS,
      data: this.signatures,
      batchSize,
      fed: new Set(this.fed.keys()),
    });
  }
}
