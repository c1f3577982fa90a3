/** Turns histories of a run into the aligned columns that a chart draws. Pure. */
import { rowsToDraw } from '../run/draw';
import { type Range, robustRange } from '../run/scale';
import type { StepSeries } from '../run/series';

/** Exponential smoothing, corrected for its start: the first value is the first point. `keep` 0 changes nothing. */
export function smooth(values: readonly (number | null)[], keep: number): (number | null)[] {
  let average = 0;
  let weight = 0;
  return values.map((value) => {
    if (value === null) return null;
    average = keep * average + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return average / weight;
  });
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

export interface AlignedCurves {
  steps: number[];
  training: (number | null)[];
  smoothed: (number | null)[];
  validation: (number | null)[];
}

/** Training and validation over one list of steps, at most about `count` points of each. */
export function alignCurves(training: StepSeries, validation: StepSeries, keep: number, count: number): AlignedCurves {
  const trainingRows = rowsToDraw(training.steps, count);
  const validationRows = rowsToDraw(validation.steps, count);
  const raw = trainingRows.map((row) => finite(training.values(0)[row]));
  const smoothed = keep > 0 ? smooth(raw, keep) : raw;
  const result: AlignedCurves = { steps: [], training: [], smoothed: [], validation: [] };
  let t = 0;
  let v = 0;
  while (t < trainingRows.length || v < validationRows.length) {
    const trainingStep = t < trainingRows.length ? (training.steps[trainingRows[t] as number] as number) : Infinity;
    const validationStep =
      v < validationRows.length ? (validation.steps[validationRows[v] as number] as number) : Infinity;
    result.steps.push(Math.min(trainingStep, validationStep));
    const hasTraining = trainingStep <= validationStep;
    const hasValidation = validationStep <= trainingStep;
    result.training.push(hasTraining ? (raw[t] ?? null) : null);
    result.smoothed.push(hasTraining ? (smoothed[t] ?? null) : null);
    result.validation.push(hasValidation ? finite(validation.values(0)[validationRows[v] as number]) : null);
    if (hasTraining) t++;
    if (hasValidation) v++;
  }
  return result;
}

/** The first, high values of a loss are worth seeing: less is cut off than from z. */
const TRIMMED = 0.005;

/**
 * The vertical range of a chart. Shares (all values within 0 and 1) get the whole of it; else the range is robust, with
 * some air, and starts at 0 where the values are positive, or at their lowest on a log scale.
 */
export function verticalRange(curves: AlignedCurves, isShare: boolean, log: boolean): Range {
  if (isShare) return { low: 0, high: 1 };
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const values = [...known(curves.smoothed), ...known(curves.validation)];
  const used = log ? values.filter((value) => value > 0) : values;
  const range = robustRange(used, used, TRIMMED);
  if (!range) return log ? { low: 0.1, high: 1 } : { low: 0, high: 1 };
  if (log) return { low: range.low / 1.2, high: range.high * 1.2 || 1 };
  const air = (range.high - Math.min(0, range.low)) * 0.05 || 1;
  return { low: range.low >= 0 ? 0 : range.low - air, high: range.high + air };
}
