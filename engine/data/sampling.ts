/**
 * Which rows make up the batch of a step.
 *
 * The order is a pure function of (seed, step): a run that is resumed, forked or played again sees the same batches.
 */
import { Stream } from '../core/rng';
import type { DataFacts, FeatureRowsInto } from './types';

/** Whole batches in one pass over the rows; the last part batch is dropped. */
export function stepsPerEpoch(rows: number, batchSize: number): number {
  return Math.floor(rows / batchSize);
}

/**
 * The batches of one split. With shuffling each epoch takes the rows in an order of its own; without, batch k is rows
 * [kB, (k+1)B) of the split, and the order wraps. Keeps the order of one epoch, so that asking for steps in turn costs little.
 */
export class BatchOrder {
  readonly stepsPerEpoch: number;
  private readonly order: Uint32Array;
  private readonly batch: Uint32Array;
  private epoch = -1;

  /**
   * @param split row ids, in the order they are taken without shuffling
   * @param seed whole number in 0…2^53 − 1
   * @throws RangeError if the split has not one whole batch
   */
  constructor(
    private readonly split: Uint32Array,
    readonly batchSize: number,
    readonly seed: number,
    readonly shuffle: boolean,
  ) {
    this.stepsPerEpoch = stepsPerEpoch(split.length, batchSize);
    if (!(this.stepsPerEpoch >= 1)) {
      throw new RangeError(`a batch of ${batchSize} needs as many rows; the split has ${split.length}`);
    }
    this.order = split.slice();
    this.batch = new Uint32Array(batchSize);
  }

  /** Row ids of the batch of a step, counted from 0. The array is used again by the next call. */
  rows(step: number): Uint32Array {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (this.shuffle && epoch !== this.epoch) this.shuffleFor(epoch);
    const from = (step - epoch * this.stepsPerEpoch) * this.batchSize;
    const { batch, order } = this;
    for (let i = 0; i < batch.length; i++) batch[i] = order[from + i] as number;
    return batch;
  }

  private shuffleFor(epoch: number): void {
    this.order.set(this.split);
    new Stream(this.seed, `batches/${epoch}`).shuffle(this.order);
    this.epoch = epoch;
  }
}

/** Copies the label of each row into a batch. */
export function gatherLabels({ labels }: DataFacts, rows: Uint32Array, out: FeatureRowsInto): void {
  for (let i = 0; i < rows.length; i++) out[i] = labels[rows[i] as number] as number;
}
