/** Data sets from NumPy's `.npz`: one array of features, the first axis its rows, and one of labels. */
import { type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { sizeOf } from '../core/shape';
import { type ByteSource, changedError } from './byte-source';
import type { FeatureRows } from './csv';
import { fromFortran, HEADER_BYTES, itemBytes, NpyError, type NpyHeader, readHeader, readNumbers } from './npy';
import { MemoryStore, type RowBlocks, StreamedStore } from './store';
import type { DataFacts, DataParameters, FeatureStore, StoredData } from './types';
import { readDirectory, readMember, ZipError, type ZipMember } from './zip';

/** Names that are looked for where none is given. */
const FEATURES = ['x', 'X', 'features', 'x_train', 'images', 'data'] as const;
const LABELS = ['y', 'Y', 'labels', 'y_train', 'targets', 'target'] as const;

/** Most numbers that are brought into memory at once. */
const MOST_VALUES = 2 ** 28;
/** An array in an archive that is not in memory is read in place from this size on, if it lies there as it is. */
const STREAM_FROM = 2 ** 24;
const BLOCK_BYTES = 2 ** 16;

interface Options extends Pick<DataParameters, 'label' | 'features' | 'task'> {
  /** Tests make these small. */
  streamFrom?: number;
  blockBytes?: number;
}

/** Reads an archive. What is stored as it is, row by row, is read in place if it is large; anything else into memory. */
export async function readNpz(
  source: ByteSource,
  options: Options,
  where: DiagnosticPlace,
): Promise<Result<StoredData>> {
  const wrong = (detail: string, parameter = 'path') =>
    failure([diagnose('npzBroken', { ...where, parameter }, { detail })]);
  try {
    const { names, find } = arraysOf(source);
    const list = names.join(', ') || 'none';
    const [features, labels] = [find(options.features, FEATURES), find(options.label, LABELS)];
    if (!features) return wrong(`it has no array of features; its arrays are: ${list}`, 'features');
    if (!labels) return wrong(`it has no array of labels; its arrays are: ${list}`, 'label');
    const array = await openArray(source, features, options.streamFrom ?? STREAM_FROM);
    const { shape } = array.header;
    const rows = shape[0] ?? 0;
    if (rows === 0) return wrong(`"${features.name}" has no rows`);
    const label = await openArray(source, labels, Number.POSITIVE_INFINITY);
    if (label.header.shape[0] !== rows) {
      return wrong(`it has ${rows} rows of features and ${label.header.shape[0] ?? 0} labels`);
    }
    const read = readLabels(array.header.shape[0] as number, values64(label), label.header.shape, options.task);
    if (typeof read === 'string') return wrong(read, 'label');
    const featureShape = shape.length === 1 ? [1] : shape.slice(1);
    const facts: DataFacts = { ...read, rows, ...picturesOf(featureShape), notes: [], warnings: [] };
    return success({ facts, store: storeOf(array, sizeOf(featureShape), options.blockBytes ?? BLOCK_BYTES) });
  } catch (error) {
    if (error instanceof ZipError || error instanceof NpyError) return wrong(error.message);
    throw error;
  }
}

/** The features of an archive without its labels, all in memory. */
export async function readNpzFeatures(
  source: ByteSource,
  name: string,
  where: DiagnosticPlace,
): Promise<Result<FeatureRows & { featureShape: number[] }>> {
  const wrong = (detail: string) => failure([diagnose('npzBroken', where, { detail })]);
  try {
    const { members, names, find } = arraysOf(source);
    const member = find(name, FEATURES) ?? (name === '' && members.length === 1 ? members[0] : undefined);
    if (!member) return wrong(`it has no array of features; its arrays are: ${names.join(', ') || 'none'}`);
    const array = await openArray(source, member, Number.POSITIVE_INFINITY);
    const { shape } = array.header;
    const rows = shape[0] ?? 0;
    if (rows === 0) return wrong(`"${member.name}" has no rows`);
    const featureShape = shape.length === 1 ? [1] : shape.slice(1);
    const { features } = storeInMemory(array, sizeOf(featureShape));
    return success({ rows, features, featureShape });
  } catch (error) {
    if (error instanceof ZipError || error instanceof NpyError) return wrong(error.message);
    throw error;
  }
}

/** The arrays of an archive, and how one is found by its name or by a usual one. */
function arraysOf(source: ByteSource) {
  const members = readDirectory(source).filter(({ name }) => name.endsWith('.npy'));
  const names = members.map(({ name }) => name.slice(0, -'.npy'.length));
  const find = (given: string, usual: readonly string[]): ZipMember | undefined => {
    const name = given === '' ? usual.find((known) => names.includes(known)) : given;
    return members[names.indexOf(name ?? '')];
  };
  return { members, names, find };
}

/** An array with its numbers: in memory, or at a place of the archive. */
interface OpenArray {
  header: NpyHeader;
  source: ByteSource;
  /** Where its numbers begin there. */
  offset: number;
  inPlace: boolean;
}

async function openArray(source: ByteSource, member: ZipMember, streamFrom: number): Promise<OpenArray> {
  const named = <T>(make: () => T): T => {
    try {
      return make();
    } catch (error) {
      throw error instanceof NpyError ? new NpyError(`"${member.name}" ${error.message}`) : error;
    }
  };
  if (member.method === 0 && member.size >= streamFrom) {
    const header = named(() => readHeader(source.read(member.offset, Math.min(member.size, HEADER_BYTES))));
    check(member, header);
    return { header, source, offset: member.offset + header.offset, inPlace: !header.fortran };
  }
  if (member.size > MOST_VALUES * 8) throw new ZipError(`"${member.name}" is too large`);
  const bytes = await readMember(source, member);
  const header = named(() => readHeader(bytes));
  check(member, header);
  const inMemory: ByteSource = { size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) };
  return { header, source: inMemory, offset: header.offset, inPlace: false };
}

