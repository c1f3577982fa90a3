/** The user's own data: what a host hands in for a path, and which reader takes it. */
import { type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { type ByteSource, sourceOf, WatchedSource } from './byte-source';
import { readCsv } from './csv';
import { readCsvStream } from './csv-stream';
import { type DecodedImage, readImages } from './images';
import { readNpz } from './npz';
import { MemoryStore } from './store';
import { type DataParameters, type DataTable, featureCount, type StoredData } from './types';

/** Pictures of a folder, decoded by the host. JPEG decoders may differ in the last bit of a value. */
export interface ImageFiles {
  readonly images: readonly DecodedImage[];
}

/** What stands for a path: a text, the bytes of a file, a file that is read in place, or the pictures of a folder. */
export type DataFile = string | Uint8Array | ByteSource | ImageFiles;

/** Data files by the path that a dataset node names; `F` is whatever stands for a file on this side of a worker. */
export type DataFiles<F = DataFile> = Readonly<Record<string, F>>;

/** Reads the file of a dataset node. */
export async function readFile(
  source: 'csv' | 'npz' | 'images',
  file: DataFile | undefined,
  settings: DataParameters,
  where: DiagnosticPlace,
): Promise<Result<StoredData>> {
  const place = { ...where, parameter: 'path' };
  const { path } = settings;
  const wrong = (detail: string) => failure([diagnose('dataFileMissing', place, { path, detail })]);
  if (file === undefined) return wrong(path === '' ? 'no file is chosen' : 'it is not there');
  if (typeof file === 'string') {
    return source === 'csv'
      ? inMemory(readCsv(file, settings, where))
      : wrong('it is a text, not what the source reads');
  }
  if ('images' in file) {
    return source === 'images' ? inMemory(readImages(file.images, settings, where)) : wrong('it is a folder');
  }
  if (source === 'images') return wrong('it is a file; pictures are read from a folder');
  if (!(file instanceof Uint8Array)) {
    const watched = new WatchedSource(file, path, place);
    return source === 'csv' ? readCsvStream(watched, settings, where) : readNpz(watched, settings, where);
  }
  if (source === 'npz') return readNpz(sourceOf(file), settings, where);
  return inMemory(readCsv(new TextDecoder('utf-8').decode(file), settings, where));
}

function inMemory(read: Result<DataTable>): Result<StoredData> {
  if (!read.ok) return read;
  const { features, ...facts } = read.value;
  return success({ facts, store: new MemoryStore(features, featureCount(facts)) }, read.diagnostics);
}
