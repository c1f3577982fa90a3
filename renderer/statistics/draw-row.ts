/** Draws one layer: bands over steps, the values at the shown step, and the histogram, on one vertical axis. */
import { clamp, drawBands, linear, rowsToDraw, rule, type Scale } from '../run/draw';
import { formatFixed, formatSetting, formatShare, UNKNOWN } from '../run/format';
import { type Moment, type ProbeHistory, zColumn } from '../run/history';
import type { CanvasSize } from '../run/LiveCanvas';
import type { Palette } from '../run/palette';
import { fewTicks, type Range, ticks } from '../run/scale';
import { rebin } from './histogram';
import { DETAIL_HEIGHT, type RowLayout, spreadLabels } from './layout';

export interface RowPicture {
  probe: ProbeHistory;
  axis: Range;
  lastStep: number;
  /** The step under the hairline; null: the newest. */
  cursor: number | null;
  pinned: boolean;
  layout: RowLayout;
}

/** Air above and below the axis. */
const PAD = 6;
const LABEL_GAP = 15;
const NAMES = ['p95', 'p85', 'p50', 'p15', 'p5'] as const;

/** Left and right edge of the plot within a row's canvas. */
export const plotEdges = (width: number, layout: RowLayout): [number, number] => [
  layout.axis,
  width - layout.readout - layout.histogram,
];

export function drawRow(context: CanvasRenderingContext2D, size: CanvasSize, colors: Palette, row: RowPicture): void {
  const { probe, axis, layout } = row;
  const [left, right] = plotEdges(size.width, layout);
  const exact = linear(axis.low, axis.high, size.height - PAD, PAD);
  const y = (value: number) => clamp(exact(value), PAD - 1, size.height - PAD + 1);
  const x = linear(0, Math.max(1, row.lastStep), left, right);
  const moment = probe.momentNear(row.cursor);
  context.font = `11px ${colors.mono}`;
  context.textBaseline = 'middle';

  drawGrid(context, size, colors, axis, exact, left, right);
  const rows = rowsToDraw(probe.series.steps, right - left);
  const detailed = size.height >= DETAIL_HEIGHT;
  drawBands(context, probe.series, rows, x, y, colors, detailed);
  drawClipMarks(context, probe, rows, axis, x, size.height, colors);
  drawLiveLine(context, x(row.lastStep), size.height, colors);
  if (row.cursor !== null && moment) {
    const color = row.pinned ? colors['accent-ink'] : colors['ink-3'];
    rule(context, color, [x(moment.step), PAD - 4], [x(moment.step), size.height - PAD + 3]);
  }
  if (!moment) return;
  if (Number.isNaN(moment.z.mean)) {
    drawNotANumber(context, right, size.height, colors);
    return;
  }
  if (detailed) drawPercentiles(context, moment, row.cursor === null, right, layout.readout, size.height, y, colors);
  else drawMoments(context, moment, right, size.height, colors);
  drawHistogram(context, size, colors, moment, axis, exact, layout, detailed);
}

function drawGrid(
  context: CanvasRenderingContext2D,
  { height }: CanvasSize,
  colors: Palette,
  axis: Range,
  y: Scale,
  left: number,
  right: number,
): void {
  context.textAlign = 'right';
  const places =
    height >= DETAIL_HEIGHT
      ? ticks(axis.low, axis.high, Math.floor((height - 2 * PAD) / 18))
      : fewTicks(axis.low, axis.high);
  for (const tick of places) {
    rule(context, tick === 0 ? colors['line-2'] : colors.line, [left, y(tick)], [right, y(tick)]);
    // In the lowest rows the zero between two labels would touch them; its line is there.
    if (tick === 0 && places.length === 3 && y(0) - y(places[2] as number) < 12) continue;
    context.fillStyle = colors['ink-3'];
    context.fillText(formatSetting(tick), left - 6, y(tick) + 0.5);
  }
}

/** Small triangles where the outer band leaves the axis; one for each excursion. */
function drawClipMarks(
  context: CanvasRenderingContext2D,
  probe: ProbeHistory,
  rows: readonly number[],
  axis: Range,
  x: Scale,
  height: number,
  colors: Palette,
): void {
  const { steps } = probe.series;
  context.fillStyle = colors.run;
  for (const [name, above] of [
    ['p95', true],
    ['p5', false],
  ] as const) {
    const values = probe.series.values(zColumn(name));
    let free = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const value = values[row] as number;
      if (!(above ? value > axis.high : value < axis.low)) continue;
      const place = x(steps[row] as number);
      if (place < free) continue;
      free = place + 10;
      const [tip, base] = above ? [0, 5] : [height, height - 5];
      context.beginPath();
      context.moveTo(place, tip);
      context.lineTo(place - 3.5, base);
      context.lineTo(place + 3.5, base);
      context.fill();
    }
  }
}

