/** CSV files made of series. Pure. */
import type { StepSeries } from './series';

export interface CsvColumn {
  name: string;
  series: StepSeries;
  column: number;
}

/** One row for every step that any column has; a field is empty where its column has no value. */
export function toCsv(columns: readonly CsvColumn[]): string {
  const rows = new Map<number, (number | null)[]>();
  columns.forEach(({ series, column }, place) => {
    const values = series.values(column);
    series.steps.forEach((step, row) => {
      let fields = rows.get(step);
      if (!fields) {
        fields = columns.map(() => null);
        rows.set(step, fields);
      }
      fields[place] = values[row] ?? null;
    });
  });
  const quote = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const lines = [...rows.keys()]
    .sort((a, b) => a - b)
    .map((step) => [step, ...(rows.get(step) as (number | null)[])].map((field) => field ?? '').join(','));
  const head = ['step', ...columns.map(({ name }) => quote(name))].join(',');
  return `${[head, ...lines].join('\n')}\n`;
}

/** A file name made of the graph's name: no separators, no leading dot. */
export function fileStem(name: string): string {
  const safe = name
    .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
    .replace(/^[. ]+/, '')
    .trim();
  return safe.slice(0, 60) || 'graph';
}
