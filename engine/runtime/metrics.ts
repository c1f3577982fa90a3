/**
 * Metrics of many rows, from what the metric nodes give for parts of them. A metric over a split is the metric of all its
 * rows at once: means are weighted by rows and divided once, counts are added, rows are laid one below another, and only
 * then is the number taken, in float64.
 */
import type { Executable } from '../backends/backend';
import { sizeOf } from '../core/shape';
import type { CheckedGraph, MetricSpec } from '../graph/types';
import { OUTPUT } from '../passes/lower';
import type { LiveParameters } from './feeds';

/** A mean of rows that is the metric itself: what a metric node without a {@link MetricSpec} gives. */
const MEAN: MetricSpec = { combine: 'mean', finish: (values) => values[0] as number };

interface Total {
  id: string;
  spec: MetricSpec;
  /** Shape of the combined values; its first axis is all rows where parts are laid one below another. */
  shape: readonly number[];
  /** Floats of one row; 0 where the parts have no rows to lay one below another. */
  width: number;
  values: Float64Array;
  /** What is read of one part before it is added. */
  part: Float64Array;
}

/** Gathers the metrics of one pass over rows. Its memory is used again by the next pass over as many. */
export class MetricTotals {
  private readonly totals: Total[] = [];
  private readonly nodes: CheckedGraph['nodes'];

  /** @param rows of the whole pass; what stands one below another has so many. */
  constructor(
    nodes: CheckedGraph['nodes'],
    private readonly parameters: LiveParameters,
    private readonly rows: number,
  ) {
    this.nodes = nodes.filter(({ definition, bypassed }) => definition.role === 'metric' && !bypassed);
  }

  /** Takes the values of the last run of an executable, for `size` rows from row `from` on. */
  add(executable: Executable, from: number, size: number): void {
    if (this.totals.length < this.nodes.length) this.allocate(executable, size);
    for (const { id, spec, width, values, part } of this.totals) {
      const name = OUTPUT.metric(id);
      if (spec.combine === 'concat') {
        executable.read(name, width === 0 ? values : values.subarray(from * width, (from + size) * width));
        continue;
      }
      if (from === 0) values.fill(0);
      executable.read(name, part);
      const weight = spec.combine === 'mean' ? size : 1;
      for (let i = 0; i < part.length; i++) values[i] = (values[i] as number) + weight * (part[i] as number);
    }
  }

  /** The metrics by node id; NaN where one is not defined for these rows. */
  finish(): Record<string, number> {
    const result: [string, number][] = [];
    for (const { id, spec, shape, values } of this.totals) {
      const parameters = this.parameters.get(id) ?? {};
      // Divided once at the end, so that 134 right answers of 1000 are .134 and not a digit less.
      const combined = spec.combine === 'mean' ? values.map((value) => value / this.rows) : values;
      result.push([id, spec.finish(combined, parameters, shape)]);
    }
    return Object.fromEntries(result);
  }

  private allocate(executable: Executable, size: number): void {
    const { values, outputs } = executable.program.graph;
    for (const { id, definition } of this.nodes) {
      const shape = values[outputs[OUTPUT.metric(id)] as number]?.shape ?? [];
      const spec = definition.metric ?? MEAN;
      // What constants are judged by has its own number of rows, whatever the batch is.
      const rows = spec.combine === 'concat' && shape[0] === size;
      const whole = rows ? [this.rows, ...shape.slice(1)] : shape;
      const width = rows ? sizeOf(shape.slice(1)) : 0;
      const part = new Float64Array(spec.combine === 'concat' ? 0 : sizeOf(shape));
      this.totals.push({ id, spec, shape: whole, width, values: new Float64Array(sizeOf(whole)), part });
    }
  }
}
