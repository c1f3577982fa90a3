/** From the parameters of a dataset node to rows that a run can train on: read or generate, split, fill, scale. */

import type { SourceName } from '../core/data-sources';
import { type Diagnostic, type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { blobs } from './blobs';
import { circles } from './circles';
import { type FeatureRows, readCsv, readFeatures } from './csv';
import { digits } from './digits';
import { iris } from './iris';
import { moons } from './moons';
import { checkParameters, type DataParameters } from './parameters';
import { featureStatistics, fillAndScale, fitScaling } from './scaling';
import { spirals } from './spirals';
import { splitRows } from './split';
import { type DataTable, featureCount, type PreparedData } from './types';
import { xor } from './xor';

/**
 * The data of a dataset node. The same parameters, seed and files give the same bytes on every platform.
 *
 * @param parameters as they stand in the document; what is missing takes the default of the dataset node
 * @param seed whole number in 0…2^53 − 1
 * @param files text of each data file, by the path that the parameters name
 * @param nodeId the node that diagnostics are placed at
 */
export async function prepare(
  parameters: Readonly<Record<string, unknown>>,
  seed: number,
  files: ReadonlyMap<string, string>,
  nodeId: string | null = null,
): Promise<Result<PreparedData>> {
  const where: DiagnosticPlace = { nodeId };
  const checked = checkParameters(parameters, where);
  if (!checked.ok) return checked;
  const settings = checked.value;
  const loaded = await load(settings, seed, files, where);
  if (!loaded.ok) return loaded;
  const table = loaded.value;
  const diagnostics = [...checked.diagnostics, ...loaded.diagnostics];
  if (settings.testFraction > 0 && table.rows < 2) {
    const detail = 'one row cannot be split into training and test rows';
    return failure([...diagnostics, diagnose('dataParameter', { ...where, parameter: 'testFraction' }, { detail })]);
  }
  const split = splitRows(table.rows, settings.testFraction, seed);
  const statistics = featureStatistics(table.features, featureCount(table), split.train);
  const scaling = fitScaling(settings.scale, statistics);
  fillAndScale(table.features, statistics.mean, scaling);
  return success({ table, split, scaling, fill: statistics.mean }, diagnostics);
}

/**
 * The rows of a CSV that a model predicts from, filled and scaled as its training data were.
 *
 * @param text the CSV; a label column is left out if there is one
 * @param data what the model was trained on
 */
export function prepareInput(text: string, data: PreparedData, where: DiagnosticPlace): Result<FeatureRows> {
  const read = readFeatures(text, data.table.featureNames, where, data.table.labelColumn);
  if (read.ok) fillAndScale(read.value.features, data.fill, data.scaling);
  return read;
}

const generators: Record<
  Exclude<SourceName, 'csv'>,
  (seed: number, settings: DataParameters) => DataTable | Promise<DataTable>
> = {
  digits,
  iris,
  blobs,
  circles,
  spirals,
  xor,
  moons,
};

async function load(
  settings: DataParameters,
  seed: number,
  files: ReadonlyMap<string, string>,
  where: DiagnosticPlace,
): Promise<Result<DataTable>> {
  if (settings.source !== 'csv') return success(await generators[settings.source](seed, settings));
  const place = { ...where, parameter: 'path' };
  const { path } = settings;
  const missing = (detail: string): Diagnostic[] => [diagnose('dataFileMissing', place, { path, detail })];
  if (path === '') return failure(missing('no file is chosen'));
  const text = files.get(path);
  if (text === undefined) return failure(missing('it is not there'));
  return readCsv(text, settings, where);
}
