import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import { cursorKeys, cursorStep, hoverStep, nearestStop, pinStep, useCursor } from '../run/cursor';
import { formatCount, formatFixed, formatSetting, UNKNOWN } from '../run/format';
import type { RunHistory } from '../run/history';
import { LiveText } from '../run/LiveText';
import { palette, paletteVersion } from '../run/palette';
import { ticks } from '../run/scale';
import type { StepSeries } from '../run/series';
import { runHistory, useRun } from '../run/store';
import { useTick } from '../run/use-tick';
import { useKeptRuns } from '../runs/store';
import { runTexts } from '../texts/run';
import { type AlignedCurves, alignCurves, verticalRange } from './curves';
import { drawMarkLabels, drawMarkLines } from './marks';
import { type Overlay, overlayCurves } from './overlays';
import type { ShownChart } from './picture';
import { useChartSettings } from './settings';

const texts = runTexts.training;
const POINTS = 1000;
const FONT = '11px';

export interface ChartSubject {
  /** Key of the chart: `loss`, or the id of a metric node. */
  key: string;
  title: string;
  isShare: boolean;
  training(history: RunHistory): StepSeries | undefined;
  validation(history: RunHistory): StepSeries | undefined;
}

interface Props {
  subject: ChartSubject;
  /** Kept runs that are drawn too. */
  overlays: readonly Overlay[];
  /** Hands the chart out for the export; null when it goes. */
  onChart(key: string, chart: ShownChart | null): void;
}

export const valueAt = (series: StepSeries | undefined, step: number | null): number => {
  if (!series || series.length === 0) return Number.NaN;
  return step === null ? series.latest(0) : (series.values(0)[series.nearest(step)] as number);
};

export const shownValue = (value: number): string => (Number.isNaN(value) ? UNKNOWN : formatFixed(value, 3));

/** What the scales of a chart read anew with each drawing. */
interface Drawn {
  curves: AlignedCurves;
  lastStep: number;
}

