/**
 * The past of a run: snapshots, and the changes from outside with the step at which each was made. With both, any step can
 * be made again bit for bit: state, batches and random numbers follow from the seed and the step.
 *
 * One may stand before the end of what is known. Going on from there repeats what was, changes included, until a new
 * change is made; then what lay ahead is forgotten.
 */
import type { Device } from '../backends/backend';
import type { ControlState, Controls, Edit } from './controls';
import { SnapshotRing } from './snapshot-ring';

/** A change and the number of updates made before it. */
export interface TimedEdit {
  readonly step: number;
  readonly edit: Edit;
}

/** What a snapshot remembers beside the state. */
interface Beside {
  readonly controls: ControlState;
  /** Number of edits made before it. */
  readonly edits: number;
}

/** Does what an edit says to the controls or to the state. */
type Perform = (edit: Edit) => void;

/** Steps from one snapshot to the next at first. */
const EVERY = 100;

export class Timeline {
  private readonly ring: SnapshotRing<Beside>;
  private log: TimedEdit[] = [];
  /** Edits of the log that are in force; the others lie ahead. */
  private done = 0;
  /** The farthest step that this past knows. */
  private head = 0;
  private origin = 0;

  /** @param budget bytes for snapshots; the first and the newest are kept in any case */
  constructor(
    device: Device,
    private readonly controls: Controls,
    private readonly perform: Perform,
    budget: number,
  ) {
    this.ring = new SnapshotRing(device, budget, EVERY);
  }

  /** Begins anew: the state and the controls as they stand are where this past starts. */
  start(step: number): void {
    this.log = [];
    this.done = 0;
    this.origin = step;
    this.head = step;
    this.ring.start(step, this.beside());
  }

  /** All changes, ascending by step. */
  get edits(): readonly TimedEdit[] {
    return this.log;
  }

  /** The first and the last step that can be gone to. */
  get range(): { first: number; last: number } {
    return { first: this.origin, last: this.head };
  }

  /** Steps of the snapshots, ascending. */
  get snapshots(): number[] {
    return this.ring.steps;
  }

  /** Bytes that the snapshots take. */
  get bytes(): number {
    return this.ring.bytes;
  }

  /** Whether a snapshot is due before the update after `step`. */
  isDue(step: number): boolean {
    return (step - this.origin) % EVERY === 0 && step > (this.ring.steps.at(-1) as number);
  }

  /** Keeps the state as it stands at `step`. */
  keep(step: number): void {
    this.ring.add(step, this.beside());
  }

  /** An update was made. */
  reached(step: number): void {
    if (step > this.head) this.head = step;
  }

  /** A change made at `step`. Where other steps lay ahead, they are forgotten. */
  record(step: number, edit: Edit): void {
    if (step < this.head) {
      this.log.length = this.done;
      this.ring.dropAfter(step);
      this.head = step;
    }
    const last = this.log.at(-1);
    // Dragging a slider sets many values at one step: the last one counts.
    if (last && last.step === step && sameTarget(last.edit, edit)) this.log.pop();
    this.log.push({ step, edit });
    this.done = this.log.length;
  }

  /** Brings into force what was changed at this step, where it is passed once more. */
  repeat(step: number): void {
    for (let next = this.log[this.done]; next && next.step <= step; next = this.log[this.done]) {
      this.done++;
      this.perform(next.edit);
    }
  }

  /** Forgets what lies ahead of `step`. */
  forgetAfter(step: number): void {
    this.log.length = this.done;
    this.ring.dropAfter(step);
    this.head = step;
  }

  /**
   * Puts state and controls back to the newest snapshot before or at a step.
   *
   * @returns the step of that snapshot
   */
  rewind(step: number): number {
    const { step: at, snapshot, note } = this.ring.before(step);
    this.ring.restore(snapshot);
    this.controls.restore(note.controls);
    this.done = note.edits;
    return at;
  }

  /** Runs something that goes through the past, and then puts state, controls and place back as they were. */
  visit<T>(run: () => T): T {
    const [state, controls, done] = [this.ring.copy(), this.controls.capture(), this.done];
    try {
      return run();
    } finally {
      this.ring.restore(state);
      this.controls.restore(controls);
      this.done = done;
    }
  }

  private beside(): Beside {
    return { controls: this.controls.capture(), edits: this.done };
  }
}

/** Whether the second edit leaves nothing of the first. */
function sameTarget(a: Edit, b: Edit): boolean {
  if (a.kind === 'set' && b.kind === 'set') return a.nodeId === b.nodeId && a.parameter === b.parameter;
  if (a.kind === 'feed' && b.kind === 'feed') return a.nodeId === b.nodeId;
  return a.kind === 'data' && b.kind === 'data' && a.nodeId === b.nodeId;
}
