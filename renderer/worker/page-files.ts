/**
 * Data files between the page and its workers. The page holds a large file as the Blob that the user picked, which costs
 * no memory and is posted without a copy; the worker reads it in place, and small ones whole. A file is sent to a worker
 * once: what a request names again stands for the object that is there already, so that it is not read anew.
 */
import type { ByteSource, DataFile, DataFiles, ImageFiles, ToWorker, WorkerRequest } from '../../engine';

/** What stands for a data file in the page. */
export type PageFile = string | Uint8Array | ImageFiles | Blob;
export type PageFiles = DataFiles<PageFile>;

/** A file that was sent with the message before. */
export interface SentFile {
  readonly sent: true;
}
export type FileMessage = PageFile | SentFile;

const SENT: SentFile = { sent: true };
const isSent = (file: FileMessage): file is SentFile => typeof file === 'object' && 'sent' in file;

/** A file up to this size is read into memory: faster, and free from what becomes of it on the disk. */
export const IN_MEMORY_BYTES = 32 * 2 ** 20;

function mapFiles<A, B>(files: DataFiles<A>, change: (file: A, path: string) => B): DataFiles<B> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path, change(file, path)]));
}

function withFiles<A, B>({ id, request }: ToWorker<A>, change: (files: DataFiles<A>) => DataFiles<B>): ToWorker<B> {
  // Requests without files have none to change.
  const changed = 'files' in request ? { ...request, files: change(request.files) } : request;
  return { id, request: changed as WorkerRequest<B> };
}

/** The page's end for one worker. Messages must be sent in the order in which they were packed. */
export class FileSender {
  private before: PageFiles = {};

  pack(message: ToWorker<PageFile>): ToWorker<FileMessage> {
    return withFiles(message, (files) => {
      const { before } = this;
      this.before = files;
      return mapFiles(files, (file, path) => (Object.hasOwn(before, path) && before[path] === file ? SENT : file));
    });
  }
}

/** The worker's end. */
export class FileReceiver {
  private before: DataFiles = {};

  /** @param readBytes reads a part of a Blob there and then: the worker's synchronous reader */
  constructor(
    private readonly readBytes: (blob: Blob) => Uint8Array,
    private readonly inMemoryBytes = IN_MEMORY_BYTES,
  ) {}

  unpack(message: ToWorker<FileMessage>): ToWorker {
    return withFiles(message, (files) => {
      const { before } = this;
      this.before = mapFiles(files, (file, path) => (isSent(file) ? (before[path] as DataFile) : this.open(file)));
      return this.before;
    });
  }

  private open(file: PageFile): DataFile {
    if (!(file instanceof Blob)) return file;
    const source: ByteSource = {
      size: file.size,
      read: (offset, length) => this.readBytes(file.slice(offset, offset + length)),
    };
    if (file.size > this.inMemoryBytes) return source;
    try {
      return source.read(0, file.size);
    } catch {
      // Whoever reads it next is told, with the name of the node.
      return source;
    }
  }
}
