/** Kept runs as the charts draw them: their series, and how each of them looks. */
import type { RunHistory } from '../run/history';
import type { Palette } from '../run/palette';
import { StepSeries } from '../run/series';
import { type KeptRun, seriesOf } from '../runs/kept-run';

interface Look {
  color: keyof Palette;
  dash: number[];
}

/** By place, so that hiding one run recolours no other. Told apart by their dashes too. */
const LOOKS: readonly Look[] = [
  { color: 'moving', dash: [6, 3] },
  { color: 'batch', dash: [2, 3] },
  { color: 'update', dash: [8, 3, 2, 3] },
  { color: 'ink-3', dash: [4, 4] },
];

export interface Overlay extends Look {
  run: KeptRun;
  lastStep: number;
  loss: StepSeries;
  validationLoss: StepSeries;
  metrics: Record<string, StepSeries>;
  validationMetrics: Record<string, StepSeries>;
}

const made = new WeakMap<KeptRun['curves'], Omit<Overlay, 'color' | 'dash' | 'run'>>();

const all = (curves: KeptRun['curves']['metrics']): Record<string, StepSeries> =>
  Object.fromEntries(Object.entries(curves).map(([id, curve]) => [id, seriesOf(curve)]));

function drawnOf({ curves, steps }: KeptRun): Omit<Overlay, 'color' | 'dash' | 'run'> {
  let found = made.get(curves);
  if (!found) {
    found = {
      lastStep: steps,
      loss: seriesOf(curves.loss),
      validationLoss: seriesOf(curves.validationLoss),
      metrics: all(curves.metrics),
      validationMetrics: all(curves.validationMetrics),
    };
    made.set(curves, found);
  }
  return found;
}

type Places = readonly (string | null)[];

/** The runs to draw beside the running one; that itself is not drawn twice. */
export function overlaysOf(places: Places, read: Readonly<Record<string, KeptRun>>, running: RunHistory): Overlay[] {
  return places.flatMap((id, place) => {
    const run = id === null ? undefined : read[id];
    return run && run.id !== running.runId ? [{ ...(LOOKS[place] as Look), run, ...drawnOf(run) }] : [];
  });
}

const NONE = new StepSeries(1, 2);

/** The curves of a chart in a kept run: of the metric with the same id, else of the same title. */
export function overlayCurves(
  { run, loss, validationLoss, metrics, validationMetrics }: Overlay,
  key: string,
  title: string,
): { training: StepSeries; validation: StepSeries } {
  if (key === 'loss') return { training: loss, validation: validationLoss };
  const id = metrics[key] ? key : Object.keys(run.titles).find((other) => run.titles[other] === title);
  return { training: metrics[id ?? ''] ?? NONE, validation: validationMetrics[id ?? ''] ?? NONE };
}

/** How each run that is drawn looks, by its id. */
export const looksByRun = (places: Places): ReadonlyMap<string, Look> =>
  new Map(places.flatMap((id, place) => (id === null ? [] : [[id, LOOKS[place] as Look]])));
