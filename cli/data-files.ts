/** Data files that a graph names, as the engine takes them: small ones whole, large ones in place, folders as pictures. */
import * as fs from 'node:fs';
import path from 'node:path';
import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import type { ByteSource, DataFile, DecodedImage } from '../engine/index';
import { isSystemError, readBytes, reasonOf } from './files';

/** A larger table or archive is read where it lies. */
const IN_PLACE_FROM = 64 * 2 ** 20;
const PICTURE = /\.(png|jpe?g)$/i;
const MOST_PICTURES = 100_000;
const PICTURE_BYTES = 64 * 2 ** 20;
/** Features to predict from are read whole. */
const INPUT_BYTES = 256 * 2 ** 20;
/** A decoder is not let loose on a picture of more. */
const MOST_MEGAPIXELS = 50;

export type DataFileRead = { ok: true; value: DataFile } | { ok: false; detail: string };

/** Reads what a dataset node names, relative to `folder`. */
export function readDataFile(file: string, source: string): DataFileRead {
  try {
    if (source === 'images') return readFolder(file);
    const stat = fs.statSync(file);
    if (stat.isFile() && stat.size > IN_PLACE_FROM) return { ok: true, value: openInPlace(file, stat.size) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ok: false, detail: reasonOf(error) };
  }
  return readBytes(file, IN_PLACE_FROM);
}

/** The file stays open as long as the process lives: a run reads from it until its end. */
function openInPlace(file: string, size: number): ByteSource {
  const descriptor = fs.openSync(file, 'r');
  return {
    size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < bytes.length) {
        const count = fs.readSync(descriptor, bytes, filled, bytes.length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      return bytes.subarray(0, filled);
    },
  };
}

/** What to predict from: a file, or the pictures of a folder, in folders of their own or not. */
export function readInput(file: string): DataFileRead {
  try {
    if (!fs.statSync(file).isDirectory()) return readBytes(file, INPUT_BYTES);
    const folder = readFolder(file);
    if (!folder.ok) return folder;
    const loose: DecodedImage[] = [];
    const problem = readPictures(file, '', loose);
    return problem ?? { ok: true, value: { images: [...loose, ...folder.value.images] } };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ok: false, detail: reasonOf(error) };
  }
}

/** The pictures in the folders of a folder, which are their classes. */
function readFolder(folder: string): { ok: true; value: { images: DecodedImage[] } } | { ok: false; detail: string } {
  const images: DecodedImage[] = [];
  const classes = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of classes) {
    const problem = readPictures(path.join(folder, name), `${name}/`, images);
    if (problem) return problem;
  }
  return { ok: true, value: { images } };
}

/** Decodes the pictures that lie in one folder; their paths begin with `prefix`. Returns the first problem. */
function readPictures(folder: string, prefix: string, into: DecodedImage[]): { ok: false; detail: string } | null {
  for (const file of fs.readdirSync(folder).filter((entry) => PICTURE.test(entry))) {
    if (into.length === MOST_PICTURES) return { ok: false, detail: `it has more than ${MOST_PICTURES} pictures` };
    const read = readBytes(path.join(folder, file), PICTURE_BYTES);
    const place = `${prefix}${file}`;
    if (!read.ok) return { ok: false, detail: `"${place}": ${read.detail}` };
    const image = decodeImage(place, read.value);
    if (!image) return { ok: false, detail: `"${place}" is no picture that can be decoded` };
    into.push(image);
  }
  return null;
}

/** A decoded PNG or JPEG, by its first bytes; null if it is damaged. Decoders throw errors of any kind for that. */
export function decodeImage(place: string, bytes: Uint8Array): DecodedImage | null {
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) {
      const { width, height, data } = decodeJpeg(bytes, {
        useTArray: true,
        formatAsRGBA: false,
        maxResolutionInMP: MOST_MEGAPIXELS,
      });
      return { path: place, width, height, channels: 3, pixels: data };
    }
    const { width, height, channels, depth, data, palette } = decodePng(bytes);
    const values = unpack(data, width, height, palette ? 1 : channels, depth);
    if (!palette) {
      const most = 2 ** depth - 1;
      const pixels = Uint8Array.from(values, (value) => (depth === 8 ? value : Math.round((value * 255) / most)));
      return { path: place, width, height, channels, pixels };
    }
    const pixels = new Uint8Array(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++) pixels.set(palette[values[i] as number] ?? [], i * 4);
    return { path: place, width, height, channels: 4, pixels };
  } catch {
    return null;
  }
}

/** Values of fewer than eight bits share a byte, and each row begins with a new one. */
function unpack(
  data: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
  depth: number,
): ArrayLike<number> {
  const across = width * channels;
  if (depth >= 8 || data.length === across * height) return data;
  const rowBytes = Math.ceil((across * depth) / 8);
  return Uint8Array.from({ length: across * height }, (_, i) => {
    const bit = (i % across) * depth;
    const byte = data[Math.floor(i / across) * rowBytes + (bit >> 3)] as number;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}
