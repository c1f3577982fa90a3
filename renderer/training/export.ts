/** Files made of the training charts. */
import { currentDocument } from '../document/store';
import { host } from '../host';
import { type CsvColumn, fileStem, toCsv } from '../run/csv';
import { metricTitle } from '../run/metrics';
import { palette } from '../run/palette';
import { runHistory } from '../run/store';
import { runTexts } from '../texts/run';

const suggest = (what: string): string => `${fileStem(currentDocument().name)}-${what}`;

export function trainingCsv(): string {
  const history = runHistory();
  const columns: CsvColumn[] = [
    { name: 'loss', series: history.loss, column: 0 },
    ...[...history.metrics].map(([id, series]) => ({ name: id, series, column: 0 })),
    { name: 'validation_loss', series: history.validationLoss, column: 0 },
    ...[...history.validationMetrics].map(([id, series]) => ({ name: `validation_${id}`, series, column: 0 })),
  ];
  return toCsv(columns);
}

export async function exportTrainingCsv(): Promise<void> {
  await host.exportFile({ suggestedName: suggest('training.csv'), mime: 'text/csv', data: trainingCsv() });
}

const canvases = new Map<string, HTMLCanvasElement>();

/** The charts on show, for their picture. */
export function registerCanvas(key: string, canvas: HTMLCanvasElement | null): void {
  if (canvas) canvases.set(key, canvas);
  else canvases.delete(key);
}

/** All charts side by side, each under its title. */
export async function exportTrainingPng(): Promise<void> {
  const charts = [...canvases];
  if (charts.length === 0) return;
  const scale = devicePixelRatio;
  const title = 28 * scale;
  const page = document.createElement('canvas');
  page.width = charts.reduce((sum, [, canvas]) => sum + canvas.width, 0);
  page.height = Math.max(...charts.map(([, canvas]) => canvas.height)) + title;
  const context = page.getContext('2d');
  if (!context) return;
  const colors = palette();
  context.fillStyle = colors.panel;
  context.fillRect(0, 0, page.width, page.height);
  context.fillStyle = colors.ink;
  context.font = `600 ${12 * scale}px ${colors.sans}`;
  context.textBaseline = 'middle';
  let x = 0;
  for (const [key, canvas] of charts) {
    context.fillText(key === 'loss' ? runTexts.training.loss : metricTitle(key), x + 12 * scale, title / 2);
    context.drawImage(canvas, x, title);
    x += canvas.width;
  }
  const blob = await new Promise<Blob | null>((resolve) => page.toBlob(resolve, 'image/png'));
  if (!blob) return;
  const data = new Uint8Array(await blob.arrayBuffer());
  await host.exportFile({ suggestedName: suggest('training.png'), mime: 'image/png', data });
}
