import { currentDocument } from '../document/store';
import { host } from '../host';
import { fileStem, toCsv } from '../run/csv';
import { Z_COLUMNS } from '../run/history';
import { runHistory } from '../run/store';

/** All layers over all kept steps: columns `nodeId_mean`, `nodeId_std`, `nodeId_p5` and so on. */
export function statisticsCsv(): string {
  return toCsv(
    [...runHistory().probes.values()].flatMap(({ nodeId, series }) =>
      Z_COLUMNS.map((name, column) => ({ name: `${nodeId}_${name}`, series, column })),
    ),
  );
}

export async function exportStatisticsCsv(): Promise<void> {
  const suggestedName = `${fileStem(currentDocument().name)}-z-statistics.csv`;
  await host.exportFile({ suggestedName, mime: 'text/csv', data: statisticsCsv() });
}
