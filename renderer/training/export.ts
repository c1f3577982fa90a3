/** Files made of the training charts. */
import { chooseExport } from '../export/choose';
import { exportText } from '../export/picture';
import { type CsvColumn, toCsv } from '../run/csv';
import { runHistory } from '../run/store';
import { fileTexts } from '../texts/files';
import { exportChartsPng, exportChartsSvg, type ShownChart } from './picture';

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

const shown = new Map<string, ShownChart>();

/** The charts on show, for their picture. */
export function registerChart(key: string, chart: ShownChart | null): void {
  if (chart) shown.set(key, chart);
  else shown.delete(key);
}

export const chooseTrainingExport = (): void =>
  chooseExport(fileTexts.export.training, {
    svg: () => exportChartsSvg([...shown.values()]),
    png: () => exportChartsPng([...shown.values()]),
    csv: () => exportText('training.csv', 'text/csv', trainingCsv()),
  });
