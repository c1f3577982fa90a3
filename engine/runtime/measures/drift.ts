/**
 * How far the distribution of each probed wire has moved on a fixed batch: covariate shift in the sense of Ioffe and
 * Szegedy 2015, where a layer's inputs move because the layers before it do.
 */
import { unitMoments } from '../../core/moments';
import { checkedForRows, ForwardProgram } from '../forward-program';
import type { Measured } from './gradients';

export interface Drift {
  nodeId: string;
  /**
   * Wasserstein-1 distance of each unit's values from those at the start, in deviations of that unit at the start, mean
   * over units. Units that did not vary at the start are left out; NaN where all are.
   */
  wasserstein: number;
  /** |change of the mean| in deviations at the start, mean over units. */
  meanChange: number;
  /** Ratio of the deviation to that at the start, mean over units. */
  deviationRatio: number;
}

export interface ProbedWire {
  nodeId: string;
  port: string;
}

/** A fixed batch with the values that stood at the probed wires when it was made. */
export class ProbeBatch {
  private readonly start: ReadonlyMap<string, Float64Array>;

  /**
   * @param rows places in the data set, of every dataset node
   * @param wires what is compared
   * @throws {OutOfMemory}
   */
  constructor(
    private readonly graph: Measured,
    readonly rows: readonly number[],
    private readonly wires: readonly ProbedWire[],
  ) {
    this.start = this.values();
  }

  /** The distance from the start, as the weights are now. */
  drift(): Drift[] {
    const now = this.values();
    return this.wires.flatMap(({ nodeId, port }) => {
      const key = `${nodeId}.${port}`;
      const [before, after] = [this.start.get(key), now.get(key)];
      return before && after ? [{ nodeId, ...driftOf(before, after, this.rows.length) }] : [];
    });
  }

  /** Values in training mode: batch norm normalizes by this batch. */
  private values(): Map<string, Float64Array> {
    const { graph } = this;
    const rows = [...graph.controls.data.keys()].map((id): [string, Uint32Array] => [id, Uint32Array.from(this.rows)]);
    return graph.undisturbed(() => {
      const program = new ForwardProgram(graph, checkedForRows(graph, this.rows.length), 'train');
      try {
        program.run(rows);
        return new Map(
          this.wires.flatMap(({ nodeId, port }) => {
            const value = program.read(nodeId, port);
            return value ? [[`${nodeId}.${port}`, value.values] as const] : [];
          }),
        );
      } finally {
        program.free();
      }
    });
  }
}

/** @param rows of both tables, which are rows × units */
export function driftOf(before: Float64Array, after: Float64Array, rows: number): Omit<Drift, 'nodeId'> {
  const units = before.length / rows;
  const [first, second] = [unitMoments(before, units), unitMoments(after, units)];
  const column = (values: Float64Array, unit: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => values[row * units + unit] as number).sort();
  let [wasserstein, meanChange, deviationRatio, counted] = [0, 0, 0, 0];
  for (let unit = 0; unit < units; unit++) {
    const deviation = Math.sqrt(first.variance[unit] as number);
    if (deviation === 0) continue;
    counted++;
    const [a, b] = [column(before, unit), column(after, unit)];
    // Between two samples of one size it is the mean distance of their sorted values.
    const moved = a.reduce((sum, value, place) => sum + Math.abs(value - (b[place] as number)), 0) / rows;
    wasserstein += moved / deviation;
    meanChange += Math.abs((second.mean[unit] as number) - (first.mean[unit] as number)) / deviation;
    deviationRatio += Math.sqrt(second.variance[unit] as number) / deviation;
  }
  return {
    wasserstein: wasserstein / counted,
    meanChange: meanChange / counted,
    deviationRatio: deviationRatio / counted,
  };
}
