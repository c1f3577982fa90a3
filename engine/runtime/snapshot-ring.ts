/**
 * Snapshots of a run in bounded memory. The first and the newest are always there; between them they lie evenly over the
 * run: when there are too many, their distance doubles and every other one goes.
 */
import type { Device, Snapshot } from '../backends/backend';

export interface Kept<T> {
  readonly step: number;
  readonly snapshot: Snapshot;
  /** What was to be remembered beside the state. */
  readonly note: T;
}

/** More would not be found faster: steps between them are replayed. */
const MOST = 128;

export class SnapshotRing<T> {
  private kept: Kept<T>[] = [];
  /** Memory of snapshots that went: a running step allocates nothing. */
  private spare: Snapshot[] = [];
  /** Steps between kept snapshots; a multiple of `every`. */
  private stride: number;

  /**
   * @param budget bytes that all snapshots may take; two are kept in any case
   * @param every smallest number of steps from one to the next
   */
  constructor(
    private readonly device: Device,
    private readonly budget: number,
    readonly every: number,
  ) {
    this.stride = every;
  }

  /** Steps of the snapshots, ascending. */
  get steps(): number[] {
    return this.kept.map(({ step }) => step);
  }

  get bytes(): number {
    return [...this.kept.map(({ snapshot }) => snapshot), ...this.spare].reduce(
      (sum, { bytes }) => sum + bytes.length,
      0,
    );
  }

  /** Begins anew with the state as it stands at `step`. */
  start(step: number, note: T): void {
    this.spare.push(...this.kept.map(({ snapshot }) => snapshot));
    this.kept = [];
    this.stride = this.every;
    this.add(step, note);
  }

  /** Keeps the state as it stands; the snapshots before it must be of earlier steps. */
  add(step: number, note: T): void {
    const newest = this.kept.at(-1);
    if (newest && newest.step >= step) return;
    // The newest stays only where it stands on the grid; else it was there until a newer one came.
    if (this.kept.length > 1 && newest && !this.onGrid(newest.step)) this.recycle(this.kept.pop());
    const snapshot = this.device.snapshot(this.spare.pop());
    this.spare = [];
    this.kept.push({ step, snapshot, note });
    while (this.kept.length > this.capacity) this.thin();
  }

  /** The newest one before or at a step. @throws if all are later. */
  before(step: number): Kept<T> {
    const found = this.kept.findLast((item) => item.step <= step);
    if (!found) throw new Error(`No snapshot reaches back to step ${step}.`);
    return found;
  }

  /** A copy of the state as it stands, which the ring does not keep. */
  copy(): Snapshot {
    return this.device.snapshot();
  }

  restore(snapshot: Snapshot): void {
    this.device.restore(snapshot);
  }

  /** Forgets what lies behind a step. */
  dropAfter(step: number): void {
    while (this.kept.length > 1 && (this.kept.at(-1) as Kept<T>).step > step) this.recycle(this.kept.pop());
  }

  private get capacity(): number {
    const each = Math.max(1, this.kept[0]?.snapshot.bytes.length ?? 1);
    return Math.max(2, Math.min(MOST, Math.floor(this.budget / each)));
  }

  private onGrid(step: number): boolean {
    return (step - (this.kept[0] as Kept<T>).step) % this.stride === 0;
  }

  private thin(): void {
    this.stride *= 2;
    const last = this.kept.length - 1;
    this.kept = this.kept.filter((item, place) => {
      if (place === 0 || place === last || this.onGrid(item.step)) return true;
      this.recycle(item);
      return false;
    });
  }

  private recycle(item: Kept<T> | undefined): void {
    if (item && this.spare.length === 0) this.spare.push(item.snapshot);
  }
}
