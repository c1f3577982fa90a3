/** Thin lines where something was changed while running, each with what it was. */
import uPlot from 'uplot';
import { formatSetting } from '../run/format';
import { palette } from '../run/palette';
import { runHistory } from '../run/store';

/** Labels that would cover each other go into a row of their own; those that find none are left out. */
const ROWS = 3;
const ROW_HEIGHT = 15;
/** Between a line and its label, in CSS pixels. */
const GAP = 4;

export interface LabelPlace {
  left: number;
  row: number;
}

/**
 * Where labels stand beside their lines: at the right, or at the left where the chart ends before that. The newest are
 * placed first.
 *
 * @param marks the place of each line and the width of its label, oldest first
 * @returns null for a label that has no room
 */
export function placeLabels(
  marks: readonly { x: number; width: number }[],
  low: number,
  high: number,
  gap: number,
): (LabelPlace | null)[] {
  const taken: { left: number; right: number; row: number }[] = [];
  const places = marks.toReversed().map(({ x, width }): LabelPlace | null => {
    const left = x + gap + width <= high ? x + gap : Math.max(low, x - gap - width);
    const right = left + width;
    for (let row = 0; row < ROWS; row++) {
      if (taken.some((other) => other.row === row && left < other.right + gap && right + gap > other.left)) continue;
      taken.push({ left, right, row });
      return { left, row };
    }
    return null;
  });
  return places.reverse();
}

const lineOf = (chart: uPlot, step: number): number => Math.round(chart.valToPos(step, 'x', true));

/** Behind the curves. */
export function drawMarkLines(chart: uPlot): void {
  const { ctx: context, bbox } = chart;
  context.fillStyle = palette()['ink-2'];
  for (const { step } of runHistory().marks) {
    context.fillRect(lineOf(chart, step), bbox.top, Math.max(1, Math.round(uPlot.pxRatio)), bbox.height);
  }
}

/** Over the curves, each on a ground of its own. */
export function drawMarkLabels(chart: uPlot): void {
  const { ctx: context, bbox } = chart;
  const colors = palette();
  const ratio = uPlot.pxRatio;
  const { marks } = runHistory();
  context.save();
  context.font = `${11 * ratio}px ${colors.sans}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const texts = marks.map(({ title, value }) => `${title} ${formatSetting(value)}`.trim());
  const labels = marks.map(({ step }, place) => ({
    x: lineOf(chart, step),
    width: context.measureText(texts[place] as string).width,
  }));
  placeLabels(labels, bbox.left, bbox.left + bbox.width, GAP * ratio).forEach((place, index) => {
    const label = labels[index];
    if (!place || !label) return;
    const top = bbox.top + place.row * ROW_HEIGHT * ratio;
    context.fillStyle = colors.panel;
    context.fillRect(place.left - 2 * ratio, top, label.width + 4 * ratio, ROW_HEIGHT * ratio);
    context.fillStyle = colors['ink-2'];
    context.fillText(texts[index] as string, place.left, top + (ROW_HEIGHT / 2) * ratio);
  });
  context.restore();
}
