/**
 * The safetensors format: eight bytes of header length (little endian), a JSON header, then the tensors' bytes without
 * gaps. Pure reading and writing; which tensors a graph needs is told in weights.ts.
 *
 * A file is foreign, so everything is checked before it is believed: lengths, nesting, duplicate and dangerous names,
 * offsets that overlap, leave holes or point outside, sizes that contradict shapes.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
import { type Diagnostic, diagnose, failure, NOWHERE, type Result, success } from '../core/diagnostics';
import { type Shape, sizeOf } from '../core/shape';
import { parseJson } from '../document/scan';

/** Caps on what one file may hold. */
export const SAFETENSORS_LIMITS = { headerBytes: 16 * 2 ** 20, depth: 4, tensors: 100_000, rank: 16 } as const;

/** A tensor to write. */
export interface TensorValues {
  shape: Shape;
  /** Float32Array is written as F32, Float64Array as F64; every bit is kept. */
  values: Float32Array | Float64Array;
}

/** A tensor as it lies in a file; {@link tensorValues} gives its numbers. */
export interface StoredTensor {
  /** The format's name of the type: `F32`, `F64`, `I64`, … */
  dtype: string;
  shape: Shape;
  /** A view of the file's bytes. */
  bytes: Uint8Array;
}

export interface SafetensorsFile {
  tensors: ReadonlyMap<string, StoredTensor>;
  metadata: ReadonlyMap<string, string>;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const METADATA = '__metadata__';

/** Bytes of an element. Types that are not here can lie in a file, but their size is not checked. */
const DTYPE_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

/** Names that are no names of tensors, whatever a file says. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', '']);

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A copy of `bytes` with the bytes of each element in reverse order, where the machine's order is not the file's. */
function fileOrder(bytes: Uint8Array, size: number): Uint8Array {
  // Not `slice`: that of Node's Buffer makes no copy.
  const copy = new Uint8Array(bytes);
  if (LITTLE_ENDIAN) return copy;
  for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
  return copy;
}

/**
 * The bytes of a safetensors file. Equal arguments give equal bytes.
 *
 * @param tensors in the order they are to lie in the file; wider types are moved to the front, so that all are aligned
 * @throws RangeError if a shape does not fit its values
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorValues>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries: [string, unknown][] = [[METADATA, metadata]];
  const parts: { offset: number; bytes: Uint8Array }[] = [];
  let offset = 0;
  const sorted = [...tensors].sort(([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  for (const [name, { shape, values }] of sorted) {
    if (sizeOf(shape) !== values.length) throw new RangeError(`The tensor "${name}" does not fit its shape.`);
    const view = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    parts.push({ offset, bytes: fileOrder(view, values.BYTES_PER_ELEMENT) });
    const dtype = values instanceof Float64Array ? 'F64' : 'F32';
    entries.push([name, { dtype, shape, data_offsets: [offset, offset + values.byteLength] }]);
    offset += values.byteLength;
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerBytes = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + offset).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(header, LENGTH_BYTES);
  for (const part of parts) file.set(part.bytes, LENGTH_BYTES + headerBytes + part.offset);
  return file;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** What is wrong with a file; thrown inside this file only, so that nested checks stay flat. */
class Broken extends Error {}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) throw new Broken('it is shorter than its first field');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(SAFETENSORS_LIMITS.headerBytes))
    throw new Broken('its header is too long, or it is no such file');
  const end = LENGTH_BYTES + Number(length);
  if (end > bytes.length) throw new Broken('it ends within its header');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(LENGTH_BYTES, end));
  } catch {
    throw new Broken('its header is not UTF-8 text');
  }
  if (!text.startsWith('{')) throw new Broken('its header is not an object');
  const limits = { bytes: SAFETENSORS_LIMITS.headerBytes, depth: SAFETENSORS_LIMITS.depth };
  const parsed = parseJson(text, limits);
  if ('problem' in parsed) throw new Broken(`its header: ${parsed.problem.message}`);
  if (!isRecord(parsed.value)) throw new Broken('its header is not an object');
  return { header: parsed.value, data: bytes.subarray(end) };
}

function readMetadata(value: unknown): Map<string, string> {
  if (value === undefined) return new Map();
  if (!isRecord(value)) throw new Broken('its metadata is not an object of texts');
  return new Map(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw new Broken(`its metadata "${key}" is not a text`);
      return [key, text];
    }),
  );
}

interface Place {
  name: string;
  start: number;
  end: number;
}

function readEntry(name: string, value: unknown, data: Uint8Array): { tensor: StoredTensor; place: Place } {
  if (FORBIDDEN.has(name)) throw new Broken(`"${name}" cannot be the name of a tensor`);
  if (!isRecord(value)) throw new Broken(`its entry "${name}" is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string') throw new Broken(`the tensor "${name}" has no type`);
  if (!Array.isArray(shape) || shape.length > SAFETENSORS_LIMITS.rank || !shape.every(isCount)) {
    throw new Broken(`the shape of "${name}" is not a list of sizes`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw new Broken(`the tensor "${name}" has no offsets`);
  }
  const [start, end] = offsets as [number, number];
  if (start > end || end > data.length) throw new Broken(`the tensor "${name}" points outside the file`);
  const size = sizeOf(shape);
  const width = Object.hasOwn(DTYPE_BYTES, dtype) ? DTYPE_BYTES[dtype] : undefined;
  if (!Number.isSafeInteger(size) || (width !== undefined && size * width !== end - start)) {
    throw new Broken(`the tensor "${name}" has ${end - start} bytes, which do not fit its shape`);
  }
  return { tensor: { dtype, shape, bytes: data.subarray(start, end) }, place: { name, start, end } };
}

/** The format allows no gap and no overlap: sorted by place, each tensor begins where the one before it ends. */
function checkPlaces(places: Place[], dataLength: number): void {
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const place of places) {
    if (place.start < end) throw new Broken(`the tensor "${place.name}" overlaps another`);
    if (place.start > end) throw new Broken(`there is a gap before the tensor "${place.name}"`);
    end = place.end;
  }
  if (end !== dataLength) throw new Broken(`${dataLength - end} bytes at its end belong to no tensor`);
}

/** Reads a safetensors file. The tensors are views of `bytes`; nothing is read in part. */
export function readSafetensors(bytes: Uint8Array): Result<SafetensorsFile> {
  try {
    const { header, data } = readHeader(bytes);
    const entries = Object.entries(header).filter(([name]) => name !== METADATA);
    if (entries.length > SAFETENSORS_LIMITS.tensors) throw new Broken(`it has ${entries.length} tensors`);
    const tensors = new Map<string, StoredTensor>();
    const places: Place[] = [];
    for (const [name, value] of entries) {
      const { tensor, place } = readEntry(name, value, data);
      tensors.set(name, tensor);
      places.push(place);
    }
    checkPlaces(places, data.length);
    const metadata = readMetadata(Object.hasOwn(header, METADATA) ? header[METADATA] : undefined);
    return success({ tensors, metadata });
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return failure([diagnose('weightsBroken', NOWHERE, { detail: error.message })]);
  }
}

/** The numbers of a stored tensor, bit for bit, or why they cannot be read. */
export function tensorValues(name: string, tensor: StoredTensor): Float32Array | Float64Array | Diagnostic {
  const { dtype, bytes } = tensor;
  if (dtype === 'F32') return new Float32Array(fileOrder(bytes, 4).buffer as ArrayBuffer);
  if (dtype === 'F64') return new Float64Array(fileOrder(bytes, 8).buffer as ArrayBuffer);
  return diagnose('weightsDtype', NOWHERE, { name, found: dtype });
}
