/** The result of a training run: what `--json` prints, and the same for people. */
import type { EvaluationResult, Session } from '../engine/index';
import { readable, table } from './print';
import type { RunResult } from './run';

/** The result of a run, as `--json` prints it. */
export interface TrainSummary {
  steps: number;
  seconds: number;
  stepsPerSecond: number;
  compileMs: number;
  backend: string;
  threads: number;
  fma: boolean;
  parameters: number;
  /** Of the last update's forward pass; null if there was no update. */
  loss: number | null;
  metrics: Record<string, number>;
  evaluation: EvaluationResult;
  digest: string;
}

/** The summary of a session after its run. */
export function summarize(session: Session, run: RunResult, evaluation: EvaluationResult): TrainSummary {
  const { backend, threads, fma } = session.device.info;
  const { loss, metrics } = run.steps > 0 ? session.frame() : { loss: null, metrics: {} };
  return {
    steps: run.steps,
    seconds: run.seconds,
    stepsPerSecond: run.seconds > 0 ? run.steps / run.seconds : 0,
    compileMs: session.compileMs,
    backend,
    threads,
    fma,
    parameters: session.checked.parameterCount,
    loss,
    metrics,
    evaluation,
    digest: session.digest(),
  };
}

/** The summary for people. */
export function summaryText(summary: TrainSummary): string {
  const { evaluation, metrics, loss } = summary;
  const measured = (title: string, values: Record<string, number>): [string, string][] =>
    Object.entries(values).map(([id, value]) => [`${title}, ${id}`, readable(value)]);
  return table([
    ['steps', `${readable(summary.steps)} in ${readable(summary.seconds)} s`],
    ['steps per second', readable(Math.round(summary.stepsPerSecond))],
    ['compiled in', `${readable(summary.compileMs)} ms`],
    ['backend', `${summary.backend}, threads ${summary.threads}${summary.fma ? ', fused multiply-add' : ''}`],
    ['parameters', readable(summary.parameters)],
    ...(loss === null ? [] : [['last batch, loss', readable(loss)] as [string, string]]),
    ...measured('last batch', metrics),
    [`${evaluation.split} split, loss`, readable(evaluation.loss)],
    ...measured(`${evaluation.split} split`, evaluation.metrics),
    ['digest', summary.digest],
  ]);
}
