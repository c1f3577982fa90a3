/** From the parameters of a dataset node to rows that a run can train on: read or generate, split, fill, scale. */

import type { SourceName } from '../core/data-sources';
import { type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { blobs } from './blobs';
import { dataProblem } from './byte-source';
import { cats3 } from './cats3';
import { circles } from './circles';
import { digits } from './digits';
import { type DataFile, readFile } from './files';
import { gaussians } from './gaussians';
import { iris } from './iris';
import { moons } from './moons';
import { catDogChick, cats } from './pictures/animals';
import { fingers } from './pictures/fingers';
import { quadratic } from './quadratic';
import { featureStatistics, fitScaling } from './scaling';
import { spirals } from './spirals';
import { sortByClass, splitRows } from './split';
import { MemoryStore } from './store';
import { type DataParameters, type DataTable, featureCount, type PreparedData, type StoredData } from './types';
import { xor } from './xor';

/** Sources that read a file of the user's. */
type FileSource = 'csv' | 'npz' | 'images';

/** Sources that make their rows themselves. The same seed gives the same bytes everywhere. */
const generators: Record<
  Exclude<SourceName, FileSource>,
  (seed: number, settings: DataParameters) => DataTable | Promise<DataTable>
> = {
  blobs,
  circles,
  spirals,
  xor,
  moons,
  gaussians,
  cats,
  cats3,
  catDogChick,
  fingers,
  quadratic,
  iris,
  digits,
};

/**
 * The data of a dataset node. The same parameters, seed and files give the same bytes on every platform.
 *
 * @param settings parameters after the check of the graph
 * @param seed whole number in 0…2^53 − 1
 * @param file what the parameters name by `path`, if it is there
 * @param nodeId the node that diagnostics are placed at
 */
export async function prepare(
  settings: DataParameters,
  seed: number,
  file: DataFile | undefined,
  nodeId: string | null = null,
): Promise<Result<PreparedData>> {
  try {
    return await prepareRows(settings, seed, file, { nodeId });
  } catch (error) {
    return failure([dataProblem(error)]);
  }
}

async function prepareRows(
  settings: DataParameters,
  seed: number,
  file: DataFile | undefined,
  where: DiagnosticPlace,
): Promise<Result<PreparedData>> {
  const loaded = await load(settings, seed, file, where);
  if (!loaded.ok) return loaded;
  const { facts, store } = loaded.value;
  const { diagnostics } = loaded;
  if (settings.testFraction > 0 && facts.rows < 2) {
    const detail = 'one row cannot be split into training and test rows';
    return failure([...diagnostics, diagnose('dataParameter', { ...where, parameter: 'testFraction' }, { detail })]);
  }
  const inOrder = splitRows(facts.rows, settings.testFraction, seed);
  const split = settings.order === 'class' ? sortByClass(inOrder, facts.labels) : inOrder;
  // Statistics always add up the rows in the order of the file: the order of training changes no bit of them.
  const statistics = featureStatistics(store, inOrder.train, settings.scale === 'standard');
  const infinite = statistics.max.findIndex(
    (most, j) => !(most - (statistics.min[j] as number) < Number.POSITIVE_INFINITY),
  );
  if (infinite >= 0) {
    const detail = `feature ${facts.featureNames[infinite] ?? infinite} has an infinite value`;
    return failure([...diagnostics, diagnose('dataParameter', where, { detail })]);
  }
  const scaling = fitScaling(settings.scale, statistics);
  store.fillAndScale(statistics.mean, scaling);
  const { shift } = settings;
  return success({ table: facts, store, split, scaling, fill: statistics.mean, seed, shift }, diagnostics);
}

async function load(
  settings: DataParameters,
  seed: number,
  file: DataFile | undefined,
  where: DiagnosticPlace,
): Promise<Result<StoredData>> {
  const { source } = settings;
  if (source === 'csv' || source === 'npz' || source === 'images') return readFile(source, file, settings, where);
  const { features, ...facts } = await generators[source](seed, settings);
  return success({ facts, store: new MemoryStore(features, featureCount(facts)) });
}
