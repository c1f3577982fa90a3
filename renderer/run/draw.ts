/** Drawing of series on canvases: bands, lines and the zero line. Works in CSS pixels; the caller gives the scales. */
import { zColumn } from './history';
import type { Palette } from './palette';
import type { StepSeries } from './series';

export type Scale = (value: number) => number;

/** A linear scale from a range of values to a range of pixels. */
export const linear = (low: number, high: number, from: number, to: number): Scale => {
  const slope = high === low ? 0 : (to - from) / (high - low);
  return (value) => from + (value - low) * slope;
};

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * The rows to draw: about `count` of them and always the newest. Rows are chosen by fixed multiples of steps, not by
 * their place, so that a growing curve does not shimmer.
 */
export function rowsToDraw(steps: ArrayLike<number>, count: number): number[] {
  const { length } = steps;
  if (length === 0) return [];
  const first = steps[0] as number;
  const last = steps[length - 1] as number;
  const bucket = 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, (last - first) / Math.max(1, count)))));
  const rows: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < length; row++) {
    const now = Math.floor((steps[row] as number) / bucket);
    if (now === before) continue;
    before = now;
    rows.push(row);
  }
  if (rows.at(-1) !== length - 1) rows.push(length - 1);
  return rows;
}

/** A line through rows of values; NaN breaks it. */
export function traceLine(
  context: CanvasRenderingContext2D,
  rows: readonly number[],
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  x: Scale,
  y: Scale,
): void {
  let pen = false;
  for (const row of rows) {
    const value = values[row] as number;
    if (!Number.isFinite(value)) {
      pen = false;
      continue;
    }
    if (pen) context.lineTo(x(steps[row] as number), y(value));
    else context.moveTo(x(steps[row] as number), y(value));
    pen = true;
  }
}

/** Fills between two edges, piece by piece where values are missing. */
export function fillBetween(
  context: CanvasRenderingContext2D,
  rows: readonly number[],
  steps: ArrayLike<number>,
  lows: ArrayLike<number>,
  highs: ArrayLike<number>,
  x: Scale,
  y: Scale,
): void {
  let piece: number[] = [];
  const close = (): void => {
    if (piece.length > 1) {
      context.beginPath();
      traceLine(context, piece, steps, highs, x, y);
      for (const row of piece.toReversed()) context.lineTo(x(steps[row] as number), y(lows[row] as number));
      context.closePath();
      context.fill();
    }
    piece = [];
  };
  for (const row of rows) {
    if (Number.isFinite(lows[row] as number) && Number.isFinite(highs[row] as number)) piece.push(row);
    else close();
  }
  close();
}

/** p5 to p95, p15 to p85 over it, and the median; `edges` also draws the four outlines. */
export function drawBands(
  context: CanvasRenderingContext2D,
  series: StepSeries,
  rows: readonly number[],
  x: Scale,
  y: Scale,
  colors: Palette,
  edges: boolean,
): void {
  const { steps } = series;
  const of = (name: 'p5' | 'p15' | 'p50' | 'p85' | 'p95') => series.values(zColumn(name));
  context.save();
  context.fillStyle = colors.run;
  context.strokeStyle = colors.run;
  context.lineJoin = 'round';
  context.globalAlpha = Number(colors['band-outer']);
  fillBetween(context, rows, steps, of('p5'), of('p95'), x, y);
  context.globalAlpha = Number(colors['band-inner']);
  fillBetween(context, rows, steps, of('p15'), of('p85'), x, y);
  const stroke = (name: 'p5' | 'p15' | 'p50' | 'p85' | 'p95', width: number, alpha: number): void => {
    context.globalAlpha = alpha;
    context.lineWidth = width;
    context.beginPath();
    traceLine(context, rows, steps, of(name), x, y);
    context.stroke();
  };
  if (edges) {
    for (const name of ['p5', 'p95'] as const) stroke(name, 1, 0.55);
    for (const name of ['p15', 'p85'] as const) stroke(name, 1, 0.8);
  }
  stroke('p50', 1.5, 1);
  context.restore();
}

/** A hairline on the pixel grid. */
export function rule(
  context: CanvasRenderingContext2D,
  color: string,
  from: [number, number],
  to: [number, number],
): void {
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(from[0]) + 0.5, Math.round(from[1]) + 0.5);
  context.lineTo(Math.round(to[0]) + 0.5, Math.round(to[1]) + 0.5);
  context.stroke();
}
