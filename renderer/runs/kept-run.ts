/** A run as it is kept: its curves, its z-statistics, and all that it takes to make it again. Plain data, made of JSON. */
import { type GraphDocument, nodeRegistry, type RunState } from '../../engine';
import { rowsToDraw } from '../run/draw';
import { type Mark, type RunHistory, Z_COLUMNS } from '../run/history';
import { StepSeries } from '../run/series';
import type { RunView } from '../run/session';

/** What the list of runs shows. */
export interface RunSummary {
  id: string;
  /** What the user calls it; empty: it goes by its time. */
  name: string;
  /** The name of its graph. */
  graph: string;
  startedAt: number;
  savedAt: number;
  state: RunState;
  steps: number;
  totalSteps: number;
  seed: number;
  /** SHA-256 of all state after `steps`; empty where the run was not at rest. */
  digest: string;
  loss: number | null;
  validationLoss: number | null;
  /** The first metric of the graph, on the test rows where it was measured there. */
  metric: { title: string; value: number; onTest: boolean } | null;
}

export interface Curve {
  steps: number[];
  /** Null where the number was not finite. */
  values: (number | null)[];
}

export interface KeptLayer {
  symbol: string;
  units: number;
  steps: number[];
  /** In the order of `Z_COLUMNS`. */
  columns: (number | null)[][];
}

export interface KeptRun extends RunSummary {
  format: 'zlens-run';
  version: 1;
  document: GraphDocument;
  backend: string;
  parameters: number;
  curves: {
    loss: Curve;
    validationLoss: Curve;
    metrics: Record<string, Curve>;
    validationMetrics: Record<string, Curve>;
    rates: Record<string, Curve>;
  };
  /** Titles of the metrics by their id. */
  titles: Record<string, string>;
  z: Record<string, KeptLayer>;
  marks: Mark[];
}

const CURVE_POINTS = 1000;
const LAYER_POINTS = 200;

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function keepCurve(series: StepSeries): Curve {
  const rows = rowsToDraw(series.steps, CURVE_POINTS);
  return {
    steps: rows.map((row) => series.steps[row] as number),
    values: rows.map((row) => finite(series.values(0)[row])),
  };
}

const keepCurves = (of: ReadonlyMap<string, StepSeries>): Record<string, Curve> =>
  Object.fromEntries([...of].map(([id, series]) => [id, keepCurve(series)]));

function keepLayer(series: StepSeries): Pick<KeptLayer, 'steps' | 'columns'> {
  const rows = rowsToDraw(series.steps, LAYER_POINTS);
  return {
    steps: rows.map((row) => series.steps[row] as number),
    columns: Z_COLUMNS.map((_, column) => rows.map((row) => finite(series.values(column)[row]))),
  };
}

/** The series of a kept curve, to be drawn as that of a running graph. */
export function seriesOf({ steps, values }: Curve): StepSeries {
  const series = new StepSeries(1, Math.max(2, steps.length));
  steps.forEach((step, place) => {
    series.push(step, [values[place] ?? Number.NaN]);
  });
  return series;
}

const titleOf = (document: GraphDocument, id: string): string => {
  const type = document.nodes.find((node) => node.id === id)?.type;
  return (type !== undefined && nodeRegistry.get(type)?.title) || id;
};

/** What is kept of a run as it stands. Null: it has not made a step, or its graph is gone. */
export function keepRun(
  history: RunHistory,
  view: Pick<RunView, 'document' | 'state' | 'totalSteps' | 'info'>,
  more: { name: string; digest: string; now: number },
): KeptRun | null {
  const { document, info } = view;
  if (history.empty || document === null) return null;
  const [first] = history.metrics.keys();
  const title = first === undefined ? '' : titleOf(document, first);
  const measured = first === undefined ? undefined : history.validationMetrics.get(first);
  const onTest = measured !== undefined && measured.length > 0;
  const metric = first === undefined ? null : finite((onTest ? measured : history.metrics.get(first))?.latest(0));
  return {
    format: 'zlens-run',
    version: 1,
    id: history.runId,
    name: more.name,
    graph: document.name,
    startedAt: history.startedAt,
    savedAt: more.now,
    state: view.state,
    steps: history.lastStep,
    totalSteps: view.totalSteps,
    seed: document.seed,
    digest: more.digest,
    loss: finite(history.loss.latest(0)),
    validationLoss: finite(history.validationLoss.latest(0)),
    metric: metric === null ? null : { title, value: metric, onTest },
    document,
    backend: info?.backend ?? '',
    parameters: info?.parameters ?? 0,
    curves: {
      loss: keepCurve(history.loss),
      validationLoss: keepCurve(history.validationLoss),
      metrics: keepCurves(history.metrics),
      validationMetrics: keepCurves(history.validationMetrics),
      rates: keepCurves(history.rates),
    },
    titles: Object.fromEntries([...history.metrics.keys()].map((id) => [id, titleOf(document, id)])),
    z: Object.fromEntries(
      [...history.probes].map(([id, { symbol, units, series }]) => [id, { symbol, units, ...keepLayer(series) }]),
    ),
    marks: history.marks.map((mark) => ({ ...mark })),
  };
}

export function summaryOf(run: KeptRun): RunSummary {
  const { id, name, graph, startedAt, savedAt, state, steps, totalSteps, seed, digest } = run;
  const { loss, validationLoss, metric } = run;
  return { id, name, graph, startedAt, savedAt, state, steps, totalSteps, seed, digest, loss, validationLoss, metric };
}

/** A run that was written by this version; null for anything else. */
export function isKeptRun(value: unknown): value is KeptRun {
  const run = value as Partial<KeptRun> | null;
  return (
    typeof run === 'object' &&
    run !== null &&
    run.format === 'zlens-run' &&
    run.version === 1 &&
    typeof run.id === 'string' &&
    typeof run.document === 'object' &&
    typeof run.curves === 'object'
  );
}
