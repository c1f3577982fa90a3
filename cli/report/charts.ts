/** The report's charts as inline SVG: curves over steps, bands of z, histograms. Colours come from the page's style. */

import { type Markup, markup } from './markup';
import type { Bucket, LayerRecord } from './recorder';
import { linearScale, logScale, robustRange, type Scale, tickLabel } from './scale';

const LEFT = 56;
const RIGHT = 16;
const TOP = 10;
const BOTTOM = 22;

interface Box {
  width: number;
  height: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** A line through points. */
function line(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/** The area between two lines. */
function area(upper: readonly (readonly [number, number])[], lower: readonly (readonly [number, number])[]): string {
  return upper.length === 0 ? '' : `${line(upper)}${line([...lower].reverse()).replace('M', 'L')}Z`;
}

const stepScale = (first: number, last: number, { width }: Box): Scale =>
  linearScale(first, Math.max(last, first + 1), LEFT, width - RIGHT, Math.max(2, Math.floor(width / 110)));

/** Grid, ticks and the ground of the plot. */
function axes(x: Scale, y: Scale, { width, height }: Box): Markup {
  const bottom = height - BOTTOM;
  const steps = x.ticks.filter(Number.isInteger);
  return markup`<rect class="ground" x="${LEFT}" y="${TOP}" width="${width - LEFT - RIGHT}" height="${bottom - TOP}"/>
${y.ticks.map((tick) => markup`<path class="grid" d="M${LEFT} ${round(y(tick))}H${width - RIGHT}"/><text class="tick" x="${LEFT - 6}" y="${round(y(tick) + 3.5)}" text-anchor="end">${tickLabel(tick)}</text>`)}
${steps.map((tick) => markup`<text class="tick" x="${round(x(tick))}" y="${height - 6}" text-anchor="middle">${tickLabel(tick)}</text>`)}`;
}

const svg = ({ width, height }: Box, title: string, content: Markup): Markup =>
  markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${content}</svg>`;

/** The plot's inside; lines that leave the range are cut there. */
const clip = (id: string, { width, height }: Box): Markup =>
  markup`<clipPath id="${id}"><rect x="${LEFT}" y="${TOP}" width="${width - LEFT - RIGHT}" height="${height - TOP - BOTTOM}"/></clipPath>`;

export interface CurveChart {
  title: string;
  /** Unique in the page. */
  id: string;
  buckets: readonly Bucket[];
  evaluations: readonly { step: number; value: number }[];
  firstStep: number;
  /** Whether a logarithmic axis may be used. */
  logarithmic: boolean;
}

/** All of a curve, with room; values that are never negative begin at zero or above. */
function curveRange(values: readonly number[]): [number, number] {
  const [low, high] = robustRange(values, 0);
  return [Math.min(...values) >= 0 ? Math.max(0, low) : low, high];
}

/** A value of the updates as mean and spread of each bucket, with the evaluations as dots. */
export function curveChart({ title, id, buckets, evaluations, firstStep, logarithmic }: CurveChart): Markup {
  const box = { width: 1040, height: 240 };
  const last = Math.max(buckets.at(-1)?.step ?? 0, evaluations.at(-1)?.step ?? 0);
  const x = stepScale(firstStep, last, box);
  const values = [...buckets.map(({ mean }) => mean), ...evaluations.map(({ value }) => value)];
  const least = Math.min(...values);
  const most = Math.max(...values);
  const bottom = box.height - BOTTOM;
  const y =
    logarithmic && least > 0 && most / least > 50
      ? logScale(least, most, bottom, TOP)
      : linearScale(...curveRange(values), bottom, TOP, 6);
  const points = buckets.map(({ step, mean }): [number, number] => [x(step), y(mean)]);
  const upper = buckets.map(({ step, max }): [number, number] => [x(step), y(max)]);
  const lower = buckets.map(({ step, min }): [number, number] => [x(step), y(min)]);
  const evaluated = evaluations.map(({ step, value }): [number, number] => [x(step), y(value)]);
  return svg(
    box,
    title,
    markup`${clip(id, box)}${axes(x, y, box)}<g clip-path="url(#${id})"><path class="run outer" d="${area(upper, lower)}"/><path class="run line" d="${line(points)}"/><path class="evaluation line" d="${line(evaluated)}"/></g>
${evaluated.map(([cx, cy]) => markup`<circle class="evaluation dot" cx="${round(cx)}" cy="${round(cy)}" r="${evaluated.length > 60 ? 1.5 : 2.5}"/>`)}`,
  );
}

const HISTOGRAM_BINS = 28;

/** Exact counts of narrow bins, joined to fewer between two limits; what lies outside is counted apart. */
export function rebin(
  histogram: { low: number; high: number; underflow: number; overflow: number; counts: ArrayLike<number> },
  low: number,
  high: number,
  bins: number,
): { counts: number[]; below: number; above: number } {
  const counts = new Array<number>(bins).fill(0);
  let { underflow: below, overflow: above } = histogram;
  const width = (histogram.high - histogram.low) / histogram.counts.length;
  for (let i = 0; i < histogram.counts.length; i++) {
    const count = histogram.counts[i] as number;
    const centre = histogram.low + (i + 0.5) * width;
    const bin = Math.floor(((centre - low) / (high - low)) * bins);
    if (bin < 0) below += count;
    else if (bin >= bins) above += count;
    else counts[bin] = (counts[bin] as number) + count;
  }
  return { counts, below, above };
}

/** The last histogram beside the bands, on the same vertical axis. */
function histogramBars(layer: LayerRecord, y: Scale, from: number, width: number, box: Box): Markup {
  const { last } = layer;
  if (!last) return markup``;
  const { counts } = rebin(last.z.histogram, y.low, y.high, HISTOGRAM_BINS);
  const most = Math.max(1, ...counts);
  const size = (y.high - y.low) / HISTOGRAM_BINS;
  const bars = counts.map((count, i) => {
    const top = y(y.low + (i + 1) * size);
    const height = y(y.low + i * size) - top - 1;
    const length = (count / most) * width;
    return count === 0
      ? markup``
      : markup`<rect class="run bar" x="${from}" y="${round(top)}" width="${round(length)}" height="${round(height)}"/>`;
  });
  return markup`<rect class="ground" x="${from}" y="${TOP}" width="${width}" height="${box.height - TOP - BOTTOM}"/>${bars}`;
}

/** p5 to p95, p15 to p85 and the median of one layer over the run, and its last histogram. */
export function layerChart(layer: LayerRecord, id: string, firstStep: number, lastStep: number): Markup {
  const bands = { width: 860, height: 170 };
  const histogram = { from: bands.width + 8, width: 160 };
  const box = { width: histogram.from + histogram.width + 4, height: bands.height };
  const { points } = layer;
  const x = stepScale(firstStep, lastStep, bands);
  const range = robustRange(points.flatMap(({ z }) => [z.p5, z.p95]));
  const y = linearScale(...range, bands.height - BOTTOM, TOP, 6);
  const at = (key: 'p5' | 'p15' | 'p50' | 'p85' | 'p95') =>
    points.map(({ step, z }): [number, number] => [x(step), y(z[key])]);
  const zero =
    y.low < 0 && y.high > 0 ? markup`<path class="zero" d="M${LEFT} ${round(y(0))}H${bands.width - RIGHT}"/>` : null;
  return svg(
    box,
    `${layer.symbol} of ${layer.nodeId}`,
    markup`${clip(id, bands)}${axes(x, y, bands)}${zero}<g clip-path="url(#${id})"><path class="run outer" d="${area(at('p95'), at('p5'))}"/><path class="run inner" d="${area(at('p85'), at('p15'))}"/><path class="run line" d="${line(at('p50'))}"/></g>${histogramBars(layer, y, histogram.from, histogram.width, box)}`,
  );
}
