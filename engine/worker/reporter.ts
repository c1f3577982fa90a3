/**
 * What a running session tells unasked: frames, thinned evenly, with the speed of the run; and checkpoints. Not that a run
 * begins or ends: that is the host's.
 */
import type { Session, StepFrame } from '../runtime/session';
import { takeCheckpoint } from './checkpoint';
import type { RunState, WorkerEvent } from './protocol';

/**
 * At most this many frames, and this many z-summaries in them, go out with one event: a fast run is thinned, one with
 * hundreds of probes more so, because the interface pays for each.
 */
const FRAMES_PER_EVENT = 64;
const SUMMARIES_PER_EVENT = 512;
const FEWEST_FRAMES = 4;
const EVENT_INTERVAL_MS = 50;
/** Shorter times give no speed worth telling. */
const SHORTEST_SECONDS = 0.005;

const framesPerEvent = (probes: number): number =>
  Math.max(FEWEST_FRAMES, Math.min(FRAMES_PER_EVENT, Math.floor(SUMMARIES_PER_EVENT / Math.max(1, probes))));

export class Reporter {
  private frames: StepFrame[] = [];
  private stride = 1;
  private lastEvent = 0;
  private lastCheckpoint = 0;
  private stepsSinceEvent = 0;
  private rate = 0;

  constructor(private readonly send: (event: WorkerEvent) => void) {}

  /** Another graph. */
  begin(): void {
    this.lastCheckpoint = performance.now();
    this.forget();
  }

  /** The run goes on from here: time that passed before does not count. */
  start(): void {
    this.forget();
    this.lastEvent = performance.now();
  }

  forget(): void {
    this.frames = [];
    this.stride = 1;
    this.stepsSinceEvent = 0;
  }

  /** Counts one update. */
  stepped(): void {
    this.stepsSinceEvent++;
  }

  /** Keeps the frame of this step if it is one of those kept: when the list is full, every other one goes. */
  keep(session: Session): void {
    if (session.step % this.stride !== 0) return;
    this.frames.push(session.frame());
    if (this.frames.length < framesPerEvent(session.compiled.probes.length)) return;
    this.stride *= 2;
    this.frames = this.frames.filter(({ step }) => step % this.stride === 0);
  }

  isDue(): boolean {
    return performance.now() - this.lastEvent >= EVENT_INTERVAL_MS;
  }

  /** Tells where the run stands, the newest frame always among the others. */
  tell(session: Session, state: RunState): void {
    const now = performance.now();
    const seconds = (now - this.lastEvent) / 1000;
    if (this.stepsSinceEvent > 0 && seconds > SHORTEST_SECONDS) {
      const rate = this.stepsSinceEvent / seconds;
      this.rate = this.rate === 0 ? rate : 0.7 * this.rate + 0.3 * rate;
    }
    const newest = this.frames.at(-1);
    if (session.step > 0 && this.stepsSinceEvent > 0 && newest?.step !== session.step) {
      this.frames.push(session.frame());
    }
    const z = session.step > 0 ? session.details() : null;
    this.send({
      kind: 'progress',
      state,
      step: session.step,
      totalSteps: session.totalSteps,
      stepsPerSecond: this.rate,
      frames: this.frames,
      latest: z && { step: session.step, z },
    });
    // About as many frames per event as last time fit without thinning again.
    const stride = Math.max(1, this.stride >> 1);
    this.forget();
    this.stride = stride;
    this.lastEvent = now;
  }

  /** Hands out all state, so many seconds after the last time; never where no interval is given. */
  tellCheckpoint(session: Session, everySeconds: number | undefined): void {
    const now = performance.now();
    if (everySeconds === undefined || now - this.lastCheckpoint < everySeconds * 1000) return;
    this.lastCheckpoint = now;
    this.send({ kind: 'checkpoint', checkpoint: takeCheckpoint(session) });
  }
}
