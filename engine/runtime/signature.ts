/** What the checker and the interface need to know of a data set: shapes, classes, and a few rows to show. */
import { LATE, rowValues } from '../data/row-values';
import type { PreparedData } from '../data/types';
import type { DataPreview, DataSignature } from '../graph/types';

const PICTURES = 12;
const POINTS = 240;

/** Rows of the preview: of training alone, or of both splits where a shift makes them differ. */
function previewRows({ split, shift }: PreparedData, count: number, spreadOut: boolean): Uint32Array {
  const some = (rows: Uint32Array, most: number): number[] => {
    const taken = Math.min(most, rows.length);
    const at = (i: number): number => (spreadOut ? Math.floor((i * rows.length) / taken) : i);
    return Array.from({ length: taken }, (_, i) => rows[at(i)] as number);
  };
  const differ = split.test.length > 0 && shift.some(({ on }) => on !== 'all' && on !== 'train');
  if (!differ) return Uint32Array.from(some(split.train, count));
  return Uint32Array.from([...some(split.train, count / 2), ...some(split.test, count / 2)]);
}

/** The preview shows the world as the document's shift leaves it. */
function preview(data: PreparedData): DataPreview {
  const { table, store, shift } = data;
  const { width } = store;
  const { image } = table;
  // Rows that are no pictures are spread evenly over the file, because files are often sorted by class.
  const rows = previewRows(data, image ? PICTURES : POINTS, !image);
  const { values, taken } = rowValues(data, rows, shift, LATE);
  if (image) {
    const pictures = Array.from(rows, (_, i) => values.slice(i * width, (i + 1) * width));
    return { kind: 'pictures', ...image, pictures };
  }
  const column = (index: number): Float32Array =>
    Float32Array.from(rows, (_, i) => (index < width ? (values[i * width + index] as number) : 0));
  return {
    kind: 'points',
    x: column(0),
    y: column(1),
    labels: Float32Array.from(taken, (row) => table.labels[row] as number),
  };
}

const known = new WeakMap<PreparedData, DataSignature>();

/** The signature of prepared data; made once for each. */
export function signatureOf(data: PreparedData): DataSignature {
  const existing = known.get(data);
  if (existing) return existing;
  const { table, split } = data;
  const signature: DataSignature = {
    featureShape: table.featureShape,
    classes: table.classNames.length,
    classNames: table.classNames,
    trainRows: split.train.length,
    testRows: split.test.length,
    preview: preview(data),
  };
  known.set(data, signature);
  return signature;
}
