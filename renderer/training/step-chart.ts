/** A small chart over steps on a canvas: one line, or what is planned behind what was done. */

import { linear, traceLine } from '../run/draw';
import { formatCount, formatSetting } from '../run/format';
import type { CanvasSize } from '../run/LiveCanvas';
import { palette } from '../run/palette';
import { ticks } from '../run/scale';

export interface StepLine {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
  color: string;
  width: number;
  dash?: number[];
}

const EDGES = { left: 52, right: 16, top: 8, bottom: 20 } as const;

/** Where the step axis lies, for the hairline: from and to, in pixels. */
export const stepEdges = (width: number): [number, number] => [EDGES.left, width - EDGES.right];

export function drawStepChart(
  context: CanvasRenderingContext2D,
  size: CanvasSize,
  { lines, lastStep, marked }: { lines: readonly StepLine[]; lastStep: number; marked: number | null },
): void {
  const colors = palette();
  const values = lines.flatMap((line) => [...Array.from(line.values)].filter(Number.isFinite));
  const high = Math.max(Number.MIN_VALUE, ...values) * 1.08;
  const [left, right] = stepEdges(size.width);
  const x = linear(0, Math.max(1, lastStep), left, right);
  const y = linear(0, high, size.height - EDGES.bottom, EDGES.top);
  context.font = `11px ${colors.mono}`;
  context.textBaseline = 'middle';
  for (const tick of ticks(0, high, Math.max(2, Math.floor((size.height - EDGES.bottom) / 32)))) {
    context.fillStyle = colors.line;
    context.fillRect(left, Math.round(y(tick)), right - left, 1);
    context.fillStyle = colors['ink-3'];
    context.textAlign = 'right';
    context.fillText(formatSetting(tick), left - 6, y(tick));
  }
  context.textAlign = 'center';
  for (const tick of ticks(0, Math.max(1, lastStep), Math.max(2, Math.floor(size.width / 110)))) {
    context.fillText(formatCount(tick), x(tick), size.height - EDGES.bottom / 2);
  }
  for (const line of lines) {
    context.strokeStyle = line.color;
    context.lineWidth = line.width;
    context.setLineDash(line.dash ?? []);
    context.beginPath();
    traceLine(
      context,
      Array.from(line.steps, (_, row) => row),
      line.steps,
      line.values,
      x,
      y,
    );
    context.stroke();
  }
  context.setLineDash([]);
  if (marked === null) return;
  context.fillStyle = colors['ink-3'];
  context.fillRect(Math.round(x(marked)), EDGES.top, 1, size.height - EDGES.bottom - EDGES.top);
}
