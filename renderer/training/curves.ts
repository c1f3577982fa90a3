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

/** One run in one chart; `null` where it has no point at a step of the list. */
export interface DrawnCurves {
  training: (number | null)[];
  smoothed: (number | null)[];
  validation: (number | null)[];
}

export interface AlignedCurves {
  steps: number[];
  runs: DrawnCurves[];
}

interface Points {
  steps: ArrayLike<number>;
  rows: readonly number[];
  values: readonly (number | null)[];
  /** The first point that is not put down yet. */
  next: number;
}

function pointsOf(series: StepSeries, count: number): Points {
  const { steps } = series;
  const rows = rowsToDraw(steps, count);
  return { steps, rows, values: rows.map((row) => finite(series.values(0)[row])), next: 0 };
}

const nextStep = ({ steps, rows, next }: Points): number =>
  next < rows.length ? (steps[rows[next] as number] as number) : Number.POSITIVE_INFINITY;

/** Training and validation of several runs over one list of steps, at most about `count` points of each. */
export function alignCurves(
  runs: readonly { training: StepSeries; validation: StepSeries }[],
  keep: number,
  count: number,
): AlignedCurves {
  const columns = runs.flatMap(({ training, validation }) => {
    const raw = pointsOf(training, count);
    return [raw, { ...raw, values: keep > 0 ? smooth(raw.values, keep) : raw.values }, pointsOf(validation, count)];
  });
  const steps: number[] = [];
  const out = columns.map((): (number | null)[] => []);
  for (;;) {
    const step = Math.min(...columns.map(nextStep));
    if (!Number.isFinite(step)) break;
    steps.push(step);
    columns.forEach((points, column) => {
      const here = nextStep(points) === step;
      out[column]?.push(here ? (points.values[points.next] ?? null) : null);
      if (here) points.next++;
    });
  }
  const column = (place: number): (number | null)[] => out[place] ?? [];
  return {
    steps,
    runs: runs.map((_, run) => ({
      training: column(3 * run),
      smoothed: column(3 * run + 1),
      validation: column(3 * run + 2),
    })),
  };
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
  const values = curves.runs.flatMap((run) => [...known(run.smoothed), ...known(run.validation)]);
  const used = log ? values.filter((value) => value > 0) : values;
  const range = robustRange(used, used, TRIMMED);
  if (!range) return log ? { low: 0.1, high: 1 } : { low: 0, high: 1 };
  if (log) return { low: range.low / 1.2, high: range.high * 1.2 || 1 };
  const air = (range.high - Math.min(0, range.low)) * 0.05 || 1;
  return { low: range.low >= 0 ? 0 : range.low - air, high: range.high + air };
}
