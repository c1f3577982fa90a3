/** The loop of a training run: slices of steps with pauses in which Ctrl+C is heard and progress is drawn. */
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic, EvaluationResult, Session } from '../engine/index';

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
  problem: Diagnostic | null;
}

const SLICE_MS = 30;
/** Steps between looks at the clock, where steps are fast. */
const LONGEST_STRIDE = 32;

/** Makes updates until all are made, the user stops, or a number is not finite. */
export async function runSteps(session: Session, options: RunOptions, observer: RunObserver): Promise<RunResult> {
  const { steps, evaluateEvery, stop } = options;
  let milliseconds = 0;
  let done = 0;
  let problem: Diagnostic | null = null;
  while (done < steps && !problem && !stop.aborted) {
    const start = performance.now();
    let now = start;
    // The slice ends early where an evaluation is due.
    const due = evaluateEvery > 0 ? evaluateEvery - (done % evaluateEvery) : steps;
    const end = Math.min(steps, done + due);
    let stride = 1;
    while (done < end && !problem && now - start < SLICE_MS) {
      const until = Math.min(end, done + stride);
      while (done < until) {
        problem = session.update();
        if (problem) break;
        done++;
        observer.step?.(session);
      }
      const before = now;
      now = performance.now();
      if (now - before < 1) stride = Math.min(LONGEST_STRIDE, stride * 2);
    }
    milliseconds += now - start;
    if (!problem && evaluateEvery > 0 && done % evaluateEvery === 0 && done < steps) {
      const evaluated = session.evaluate(session.evaluationSplit);
      if (evaluated.ok) observer.evaluation?.(session.step, evaluated.value);
    }
    observer.pause?.(done, milliseconds / 1000, now);
    await setImmediate();
  }
  problem ??= done > 0 ? session.checkState() : null;
  return { steps: done, seconds: milliseconds / 1000, stopped: stop.aborted && done < steps, problem };
}
