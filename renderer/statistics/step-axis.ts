/** Draws the labels of the steps under the rows. */
import { cursorStep } from '../run/cursor';
import { linear } from '../run/draw';
import { formatCount } from '../run/format';
import { palette } from '../run/palette';
import { ticks } from '../run/scale';
import { runHistory } from '../run/store';
import { plotEdges } from './draw-row';
import { type RowLayout, stepTicks } from './layout';

export function drawAxis(context: CanvasRenderingContext2D, width: number, layout: RowLayout): void {
  const colors = palette();
  const [left, right] = plotEdges(width, layout);
  const { lastStep } = runHistory();
  const x = linear(0, Math.max(1, lastStep), left, right);
  const cursor = cursorStep();
  context.font = `11px ${colors.mono}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  const label = (step: number, color: string): void => {
    context.fillStyle = color;
    context.fillText(formatCount(step), x(step), 14);
  };
  const shown = cursor ?? lastStep;
  const round = ticks(0, Math.max(1, lastStep), Math.max(2, Math.floor((right - left) / 110))).filter(Number.isInteger);
  for (const tick of stepTicks(round, lastStep, x, 48)) {
    context.fillStyle = colors['line-2'];
    context.fillRect(Math.round(x(tick)), 0, 1, 4);
    if (Math.abs(x(tick) - x(shown)) >= 48) label(tick, colors['ink-3']);
  }
  if (Math.abs(x(lastStep) - x(shown)) >= 48) label(lastStep, colors['ink-3']);
  label(shown, cursor === null ? colors.ink : colors['accent-ink']);
}
