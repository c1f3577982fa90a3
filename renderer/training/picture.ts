/** The training charts as one picture: what each chart on the screen shows, drawn anew in one size, sharp at any other. */
import type uPlot from 'uplot';
import { currentDocument } from '../document/store';
import { exportCanvas, exportSvg, pixelScale } from '../export/picture';
import { svg } from '../export/svg';
import { svgContext } from '../export/svg-context';
import { linear, type Scale } from '../run/draw';
import { formatCount, formatSetting } from '../run/format';
import { type Palette, palette } from '../run/palette';
import { logTicks, ticks } from '../run/scale';
import { runHistory } from '../run/store';
import { runTexts } from '../texts/run';
import { placeLabels } from './marks';

export interface ShownChart {
  title: string;
  chart: uPlot;
}

const WIDTH = 560;
const HEIGHT = 320;
const HEAD = 40;
const EDGES = { left: 60, right: 24, top: 36, bottom: 36 } as const;
/** Letters of 11 px are about this wide. */
const LETTER = 6.2;
const LABEL_ROW = 15;

const isLog = ({ distr }: uPlot.Scale): boolean => distr === 3;

interface Axis {
  at: Scale;
  ticks: number[];
}

function axisOf(scale: uPlot.Scale | undefined, from: number, to: number, count: number): Axis {
  const low = scale?.min ?? 0;
  const high = scale?.max ?? 1;
  if (!scale || !isLog(scale) || !(low > 0)) return { at: linear(low, high, from, to), ticks: ticks(low, high, count) };
  const inner = linear(Math.log10(low), Math.log10(high), from, to);
  return { at: (value) => inner(Math.log10(value)), ticks: logTicks(low, high) };
}

function drawAxes(context: CanvasRenderingContext2D, colors: Palette, x: Axis, y: Axis): void {
  const bottom = HEIGHT - EDGES.bottom;
  context.font = `11px ${colors.mono}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const tick of y.ticks) {
    context.fillStyle = colors.line;
    context.fillRect(EDGES.left, y.at(tick) - 0.5, WIDTH - EDGES.left - EDGES.right, 1);
    context.fillStyle = colors['ink-3'];
    context.fillText(formatSetting(tick), EDGES.left - 8, y.at(tick));
  }
  context.textAlign = 'center';
  for (const tick of x.ticks.filter(Number.isInteger)) {
    context.fillText(formatCount(tick), x.at(tick), bottom + 16);
  }
}

/** What a setting of a series is; uPlot keeps most as functions of the chart and the place. */
const resolved = (setting: unknown, chart: uPlot, place: number): unknown =>
  typeof setting === 'function' ? (setting as (chart: uPlot, place: number) => unknown)(chart, place) : setting;

function drawSeries(context: CanvasRenderingContext2D, chart: uPlot, x: Scale, y: Scale): void {
  const [steps = []] = chart.data;
  const inside = (value: number): number => Math.max(EDGES.top - 1, Math.min(HEIGHT - EDGES.bottom + 1, value));
  chart.series.forEach((series, place) => {
    const values = chart.data[place];
    if (place === 0 || series.show === false || !values) return;
    const color = String(resolved(series.stroke, chart, place) ?? '#000');
    context.save();
    context.globalAlpha = series.alpha ?? 1;
    context.strokeStyle = color;
    context.fillStyle = color;
    context.lineWidth = series.width ?? 1;
    context.lineJoin = 'round';
    context.setLineDash(series.dash ?? []);
    const points: [number, number][] = [];
    values.forEach((value, row) => {
      const step = steps[row];
      if (value === null || value === undefined || step === undefined || !Number.isFinite(value)) return;
      points.push([x(step), inside(y(value))]);
    });
    context.beginPath();
    points.forEach(([left, top], row) => {
      if (row === 0) context.moveTo(left, top);
      else context.lineTo(left, top);
    });
    if (points.length > 1) context.stroke();
    if (resolved(series.points?.show, chart, place) === true) {
      for (const [left, top] of points) {
        context.beginPath();
        context.arc(left, top, 2.5, 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.restore();
  });
}

/** Where something was changed while running, each with what it was. */
function drawMarks(context: CanvasRenderingContext2D, colors: Palette, x: Scale): void {
  const { marks } = runHistory();
  const words = marks.map(({ title, value }) => `${title} ${formatSetting(value)}`.trim());
  const lines = marks.map(({ step }, place) => ({ x: x(step), width: (words[place] as string).length * LETTER }));
  context.font = `11px ${colors.sans}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = colors['ink-2'];
  for (const line of lines) context.fillRect(line.x, EDGES.top, 1, HEIGHT - EDGES.top - EDGES.bottom);
  placeLabels(lines, EDGES.left, WIDTH - EDGES.right, 4).forEach((label, place) => {
    if (label) context.fillText(words[place] as string, label.left, EDGES.top + (label.row + 0.5) * LABEL_ROW);
  });
}

/** What the two kinds of lines are, at the right above the chart. */
function drawKey(context: CanvasRenderingContext2D, colors: Palette): void {
  const { training, validation } = runTexts.training;
  context.font = `11px ${colors.sans}`;
  let right = WIDTH - EDGES.right;
  for (const [word, points] of [
    [validation, true],
    [training, false],
  ] as const) {
    context.textAlign = 'right';
    context.fillStyle = colors['ink-2'];
    context.fillText(word, right, 18);
    right -= word.length * LETTER + 8;
    context.fillStyle = colors.run;
    context.fillRect(right - 18, points ? 17 : 17.5, 18, points ? 2 : 1);
    if (points) {
      context.beginPath();
      context.arc(right - 9, 18, 2.5, 0, 2 * Math.PI);
      context.fill();
    }
    right -= 18 + 16;
  }
}

function drawChart(context: CanvasRenderingContext2D, { title, chart }: ShownChart, colors: Palette): void {
  const x = axisOf(chart.scales.x, EDGES.left, WIDTH - EDGES.right, 5);
  const y = axisOf(chart.scales.y, HEIGHT - EDGES.bottom, EDGES.top, 6);
  context.fillStyle = colors.ink;
  context.font = `600 13px ${colors.sans}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(title, EDGES.left, 18);
  drawKey(context, colors);
  drawAxes(context, colors, x, y);
  drawSeries(context, chart, x.at, y.at);
  drawMarks(context, colors, x.at);
}

/** All charts side by side under the name of the graph. */
function drawCharts(context: CanvasRenderingContext2D, charts: readonly ShownChart[]): void {
  const colors = palette();
  context.fillStyle = colors.panel;
  context.fillRect(0, 0, charts.length * WIDTH, HEAD + HEIGHT);
  context.fillStyle = colors.ink;
  context.font = `600 14px ${colors.sans}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(`${currentDocument().name}, ${runTexts.training.name}`, 16, HEAD / 2 + 4);
  charts.forEach((chart, place) => {
    context.save();
    context.translate(place * WIDTH, HEAD);
    drawChart(context, chart, colors);
    context.restore();
  });
}

export async function exportChartsSvg(charts: readonly ShownChart[]): Promise<void> {
  const { context, markup } = svgContext();
  drawCharts(context, charts);
  await exportSvg('training', svg(charts.length * WIDTH, HEAD + HEIGHT, markup()));
}

export async function exportChartsPng(charts: readonly ShownChart[]): Promise<void> {
  const [width, height] = [charts.length * WIDTH, HEAD + HEIGHT];
  const scale = pixelScale(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  drawCharts(context, charts);
  await exportCanvas('training', canvas);
}