function drawLiveLine(context: CanvasRenderingContext2D, x: number, height: number, colors: Palette): void {
  context.save();
  context.setLineDash([1, 2]);
  rule(context, colors['ink-2'], [x, PAD - 4], [x, height - PAD + 3]);
  context.restore();
}

/** All five percentiles by name, with leader lines from the ends of their lines. */
function drawPercentiles(
  context: CanvasRenderingContext2D,
  { z }: Moment,
  leaders: boolean,
  right: number,
  width: number,
  height: number,
  y: Scale,
  colors: Palette,
): void {
  const values = NAMES.map((name) => z[name]);
  const lines = values.map((value) => (Number.isFinite(value) ? y(value) : height / 2));
  const places = spreadLabels(lines, LABEL_GAP, 9, height - 8);
  NAMES.forEach((name, index) => {
    const place = places[index] as number;
    if (leaders) {
      context.save();
      context.globalAlpha = 0.7;
      context.strokeStyle = colors.run;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(right + 1, lines[index] as number);
      context.lineTo(right + 7, place);
      context.stroke();
      context.restore();
    }
    context.textAlign = 'left';
    context.fillStyle = colors['ink-3'];
    context.fillText(name, right + 11, place + 0.5);
    context.textAlign = 'right';
    context.fillStyle = colors.ink;
    context.fillText(value(values[index], 1), right + width - 6, place + 0.5);
  });
}

/** There is nothing to count in what is not a number. */
function drawNotANumber(context: CanvasRenderingContext2D, right: number, height: number, colors: Palette): void {
  context.textAlign = 'left';
  context.fillStyle = colors.bad;
  context.fillText(formatFixed(Number.NaN, 0), right + 9, height / 2);
}

function drawMoments(
  context: CanvasRenderingContext2D,
  { z }: Moment,
  right: number,
  height: number,
  colors: Palette,
): void {
  context.textAlign = 'left';
  context.fillStyle = colors.ink;
  context.fillText(value(z.mean, 2), right + 9, height / 2 - 7);
  context.fillStyle = colors['ink-2'];
  context.fillText(`± ${value(z.std, 2)}`, right + 9, height / 2 + 8);
}

const value = (number: number | undefined, decimals: number): string =>
  number === undefined ? UNKNOWN : formatFixed(number, decimals);

/** Bars along the same axis; what lies beyond it is a thin detached bar, in detail with limit and share. */
function drawHistogram(
  context: CanvasRenderingContext2D,
  { width, height }: CanvasSize,
  colors: Palette,
  moment: Moment,
  axis: Range,
  y: Scale,
  layout: RowLayout,
  detailed: boolean,
): void {
  const left = width - layout.histogram + 8;
  const room = layout.histogram - 24;
  const { bars, under, over, total } = rebin(moment.histogram, axis);
  rule(context, colors['line-2'], [left - 1, PAD - 4], [left - 1, height - PAD + 3]);
  if (total === 0) return;
  const density = (count: number, span: number): number => (span > 0 ? count / span : 0);
  const highest = Math.max(...bars.map((bar) => density(bar.count, bar.high - bar.low)), 1e-300);
  context.fillStyle = colors.run;
  context.globalAlpha = 0.85;
  for (const bar of bars) {
    const [top, bottom] = [y(bar.high), y(bar.low)];
    const gap = bottom - top > 2.5 ? (detailed ? 1 : 0.5) : 0;
    const length = (density(bar.count, bar.high - bar.low) / highest) * room;
    if (bar.count > 0) context.fillRect(left, top + gap / 2, Math.max(1, length), Math.max(0.75, bottom - top - gap));
  }
  context.globalAlpha = 1;
  const widest = Math.max(...bars.map(({ count }) => count), under.count, over.count);
  for (const [end, above] of [
    [over, true],
    [under, false],
  ] as const) {
    if (end.count === 0) continue;
    context.fillStyle = colors.run;
    context.fillRect(left, above ? 0 : height - 3, Math.max(2, (end.count / widest) * room), 3);
    if (!detailed) continue;
    const words = `${above ? '≥' : '<'} ${formatSetting(Number(end.limit.toPrecision(2)))} ${formatShare(end.count / total, 1)}`;
    context.textAlign = 'right';
    context.fillStyle = colors['ink-2'];
    context.fillText(words, width - 4, above ? 10 : height - 9);
  }
}
