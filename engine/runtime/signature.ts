/** What the checker and the interface need to know of a data set: shapes, classes, and a few rows to show. */
import { featureCount, type PreparedData } from '../data/types';
import type { DataPreview, DataSignature } from '../graph/types';

const PICTURES = 12;
const POINTS = 240;

function preview({ table, split }: PreparedData): DataPreview {
  const width = featureCount(table);
  const { image } = table;
  if (image) {
    const rows = [...split.train.subarray(0, PICTURES)];
    const pictures = rows.map((row) => table.features.slice(row * width, (row + 1) * width));
    return { kind: 'pictures', ...image, pictures };
  }
  // Evenly spread over the rows, because files are often sorted by class.
  const count = Math.min(POINTS, split.train.length);
  const rows = Uint32Array.from(
    { length: count },
    (_, i) => split.train[Math.floor((i * split.train.length) / count)] ?? 0,
  );
  const column = (index: number): Float32Array =>
    Float32Array.from(rows, (row) => (index < width ? (table.features[row * width + index] as number) : 0));
  return {
    kind: 'points',
    x: column(0),
    y: column(1),
    labels: Float32Array.from(rows, (row) => table.labels[row] as number),
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
