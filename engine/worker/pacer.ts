/**
 * Paces a running session: slices of work between turns of the event loop, so that requests are heard, at full speed or at
 * a number of steps a second.
 */

/** How long one slice may take; requests wait no longer than this. */
const SLICE_MS = 12;

export class Pacer {
  /** Null: as fast as it goes. */
  stepsPerSecond: number | null = null;
  private debtSince = 0;
  private owed = 0;

  /** Forgets time that passed while nothing ran. */
  start(now: number): void {
    this.debtSince = now;
    this.owed = 0;
  }

  /**
   * Runs `step` until the slice is over, `step` returns false, or no step is due yet.
   *
   * @returns milliseconds until the next step is due; 0 to go on at once
   */
  slice(now: () => number, step: () => boolean): number {
    const begin = now();
    const rate = this.stepsPerSecond;
    if (rate === null) {
      while (now() - begin < SLICE_MS && step());
      return 0;
    }
    this.owed += ((begin - this.debtSince) / 1000) * rate;
    this.debtSince = begin;
    // After a pause of the whole process, steps that were missed are not made up for.
    this.owed = Math.min(this.owed, Math.max(1, rate / 10));
    while (this.owed >= 1 && now() - begin < SLICE_MS) {
      this.owed--;
      if (!step()) return 0;
    }
    return this.owed >= 1 ? 0 : Math.ceil(((1 - this.owed) / rate) * 1000);
  }
}