function check({ name, size }: ZipMember, header: NpyHeader): void {
  if (header.offset + sizeOf(header.shape) * itemBytes(header) > size) throw new NpyError(`"${name}" is cut off`);
}

function storeOf(array: OpenArray, width: number, blockBytes: number): FeatureStore {
  const { header, source, offset, inPlace } = array;
  if (!inPlace) return storeInMemory(array, width);
  const rows = header.shape[0] as number;
  const rowBytes = width * itemBytes(header);
  const rowsPerBlock = Math.max(1, Math.floor(blockBytes / rowBytes));
  const blocks: RowBlocks = {
    rows,
    width,
    blockOf: (row) => Math.floor(row / rowsPerBlock),
    firstRow: (block) => block * rowsPerBlock,
    read(block) {
      const some = Math.min(rowsPerBlock, rows - block * rowsPerBlock);
      const values = new Float32Array(some * width);
      const bytes = source.read(offset + block * rowsPerBlock * rowBytes, some * rowBytes);
      if (bytes.length !== some * rowBytes) throw changedError(source, 'it has become shorter');
      readNumbers(bytes, header, values);
      return values;
    },
  };
  return new StreamedStore(blocks);
}

function storeInMemory({ header, source, offset }: OpenArray, width: number): MemoryStore {
  const count = sizeOf(header.shape);
  if (count > MOST_VALUES) throw new NpyError(`the features have ${count} numbers, too many for the memory`);
  const values = new Float32Array(count);
  readNumbers(source.read(offset, count * itemBytes(header)), header, values);
  return new MemoryStore(header.fortran ? fromFortran(values, header.shape) : values, width);
}

/** All numbers of an array in float64: labels may be large whole numbers. */
function values64({ header, source, offset }: OpenArray): Float64Array {
  const count = sizeOf(header.shape);
  const values = new Float64Array(count);
  readNumbers(source.read(offset, count * itemBytes(header)), header, values);
  return header.fortran ? fromFortran(values, header.shape) : values;
}

/** Labels and classes, or what is wrong. Rows of several columns are one-hot: their class is the largest one. */
function readLabels(
  rows: number,
  values: Float64Array,
  shape: readonly number[],
  task: DataParameters['task'],
): Pick<DataFacts, 'labels' | 'classNames'> | string {
  if (values.some((value) => !Number.isFinite(value))) return 'a label is missing or infinite';
  const columns = values.length / rows;
  if (columns !== 1 && (task === 'regression' || shape.length !== 2))
    return 'its labels are more than one number a row';
  if (task === 'regression') return { labels: Float32Array.from(values), classNames: [] };
  if (columns > 1) {
    const labels = Float32Array.from({ length: rows }, (_, row) => {
      const scores = values.subarray(row * columns, (row + 1) * columns);
      return scores.indexOf(scores.reduce((most, score) => Math.max(most, score)));
    });
    return { labels, classNames: Array.from({ length: columns }, (_, label) => `${label}`) };
  }
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const order = new Map(distinct.map((value, index) => [value, index]));
  return { labels: Float32Array.from(values, (value) => order.get(value) as number), classNames: distinct.map(String) };
}

/** Rows of two axes are grey pictures, of three with one or three channels pictures; a vector's values have names. */
function picturesOf(featureShape: number[]): Pick<DataFacts, 'featureShape' | 'featureNames' | 'image'> {
  const [height = 1, width = 1, channels = 1] = featureShape;
  const pictures = featureShape.length === 2 || (featureShape.length === 3 && (channels === 1 || channels === 3));
  return {
    featureShape,
    featureNames: featureShape.length === 1 ? Array.from({ length: height }, (_, j) => `x${j}`) : [],
    ...(pictures && { image: { height, width, channels } }),
  };
}
