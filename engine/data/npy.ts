/** NumPy's array format: a header of Python's own spelling, then the numbers. */

/** An array file, with its numbers still as bytes. */
export interface NpyHeader {
  shape: number[];
  /** Kind and bytes of a number, such as `f4`. */
  type: keyof typeof READERS;
  littleEndian: boolean;
  /** The first axis runs fastest. */
  fortran: boolean;
  /** Where the numbers begin. */
  offset: number;
}

/** What is wrong with an array file, in words for a message. */
export class NpyError extends Error {}

type Reader = (view: DataView, at: number, little: boolean) => number;

/** 64-bit whole numbers become float64 as by any cast: exact up to 2^53. */
const words = (view: DataView, at: number, little: boolean, high: number): number =>
  high * 2 ** 32 + view.getUint32(at + (little ? 0 : 4), little);

const READERS = {
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => words(view, at, little, view.getInt32(at + (little ? 4 : 0), little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => words(view, at, little, view.getUint32(at + (little ? 4 : 0), little)),
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
} as const satisfies Record<string, Reader>;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Bytes that hold the header of any array with numbers. */
export const HEADER_BYTES = 4096;

/** Bytes of one number. */
export const itemBytes = ({ type }: NpyHeader): number => Number(type.slice(1));

/** Reads the header. @throws NpyError */
export function readHeader(bytes: Uint8Array): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw new NpyError('is no array');
  const wide = (bytes[6] as number) > 1;
  const start = wide ? 12 : 10;
  const offset = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (offset > bytes.length) throw new NpyError('has a damaged header');
  const text = new TextDecoder('utf-8').decode(bytes.subarray(start, offset));
  const description = /'descr':\s*'([<>|=])?([a-zA-Z]\d+)'/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text);
  if (!description || !order || !shape) throw new NpyError('does not hold plain numbers');
  const type = description[2] as string;
  if (!Object.hasOwn(READERS, type)) {
    throw new NpyError(`holds "${type}"; ${Object.keys(READERS).join(', ')} can be read`);
  }
  return {
    shape: (shape[1] as string)
      .split(',')
      .filter((size) => size.trim() !== '')
      .map(Number),
    type: type as NpyHeader['type'],
    littleEndian: description[1] !== '>',
    fortran: order[1] === 'True',
    offset,
  };
}

/** The numbers of some bytes, in their order there. */
export function readNumbers(bytes: Uint8Array, header: NpyHeader, out: Float32Array | Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = itemBytes(header);
  const read: Reader = READERS[header.type];
  for (let i = 0; i < out.length; i++) out[i] = read(view, i * size, header.littleEndian);
}

/** Brings numbers of which the first axis runs fastest into an order in which the last one does. */
export function fromFortran<T extends Float32Array | Float64Array>(values: T, shape: readonly number[]): T {
  const out = values.slice() as T;
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = values[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      const next = (index[axis] as number) + 1;
      index[axis] = next;
      if (next < (shape[axis] as number)) break;
      from -= (strides[axis] as number) * next;
      index[axis] = 0;
    }
  }
  return out;
}
