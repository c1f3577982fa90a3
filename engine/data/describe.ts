/** A data set in numbers and a few rows, for people to look at: in the units of the data, before scaling. */
import { LATE, rowValues } from './row-values';
import type { PreparedData, Shift } from './types';

export interface ColumnDescription {
  name: string;
  mean: number;
  /** Of the population. */
  deviation: number;
  min: number;
  max: number;
  /** Counts of equally wide bins from `min` to `max` of both worlds together. */
  low: number;
  high: number;
  counts: number[];
  /** The same of the world that the shift makes; null without one. */
  shifted: { mean: number; deviation: number; counts: number[] } | null;
}

export interface DataDescription {
  rows: number;
  trainRows: number;
  testRows: number;
  featureShape: readonly number[];
  image: { width: number; height: number; channels: number } | null;
  classNames: readonly string[];
  /** Rows of each class. */
  classes: { train: number[]; test: number[] };
  /** One for each feature; of pictures one for all pixels; last the label where it is a number. */
  columns: ColumnDescription[];
  /** Rows that the columns were described by, evenly over the split. */
  described: number;
  notes: readonly string[];
}

export type DescribedSplit = 'train' | 'test' | 'all';

const BINS = 20;
/** Values that are looked at; larger sets are described by some of their rows. */
const MOST_VALUES = 2 ** 21;

export function splitRowsOf({ split, store }: PreparedData, which: DescribedSplit): Uint32Array {
  if (which !== 'all') return which === 'train' ? split.train : split.test;
  return Uint32Array.from({ length: store.rows }, (_, row) => row);
}

/** At most `count` of the rows, evenly over all. */
function some(rows: Uint32Array, count: number): Uint32Array {
  if (rows.length <= count) return rows;
  return Uint32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)] as number);
}

export function describeData(data: PreparedData, which: DescribedSplit): DataDescription {
  const { table, store, split, shift } = data;
  const { width } = store;
  const rows = some(splitRowsOf(data, which), Math.max(64, Math.floor(MOST_VALUES / Math.max(1, width))));
  const image = table.image ?? null;
  const plain = inUnits(data, rowValues(data, rows, [], 0).values);
  const moved = shift.length > 0 ? inUnits(data, rowValues(data, rows, shift, LATE).values) : null;
  const columns = image
    ? [describe('', plain, moved, 0, 1)]
    : Array.from({ length: width }, (_, j) => describe(table.featureNames[j] ?? `x${j}`, plain, moved, j, width));
  if (table.classNames.length === 0) {
    const labels = Float32Array.from(rows, (row) => table.labels[row] as number);
    columns.push(describe(table.labelColumn?.name ?? '', labels, null, 0, 1));
  }
  return {
    rows: table.rows,
    trainRows: split.train.length,
    testRows: split.test.length,
    featureShape: table.featureShape,
    image,
    classNames: table.classNames,
    classes: { train: classCounts(data, split.train), test: classCounts(data, split.test) },
    columns,
    described: rows.length,
    notes: table.notes,
  };
}

export interface DataRow {
  row: number;
  isTest: boolean;
  /** Class index, or the number to be predicted. */
  label: number;
  values: Float32Array;
}

/** Some rows as they are, or as the shift makes them, in the units of the data. */
export function describeRows(data: PreparedData, rows: Uint32Array, shift: readonly Shift[] = []): DataRow[] {
  const { values, taken } = rowValues(data, rows, shift, LATE);
  const { width } = data.store;
  inUnits(data, values);
  const test = new Set(data.split.test);
  return Array.from(rows, (row, i) => ({
    row,
    isTest: test.has(row),
    label: data.table.labels[taken[i] as number] as number,
    values: values.slice(i * width, (i + 1) * width),
  }));
}

/** Takes the scaling back, in place. */
function inUnits({ scaling: { kind, offset, factor } }: PreparedData, values: Float32Array): Float32Array {
  if (kind === 'none') return values;
  const width = offset.length;
  for (let at = 0; at < values.length; at++) {
    const j = at % width;
    values[at] = (values[at] as number) / (factor[j] as number) + (offset[j] as number);
  }
  return values;
}

function classCounts({ table }: PreparedData, rows: Uint32Array): number[] {
  const counts = new Array<number>(table.classNames.length).fill(0);
  if (counts.length > 0) {
    for (const row of rows) {
      const label = table.labels[row] as number;
      counts[label] = (counts[label] as number) + 1;
    }
  }
  return counts;
}

/** Every `stride`-th value from `from` on. */
function describe(
  name: string,
  plain: Float32Array,
  moved: Float32Array | null,
  from: number,
  stride: number,
): ColumnDescription {
  const own = momentsOf(plain, from, stride);
  const other = moved && momentsOf(moved, from, stride);
  const low = Math.min(own.min, other?.min ?? own.min);
  const high = Math.max(own.max, other?.max ?? own.max);
  return {
    name,
    ...own,
    low,
    high,
    counts: binned(plain, from, stride, low, high),
    shifted: moved &&
      other && { mean: other.mean, deviation: other.deviation, counts: binned(moved, from, stride, low, high) },
  };
}

function momentsOf(values: Float32Array, from: number, stride: number) {
  let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = from; at < values.length; at += stride) {
    const value = values[at] as number;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (count === 0) return { mean: 0, deviation: 0, min: 0, max: 0 };
  const mean = sum / count;
  let squares = 0;
  for (let at = from; at < values.length; at += stride) squares += ((values[at] as number) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count), min, max };
}

/** A value at the upper end counts for the last bin; a column of one value has all in the middle. */
function binned(values: Float32Array, from: number, stride: number, low: number, high: number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (let at = from; at < values.length; at += stride) {
    const share = high > low ? ((values[at] as number) - low) / (high - low) : 0.5;
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