/** One chart over steps: training thin and smoothed, validation with its points, marks, and the shared hairline. */
export function TrainingChart({ subject, overlays, onChart }: Props) {
  const logScale = useChartSettings((settings) => settings.logScale) && !subject.isShare;
  const logSteps = useChartSettings((settings) => settings.logSteps);
  const smoothing = useChartSettings((settings) => settings.smoothing);
  const hidden = useKeptRuns((runs) => runs.currentHidden);
  const batch = useRun((view) => view.document?.run.batchSize ?? 0);
  const testRows = useRun((view) => view.info?.testRows ?? 0);
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<{ chart: uPlot; hairline: HTMLDivElement } | null>(null);
  const data = useRef<Drawn>({ curves: { steps: [], runs: [] }, lastStep: 0 });
  const drawn = useRef('');
  const looks = overlays.map(({ color, dash }) => `${color} ${dash}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the looks say when other lines are needed.
  useLayoutEffect(() => {
    const element = holder.current;
    if (!element) return;
    const chart = new uPlot(
      options(element, subject, { logScale, logSteps, overlays }, () => data.current),
      [[]],
      element,
    );
    const hairline = document.createElement('div');
    hairline.className = 'step-hairline';
    hairline.hidden = true;
    chart.over.append(hairline);
    plot.current = { chart, hairline };
    drawn.current = '';
    onChart(subject.key, { title: subject.title, chart });
    const stepUnder = (event: PointerEvent): number | null => {
      const { steps } = runHistory().loss;
      return steps[nearestStop(steps, chart.posToVal(event.offsetX, 'x'))] ?? null;
    };
    const move = (event: PointerEvent) => hoverStep(stepUnder(event));
    const leave = () => hoverStep(null);
    const press = (event: PointerEvent) => {
      const step = stepUnder(event);
      if (step !== null && event.button === 0) pinStep(step);
    };
    chart.over.addEventListener('pointermove', move);
    chart.over.addEventListener('pointerleave', leave);
    chart.over.addEventListener('pointerdown', press);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0) {
        chart.setSize({ width: element.clientWidth, height: element.clientHeight });
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      onChart(subject.key, null);
      plot.current = null;
      chart.destroy();
    };
  }, [subject, logScale, logSteps, looks, onChart]);

  useTick(() => {
    const current = plot.current;
    if (!current) return;
    const history = runHistory();
    const training = subject.training(history);
    const validation = subject.validation(history);
    const others = overlays.map(({ run }) => run.id).join();
    const versions = `${training?.version} ${validation?.version} ${history.marks.length}`;
    const look = `${smoothing} ${logScale} ${logSteps} ${hidden} ${paletteVersion()}`;
    const stamp = `${history.id} ${versions} ${look} ${training?.length} ${others}`;
    if (stamp !== drawn.current && training && validation) {
      drawn.current = stamp;
      const own = hidden && overlays.length > 0 ? [] : [{ training, validation }];
      const kept = overlays.map((overlay) => overlayCurves(overlay, subject.key, subject.title));
      const curves = alignCurves([...own, ...kept], smoothing, POINTS);
      const lastStep = Math.max(own.length > 0 ? history.lastStep : 0, ...overlays.map((overlay) => overlay.lastStep));
      data.current = { curves, lastStep };
      // The lines of this run stand first, empty or not.
      const empty = { training: [], smoothed: [], validation: [] };
      const lines = own.length > 0 ? curves.runs : [empty, ...curves.runs];
      current.chart.setData([
        curves.steps,
        ...lines.flatMap(({ training: raw, smoothed, validation: measured }) => [raw, smoothed, measured]),
      ]);
    }
    placeHairline(current.chart, current.hairline);
    describe(holder.current, subject, history);
  });
  useEffect(
    () => useCursor.subscribe(() => plot.current && placeHairline(plot.current.chart, plot.current.hairline)),
    [],
  );

  return (
    <figure className="training-chart">
      <figcaption>
        <b>{subject.title}</b>
        <span className="legend" title={`${texts.training}, ${texts.batch(formatCount(batch))}`}>
          <i className="swatch thin" aria-hidden="true" />
          <span>
            <span className="wide-only">{texts.training}, </span>
            {texts.batch(formatCount(batch))}
          </span>
          <LiveText className="number" read={() => shownValue(valueAt(subject.training(runHistory()), cursorStep()))} />
        </span>
        {testRows > 0 && (
          <span className="legend" title={`${texts.validation}, ${texts.testRows(formatCount(testRows))}`}>
            <i className="swatch dotted" aria-hidden="true" />
            <span>
              <span className="wide-only">{texts.validation}, </span>
              {texts.testRows(formatCount(testRows))}
            </span>
            <LiveText
              className="number"
              read={() => shownValue(valueAt(subject.validation(runHistory()), cursorStep()))}
            />
          </span>
        )}
        {subject.key === 'loss' && <LiveText className="training-step" read={shownStep} />}
      </figcaption>
      <div
        ref={holder}
        className="training-plot"
        role="slider"
        tabIndex={0}
        aria-label={texts.chart(subject.title)}
        aria-valuemin={0}
        aria-valuenow={0}
        onKeyDown={(event) => cursorKeys(event, runHistory().loss.steps)}
      />
    </figure>
  );
}

const shownStep = (): string => {
  const step = cursorStep();
  return step === null ? '' : texts.atStep(formatCount(step));
};

/** Says the values at the cursor to assistive technology. */
function describe(element: HTMLElement | null, subject: ChartSubject, history: RunHistory): void {
  if (!element) return;
  const step = cursorStep() ?? history.lastStep;
  const training = shownValue(valueAt(subject.training(history), step));
  const validation = shownValue(valueAt(subject.validation(history), step));
  element.setAttribute('aria-valuenow', String(step));
  element.setAttribute('aria-valuemax', String(Math.max(1, history.lastStep)));
  element.setAttribute('aria-valuetext', texts.valueText(formatCount(step), training, validation));
}

function placeHairline(chart: uPlot, hairline: HTMLDivElement): void {
  const step = cursorStep();
  hairline.hidden = step === null;
  if (step !== null) hairline.style.transform = `translateX(${Math.round(chart.valToPos(step, 'x'))}px)`;
  hairline.classList.toggle('pinned', useCursor.getState().pinned);
}

interface Look {
  logScale: boolean;
  logSteps: boolean;
  overlays: readonly Overlay[];
}

/** Three lines of a run: its batches thin, smoothed, and what was validated, with points. */
function linesOf(color: () => string, dash: number[] | undefined): uPlot.Series[] {
  const line = (extra: uPlot.Series): uPlot.Series => ({
    stroke: color,
    spanGaps: true,
    points: { show: false },
    ...(dash && { dash }),
    ...extra,
  });
  return [
    // Of runs before this one only the smoothed line: four thin ones would cover each other.
    line({ width: 1, alpha: 0.4, show: dash === undefined }),
    line({ width: 1.5, alpha: 0.85 }),
    line({ width: 2, points: { show: true, size: 5, space: 10, width: 0, fill: color } }),
  ];
}

function options(
  { clientWidth: width, clientHeight: height }: HTMLElement,
  subject: ChartSubject,
  { logScale, logSteps, overlays }: Look,
  drawn: () => Drawn,
): uPlot.Options {
  const axis = (extra: uPlot.Axis): uPlot.Axis => ({
    font: `${FONT} ${palette().mono}`,
    stroke: () => palette()['ink-3'],
    grid: { stroke: () => palette().line, width: 1 },
    ticks: { show: false },
    gap: 6,
    ...extra,
  });
  const stepTicks = (low: number, high: number): number[] => ticks(low, high, Math.max(2, Math.floor(width / 110)));
  return {
    width: Math.max(10, width),
    height: Math.max(10, height),
    // The last label of the steps stands half beyond the axis.
    padding: [8, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: false,
        distr: logSteps ? 3 : 1,
        range: () => [logSteps ? 1 : 0, Math.max(10, drawn().lastStep)],
      },
      y: {
        distr: logScale ? 3 : 1,
        range: () => {
          const { low, high } = verticalRange(drawn().curves, subject.isShare, logScale);
          return [low, high];
        },
      },
    },
    axes: [
      axis({
        size: 22,
        ...(!logSteps && { splits: (_: uPlot, __: number, low: number, high: number) => stepTicks(low, high) }),
        values: (_, splits) => splits.map((step) => (logSteps && !isLogTick(step) ? '' : formatCount(step))),
        grid: { show: false },
      }),
      axis({
        size: 48,
        values: (_, splits) => splits.map((value) => (logScale && !isLogTick(value) ? '' : formatSetting(value))),
        space: 28,
      }),
    ],
    series: [
      {},
      ...linesOf(() => palette().run, undefined),
      ...overlays.flatMap(({ color, dash }) => linesOf(() => palette()[color], dash)),
    ],
    hooks: { drawAxes: [drawMarkLines], draw: [drawMarkLabels] },
  };
}

/** 1, 2 and 5 times powers of ten; the ends of the scale are not among them. */
function isLogTick(value: number | null): boolean {
  if (value === null) return false;
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((tick) => Math.abs(mantissa - tick) < 1e-6);
}
