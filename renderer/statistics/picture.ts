/** All layers of the z-statistics as one picture, drawn by the same functions as on the screen. */
import { nodeRegistry } from '../../engine';
import { findNode } from '../document/lookup';
import { currentDocument } from '../document/store';
import { exportCanvas, exportSvg, pixelScale } from '../export/picture';
import { svg } from '../export/svg';
import { svgContext } from '../export/svg-context';
import { cursorStep, useCursor } from '../run/cursor';
import { palette } from '../run/palette';
import { runHistory } from '../run/store';
import { runTexts } from '../texts/run';
import { drawRow } from './draw-row';
import { WIDE } from './layout';
import { axisOf } from './settings';
import { drawAxis } from './step-axis';

const WIDTH = 1080;
const ROW = WIDE.selectedRow;
const HEAD = 40;
const AXIS = 24;
const MARGIN = 16;

const pictureHeight = (): number => HEAD + runHistory().probes.size * ROW + AXIS + MARGIN;

/** Draws name, bands, values and histogram of each layer, one below the other over one step axis. */
function drawStatistics(context: CanvasRenderingContext2D): void {
  const colors = palette();
  const { probes, lastStep } = runHistory();
  const graph = currentDocument();
  context.fillStyle = colors.panel;
  context.fillRect(0, 0, WIDTH, pictureHeight());
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = colors.ink;
  context.font = `600 14px ${colors.sans}`;
  context.fillText(`${graph.name}, ${runTexts.statistics.name}`, MARGIN, HEAD / 2);
  const plot = WIDTH - MARGIN - WIDE.label;
  [...probes.values()].forEach((probe, place) => {
    const top = HEAD + place * ROW;
    context.fillStyle = colors.line;
    context.fillRect(0, top, WIDTH, 1);
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillStyle = colors.ink;
    context.font = `600 12px ${colors.sans}`;
    const type = findNode(graph, probe.nodeId)?.type ?? '';
    context.fillText(nodeRegistry.get(type)?.title ?? probe.nodeId, MARGIN, top + ROW / 2 - 9);
    context.fillStyle = colors['ink-3'];
    context.font = `11px ${colors.mono}`;
    context.fillText(`${probe.nodeId} · ${probe.symbol}`, MARGIN, top + ROW / 2 + 9);
    context.save();
    context.translate(MARGIN + WIDE.label, top);
    drawRow(context, { width: plot - MARGIN, height: ROW }, colors, {
      probe,
      axis: axisOf(probe.nodeId),
      lastStep,
      cursor: cursorStep(),
      pinned: useCursor.getState().pinned,
      layout: WIDE,
    });
    context.restore();
  });
  context.save();
  context.translate(MARGIN + WIDE.label, HEAD + probes.size * ROW);
  drawAxis(context, plot - MARGIN, WIDE);
  context.restore();
}

export function statisticsSvg(): string {
  const { context, markup } = svgContext();
  drawStatistics(context);
  return svg(WIDTH, pictureHeight(), markup());
}

export const exportStatisticsSvg = (): Promise<void> => exportSvg('z-statistics', statisticsSvg());

export async function exportStatisticsPng(): Promise<void> {
  const height = pictureHeight();
  const scale = pixelScale(WIDTH, height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(WIDTH * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  drawStatistics(context);
  await exportCanvas('z-statistics', canvas);
}
