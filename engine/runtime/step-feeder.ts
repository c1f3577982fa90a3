/** Feeds one executable with everything that an update reads from outside, as the controls stand. */
import type { Executable } from '../backends/backend';
import type { CheckedGraph } from '../graph/types';
import type { Controls } from './controls';
import { Feeder } from './feeds';

export class StepFeeder {
  private made: Feeder | undefined;
  private madeFor = -1;

  constructor(
    private readonly executable: Executable,
    private readonly checked: CheckedGraph,
    private readonly controls: Controls,
  ) {}

  /** The feeder over the data sets that are in place now. */
  get feeder(): Feeder {
    const { executable, checked, controls } = this;
    if (!this.made || this.madeFor !== controls.dataVersion) {
      this.made = new Feeder(executable, checked, controls.data, controls.parameters);
      this.madeFor = controls.dataVersion;
    }
    return this.made;
  }

  /** Batch, placeholders and scalars of update number `step`, from 1. */
  feed(step: number): void {
    this.feedRows(this.controls.rows(step - 1), step - 1);
  }

  /**
   * Rows of one's own choice in place of the step's batch.
   *
   * @param updates made before: shifts of the data and schedules stand where they stand then
   */
  feedRows(rows: Iterable<readonly [string, Uint32Array]>, updates: number): void {
    const { feeder, controls } = this;
    for (const [id, chosen] of rows) feeder.rows(id, chosen, updates);
    feeder.placeholderValues(controls.fed);
    feeder.scalars(updates + 1);
  }
}
