/** The run settings' condition for ending a run early: a bound that is met, or a number that gets no better any more. */
import type { StopWhen } from '../document/types';

/** Loss and metrics, of one update's batch or of one evaluation. */
interface Numbers {
  loss: number;
  metrics: Readonly<Record<string, number>>;
}

/** Looks at the numbers of one run as they come. */
export class StopWatch {
  private best: number | null = null;
  private waited = 0;

  constructor(private readonly stopWhen: StopWhen | undefined) {}

  /** Counts from here on: the run was put somewhere else. */
  restart(): void {
    this.best = null;
    this.waited = 0;
  }

  /** Whether numbers of this split can end the run at all. */
  watches(split: 'train' | 'test'): boolean {
    return this.stopWhen !== undefined && (this.stopWhen.split ?? 'train') === split;
  }

  /**
   * Whether the run has come to the end that its document asks for.
   *
   * @param split where the numbers come from: an update's own batch, or an evaluation on the test split
   */
  meets(split: 'train' | 'test', { loss, metrics }: Numbers): boolean {
    const { stopWhen } = this;
    if (!stopWhen || !this.watches(split)) return false;
    const { metric, below, above, patience } = stopWhen;
    const value = metric === 'loss' ? loss : metrics[metric];
    if (value === undefined) return false;
    if (Number.isFinite(value) && ((below !== undefined && value < below) || (above !== undefined && value > above))) {
      return true;
    }
    return patience !== undefined && this.isStuck(stopWhen, value, patience);
  }

  private isStuck({ metric, direction, minDelta = 0 }: StopWhen, value: number, patience: number): boolean {
    const sign = (direction ?? (metric === 'loss' ? 'min' : 'max')) === 'min' ? -1 : 1;
    if (Number.isFinite(value) && (this.best === null || sign * (value - this.best) > minDelta)) {
      this.best = value;
      this.waited = 0;
      return false;
    }
    this.waited++;
    return this.waited >= patience;
  }
}
