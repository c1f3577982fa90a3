/** Rows that a trained model predicts from: they come in the form of its data, and are filled and scaled like them. */
import { type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { formatShape, sameShape } from '../core/shape';
import { sourceOf } from './byte-source';
import { type FeatureRows, readFeatures } from './csv';
import type { DataFile } from './files';
import { imageRows } from './images';
import { readNpzFeatures } from './npz';
import { fillAndScale } from './scaling';
import { featureCount, type PreparedData } from './types';

/** The first bytes of a zip archive, which an `.npz` is. */
const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/**
 * The rows of a table, an archive of arrays or a folder of pictures, filled and scaled as the training data were. Pictures
 * come in the order of their paths, by code point.
 *
 * @param file what was handed in; bytes are taken for an archive by how they begin, else for a table
 * @param data what the model was trained on: a label column or array is left out
 * @param array the name of the array of features in an archive; empty: a usual one, or the only one
 */
export async function prepareInput(
  file: DataFile,
  data: PreparedData,
  array: string,
  where: DiagnosticPlace,
): Promise<Result<FeatureRows>> {
  const read = await readRows(file, data, array, where);
  if (read.ok) fillAndScale(read.value.features, data.fill, data.scaling);
  return read;
}

async function readRows(
  file: DataFile,
  { table }: PreparedData,
  array: string,
  where: DiagnosticPlace,
): Promise<Result<FeatureRows>> {
  const unfit = (found: string): Result<never> =>
    failure([diagnose('inputUnfit', where, { found, expected: formatShape(table.featureShape) })]);
  const source =
    typeof file === 'string' || 'images' in file ? null : file instanceof Uint8Array ? sourceOf(file) : file;
  if (source && isArchive(source.read(0, 2))) {
    const read = await readNpzFeatures(source, array, where);
    if (!read.ok) return read;
    const { featureShape, rows, features } = read.value;
    // The same numbers in one row are as good: a picture that was laid out.
    const same = sameShape(featureShape, table.featureShape) || sameShape(featureShape, [featureCount(table)]);
    return same ? success({ rows, features }) : unfit(`rows of ${formatShape(featureShape)}`);
  }
  if (typeof file !== 'string' && 'images' in file) {
    const { image } = table;
    const square = image && image.width === image.height && image.channels === 3;
    return square ? imageRows(file.images, image.width, where) : unfit('pictures');
  }
  const text = source ? new TextDecoder().decode(source.read(0, source.size)) : String(file);
  const { featureNames, labelColumn, columns } = table;
  const names = featureNames.length > 0 ? featureNames : Array.from({ length: featureCount(table) }, (_, j) => `x${j}`);
  return readFeatures(text, names, where, labelColumn, columns);
}
