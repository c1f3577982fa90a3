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
import { runTexts } from '../texts/run';
import { type AlignedCurves, alignCurves, verticalRange } from './curves';
import { drawMarkLabels, drawMarkLines } from './marks';
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
  /** Hands the canvas out for the export; null when it goes. */
  onCanvas(key: string, canvas: HTMLCanvasElement | null): void;
}

const valueAt = (series: StepSeries | undefined, step: number | null): number => {
  if (!series || series.length === 0) return Number.NaN;
  return step === null ? series.latest(0) : (series.values(0)[series.nearest(step)] as number);
};

const shown = (value: number): string => (Number.isNaN(value) ? UNKNOWN : formatFixed(value, 3));

/** One chart over steps: training thin and smoothed, validation with its points, marks, and the shared hairline. */
export function TrainingChart({ subject, onCanvas }: Props) {
  const logScale = useChartSettings((settings) => settings.logScale) && subject.key === 'loss';
  const smoothing = useChartSettings((settings) => settings.smoothing);
  const batch = useRun((view) => view.document?.run.batchSize ?? 0);
  const testRows = useRun((view) => view.info?.testRows ?? 0);
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<{ chart: uPlot; hairline: HTMLDivElement } | null>(null);
  const curves = useRef<AlignedCurves>({ steps: [], training: [], smoothed: [], validation: [] });
  const drawn = useRef('');

  useLayoutEffect(() => {
    const element = holder.current;
    if (!element) return;
    const chart = new uPlot(
      options(element.clientWidth, element.clientHeight, subject, logScale, () => curves.current),
      [[]],
      element,
    );
    const hairline = document.createElement('div');
    hairline.className = 'step-hairline';
    hairline.hidden = true;
    chart.over.append(hairline);
    plot.current = { chart, hairline };
    drawn.current = '';
    onCanvas(subject.key, chart.ctx.canvas);
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
      onCanvas(subject.key, null);
      plot.current = null;
      chart.destroy();
    };
  }, [subject, logScale, onCanvas]);

  useTick(() => {
    const current = plot.current;
    if (!current) return;
    const history = runHistory();
    const training = subject.training(history);
    const validation = subject.validation(history);
    const versions = `${training?.version} ${validation?.version} ${history.marks.length}`;
    const stamp = `${history.id} ${versions} ${smoothing} ${logScale} ${paletteVersion()} ${training?.length}`;
    if (stamp !== drawn.current && training && validation) {
      drawn.current = stamp;
      curves.current = alignCurves(training, validation, smoothing, POINTS);
      const { steps, training: raw, smoothed, validation: measured } = curves.current;
      current.chart.setData([steps, raw, smoothed, measured]);
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
        <span className="legend">
          <i className="swatch thin" aria-hidden="true" />
          <span>
            <span className="wide-only">{texts.training}, </span>
            {texts.batch(formatCount(batch))}
          </span>
          <LiveText className="number" read={() => shown(valueAt(subject.training(runHistory()), cursorStep()))} />
        </span>
        {testRows > 0 && (
          <span className="legend">
            <i className="swatch dotted" aria-hidden="true" />
            <span>
              <span className="wide-only">{texts.validation}, </span>
              {texts.testRows(formatCount(testRows))}
            </span>
            <LiveText className="number" read={() => shown(valueAt(subject.validation(runHistory()), cursorStep()))} />
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
  const training = shown(valueAt(subject.training(history), step));
  const validation = shown(valueAt(subject.validation(history), step));
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

function options(
  width: number,
  height: number,
  subject: ChartSubject,
  logScale: boolean,
  curves: () => AlignedCurves,
): uPlot.Options {
  const axis = (extra: uPlot.Axis): uPlot.Axis => ({
    font: `${FONT} ${palette().mono}`,
    stroke: () => palette()['ink-3'],
    grid: { stroke: () => palette().line, width: 1 },
    ticks: { show: false },
    gap: 6,
    ...extra,
  });
  const line = (extra: uPlot.Series): uPlot.Series => ({
    stroke: () => palette().run,
    spanGaps: true,
    points: { show: false },
    ...extra,
  });
  return {
    width: Math.max(10, width),
    height: Math.max(10, height),
    // The last label of the steps stands half beyond the axis.
    padding: [8, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [0, Math.max(10, runHistory().lastStep)] },
      y: {
        distr: logScale ? 3 : 1,
        range: () => {
          const { low, high } = verticalRange(curves(), subject.isShare, logScale);
          return [low, high];
        },
      },
    },
    axes: [
      axis({
        size: 22,
        splits: (_, __, low, high) => ticks(low, high, Math.max(2, Math.floor(width / 110))),
        values: (_, splits) => splits.map(formatCount),
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
      line({ width: 1, alpha: 0.4 }),
      line({ width: 1.5, alpha: 0.85 }),
      line({ width: 2, points: { show: true, size: 5, space: 10, width: 0, fill: () => palette().run } }),
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
