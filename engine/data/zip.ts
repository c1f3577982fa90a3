/** Reads ZIP archives, as far as NumPy writes them: stored and deflated members, with 64-bit sizes. */
import type { ByteSource } from './byte-source';

/** A file in an archive. */
export interface ZipMember {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  checksum: number;
  packedSize: number;
  size: number;
  /** Where its data begin in the archive. */
  offset: number;
}

/** What is wrong with an archive or a member, in words for a message. */
export class ZipError extends Error {}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const ALL_ONES = 0xffffffff;
const ZIP_64_FIELD = 1;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const big = (view: DataView, at: number): number => view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);

/** @throws ZipError */
function readExactly(source: ByteSource, offset: number, length: number): DataView {
  const bytes = offset >= 0 && offset + length <= source.size ? source.read(offset, length) : new Uint8Array(0);
  if (bytes.length !== length) throw new ZipError('it ends too early');
  return viewOf(bytes);
}

/** The members of an archive. @throws ZipError */
export function readDirectory(source: ByteSource): ZipMember[] {
  const tail = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const view = readExactly(source, source.size - tail, tail);
  let end = tail - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new ZipError('it is no ZIP archive');
  let count = view.getUint16(end + 10, true);
  let length = view.getUint32(end + 12, true);
  let offset = view.getUint32(end + 16, true);
  if (count === 0xffff || length === ALL_ONES || offset === ALL_ONES) {
    const locator = readExactly(source, source.size - tail + end - 20, 20);
    if (locator.getUint32(0, true) !== END_64_LOCATOR) throw new ZipError('its directory is damaged');
    const wide = readExactly(source, big(locator, 8), 56);
    if (wide.getUint32(0, true) !== END_64) throw new ZipError('its directory is damaged');
    [count, length, offset] = [big(wide, 32), big(wide, 40), big(wide, 48)];
  }
  return readEntries(source, readExactly(source, offset, length), count);
}

function readEntries(source: ByteSource, directory: DataView, count: number): ZipMember[] {
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== CENTRAL) {
      throw new ZipError('its directory is damaged');
    }
    const nameLength = directory.getUint16(at + 28, true);
    const extraLength = directory.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + directory.getUint16(at + 32, true);
    if (next > directory.byteLength) throw new ZipError('its directory is damaged');
    const name = new TextDecoder('utf-8').decode(
      new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength),
    );
    if ((directory.getUint16(at + 8, true) & 1) !== 0) throw new ZipError(`"${name}" is encrypted`);
    const sizes = [24, 20, 42].map((field) => directory.getUint32(at + field, true));
    const [size, packedSize, header] = widened(directory, at + 46 + nameLength, extraLength, sizes);
    const local = readExactly(source, header as number, 30);
    if (local.getUint32(0, true) !== LOCAL) throw new ZipError('its directory is damaged');
    const offset = (header as number) + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    if (offset + (packedSize as number) > source.size) throw new ZipError('it ends too early');
    members.push({
      name,
      method: directory.getUint16(at + 10, true),
      checksum: directory.getUint32(at + 16, true),
      packedSize: packedSize as number,
      size: size as number,
      offset,
    });
    at = next;
  }
  return members;
}

/** Numbers that did not fit stand in an extra field, in their order. */
function widened(view: DataView, from: number, length: number, values: readonly number[]): number[] {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP_64_FIELD) continue;
    let next = at + 4;
    return values.map((value) => {
      if (value !== ALL_ONES) return value;
      if (next + 8 > from + length) throw new ZipError('its directory is damaged');
      next += 8;
      return big(view, next - 8);
    });
  }
  return [...values];
}

/** The bytes of a member. @throws ZipError */
export async function readMember(source: ByteSource, member: ZipMember): Promise<Uint8Array> {
  const packed = source.read(member.offset, member.packedSize);
  const bytes = member.method === 0 ? packed : await inflate(packed, member);
  if (bytes.length !== member.size || checksumOf(bytes) !== member.checksum) {
    throw new ZipError(`"${member.name}" is damaged`);
  }
  return bytes;
}

async function inflate(packed: Uint8Array, { method, name, size }: ZipMember): Promise<Uint8Array> {
  if (method !== 8) throw new ZipError(`"${name}" is packed by an unknown method`);
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  // What is damaged makes reading fail too, and is told there.
  writer.write(packed).then(
    () => writer.close().catch(() => undefined),
    () => undefined,
  );
  const reader = stream.readable.getReader();
  // Not more than the directory promised, whatever the data would grow to.
  const out = new Uint8Array(size);
  let filled = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !value) return out.subarray(0, filled);
      if (filled + value.length > size) {
        await reader.cancel();
        break;
      }
      out.set(value, filled);
      filled += value.length;
    }
  } catch {
    // It is the data that is wrong: nothing else happens in here.
  }
  throw new ZipError(`"${name}" is damaged`);
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as ZIP has it. */
function checksumOf(bytes: Uint8Array): number {
  let value = -1;
  for (const byte of bytes) value = (value >>> 8) ^ (CHECKSUMS[(value ^ byte) & 255] as number);
  return ~value >>> 0;
}
