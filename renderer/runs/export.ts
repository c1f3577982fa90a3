/** Files made of a kept run. */
import { type CsvColumn, fileStem, toCsv } from '../run/csv';
import { Z_COLUMNS } from '../run/history';
import { eventFile, type ScalarEvent } from './event-file';
import { type Curve, type KeptRun, seriesOf } from './kept-run';

/** Every curve of a run by its name, those of the layers among them. */
function curvesOf({ curves, z }: KeptRun): [string, Curve][] {
  const { loss, metrics, validationLoss, validationMetrics, rates } = curves;
  const layers = Object.entries(z).flatMap(([id, { steps, columns }]) =>
    Z_COLUMNS.map((name, column): [string, Curve] => [`z/${id}/${name}`, { steps, values: columns[column] ?? [] }]),
  );
  return [
    ['loss', loss],
    ...Object.entries(metrics),
    ['validation_loss', validationLoss],
    ...Object.entries(validationMetrics).map(([id, curve]): [string, Curve] => [`validation_${id}`, curve]),
    ...Object.entries(rates).map(([id, curve]): [string, Curve] => [`learning_rate_${id}`, curve]),
    ...layers,
  ].filter((entry): entry is [string, Curve] => (entry[1] as Curve).steps.length > 0);
}

export function runCsv(run: KeptRun): string {
  const columns = curvesOf(run).map(([name, curve]): CsvColumn => ({ name, series: seriesOf(curve), column: 0 }));
  return toCsv(columns);
}

/** The tag that TensorBoard groups by: what it is, then whose. */
function tagOf(name: string): string {
  const validation = /^validation_(.*)$/.exec(name);
  if (validation) return `${validation[1]}/validation`;
  const rate = /^learning_rate_(.*)$/.exec(name);
  if (rate) return `learning_rate/${rate[1]}`;
  return name.startsWith('z/') ? name : `${name}/train`;
}

/** Wall times are spread evenly over the run: what is known is when it began and when it was last written. */
export function runEvents(run: KeptRun): Uint8Array<ArrayBuffer> {
  const begin = run.startedAt / 1000;
  const perStep = Math.max(0, run.savedAt / 1000 - begin) / Math.max(1, run.steps);
  const events = curvesOf(run).flatMap(([name, { steps, values }]) =>
    steps.flatMap((step, place): ScalarEvent[] => {
      const value = values[place] ?? null;
      return value === null ? [] : [{ wallTime: begin + perStep * step, step, tag: tagOf(name), value }];
    }),
  );
  return eventFile(
    begin,
    events.sort((a, b) => a.step - b.step),
  );
}

/** The name that TensorBoard finds event files by. */
export const eventFileName = ({ startedAt, graph }: KeptRun): string =>
  `events.out.tfevents.${Math.floor(startedAt / 1000)}.${fileStem(graph).replaceAll(' ', '-')}`;
