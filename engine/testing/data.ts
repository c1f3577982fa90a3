/** Data sets for tests. */
import type { Diagnostic, Result } from '../core/diagnostics';
import type { DataFile } from '../data/files';
import { prepare } from '../data/prepare';
import type { DataParameters, PreparedData } from '../data/types';
import { resolveParameters } from '../graph/parameters';
import { dataset } from '../nodes/dataset';
import { INITIALIZERS } from '../nodes/initializers';

/** The parameters of a dataset node with their defaults; throws for wrong ones. */
export function dataParameters(given: Readonly<Record<string, unknown>>): DataParameters {
  const problems: Diagnostic[] = [];
  const parameters = resolveParameters('data', dataset.parameters, given, INITIALIZERS, problems);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return parameters as unknown as DataParameters;
}

/** What a dataset node with these parameters prepares. */
export const prepareData = (
  given: Readonly<Record<string, unknown>>,
  file?: DataFile,
  seed = 1,
): Promise<Result<PreparedData>> => prepare(dataParameters(given), seed, file, 'data');

/** The features of some rows (all if none are given), dense. */
export function featuresOf({ store }: PreparedData, rows?: Uint32Array): Float32Array {
  const chosen = rows ?? Uint32Array.from({ length: store.rows }, (_, row) => row);
  const values = new Float32Array(chosen.length * store.width);
  store.gather(chosen, values, store.width);
  return values;
}
