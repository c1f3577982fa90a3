import { chooseExport } from '../export/choose';
import { exportText } from '../export/picture';
import { toCsv } from '../run/csv';
import { Z_COLUMNS } from '../run/history';
import { runHistory } from '../run/store';
import { fileTexts } from '../texts/files';
import { exportStatisticsPng, exportStatisticsSvg } from './picture';

/** All layers over all kept steps: columns `nodeId_mean`, `nodeId_std`, `nodeId_p5` and so on. */
export function statisticsCsv(): string {
  return toCsv(
    [...runHistory().probes.values()].flatMap(({ nodeId, series }) =>
      Z_COLUMNS.map((name, column) => ({ name: `${nodeId}_${name}`, series, column })),
    ),
  );
}

const exportStatisticsCsv = (): Promise<void> => exportText('z-statistics.csv', 'text/csv', statisticsCsv());

export const chooseStatisticsExport = (): void =>
  chooseExport(fileTexts.export.statistics, {
    svg: exportStatisticsSvg,
    png: exportStatisticsPng,
    csv: exportStatisticsCsv,
  });
