/** The loop of a training run: slices of steps with pauses in which Ctrl+C is heard and progress is drawn. */
import { setImmediate } from 'node:timers/promises';
import { type Diagnostic, type EvaluationResult, type Session, StopWatch } from '../engine/index';

/** Called after every update; told of evaluations on the way. */
export interface RunObserver {
  step?(session: Session): void;
  evaluation?(step: number, result: EvaluationResult): void;
  /** Between slices. */
  pause?(done: number, seconds: number, now: number): void;
}

export interface RunOptions {
  steps: number;
  /** Updates between evaluations that the observer sees; 0: none. */
  evaluateEvery: number;
  stop: AbortSignal;
}

export interface RunResult {
  /** Updates made. */
  steps: number;
  /** Time of the updates: feeding, statistics and observers included, evaluations not. */
  seconds: number;
  stopped: boolean;
  /** The document's `stopWhen` ended it. */
  met: boolean;
  problem: Diagnostic | null;
}

const SLICE_MS = 30;
/** Steps between looks at the clock, where steps are fast. */
const LONGEST_STRIDE = 32;

/** Makes updates until all are made, the document's or the user's wish ends the run, or a number is not finite. */
export async function runSteps(session: Session, options: RunOptions, observer: RunObserver): Promise<RunResult> {
  const { steps, evaluateEvery, stop } = options;
  let milliseconds = 0;
  let done = 0;
  let problem: Diagnostic | null = null;
  const { stopWhen } = session.document.run;
  const watch = new StopWatch(stopWhen);
  // A bound on evaluations needs them, whether anybody sees them or not.
  const every = evaluateEvery > 0 || stopWhen?.split !== 'test' ? evaluateEvery : session.document.run.evaluateEvery;
  let met = false;
  while (done < steps && !problem && !met && !stop.aborted) {
    const start = performance.now();
    let now = start;
    // The slice ends early where an evaluation is due.
    const due = every > 0 ? every - (done % every) : steps;
    const end = Math.min(steps, done + due);
    let stride = 1;
    while (done < end && !problem && !met && now - start < SLICE_MS) {
      const until = Math.min(end, done + stride);
      while (done < until) {
        problem = session.update();
        if (problem) break;
        done++;
        observer.step?.(session);
        met = watch.watches('train') && watch.meets('train', { loss: session.loss, metrics: session.metrics() });
        if (met) break;
      }
      const before = now;
      now = performance.now();
      if (now - before < 1) stride = Math.min(LONGEST_STRIDE, stride * 2);
    }
    milliseconds += now - start;
    if (!problem && !met && every > 0 && done % every === 0 && done < steps) {
      const evaluated = session.evaluate(session.evaluationSplit);
      if (evaluated.ok && evaluateEvery > 0) observer.evaluation?.(session.step, evaluated.value);
      met = evaluated.ok && evaluated.value.split === 'test' && watch.meets('test', evaluated.value);
    }
    observer.pause?.(done, milliseconds / 1000, now);
    await setImmediate();
  }
  problem ??= done > 0 ? session.checkState() : null;
  return { steps: done, seconds: milliseconds / 1000, stopped: stop.aborted && done < steps, met, problem };
}
