/** The learning rate over the steps of a run, before it runs. */
import type { DataSignature, GraphDocument, GraphNode } from '../../engine';
import { learningRateOf } from '../run/learning-rate';

export interface ScheduleCurve {
  /** Rates at `points.length` steps, evenly from the first to the last. */
  points: readonly { step: number; rate: number }[];
  first: number;
  last: number;
  peak: number;
  steps: number;
}

/** Finer than a picture needs, so that the peak is told right. */
const POINTS = 800;

/** The steps of a run; null where they depend on data that is not known. */
export function runSteps({ run }: GraphDocument, data: Iterable<DataSignature>): number | null {
  if (run.steps !== undefined) return run.steps;
  const rows = Math.min(...[...data].map(({ trainRows }) => trainRows));
  if (run.epochs === undefined || !Number.isFinite(rows) || !(run.batchSize >= 1)) return null;
  return run.epochs * Math.max(1, Math.floor(rows / run.batchSize));
}

/** Null for a rate that never moves. */
export function scheduleCurve(node: GraphNode, steps: number): ScheduleCurve | null {
  const count = Math.min(POINTS, steps);
  if (count < 2) return null;
  const points = Array.from({ length: count }, (_, place) => {
    const step = 1 + Math.round(((steps - 1) * place) / (count - 1));
    return { step, rate: learningRateOf(node, step) ?? Number.NaN };
  });
  const rates = points.map(({ rate }) => rate);
  if (!rates.every(Number.isFinite) || rates.every((rate) => rate === rates[0])) return null;
  return { points, first: rates[0] as number, last: rates.at(-1) as number, peak: Math.max(...rates), steps };
}
