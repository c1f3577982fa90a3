/** Files that are read in place. */
import { type Diagnostic, type DiagnosticPlace, diagnose } from '../core/diagnostics';

/**
 * Bytes that are read where they lie, for sets larger than memory. Reading is synchronous, because a batch is taken
 * within a step: a host has such calls (a file descriptor in Node, a synchronous reader in the page's worker).
 */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `offset` on; `length` of them unless the source ends before. */
  read(offset: number, length: number): Uint8Array;
}

/** A source over bytes that are in memory already. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});

/** A file that was there can no longer be read. Thrown, because it happens in the middle of a step; it ends as its diagnostic. */
export class DataReadError extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

/**
 * A file that is read in place, for as long as it stays what it was: fewer bytes than there should be, or whatever the
 * host's `read` throws, become a {@link DataReadError} that names the node and the file.
 */
export class WatchedSource implements ByteSource {
  readonly size: number;

  constructor(
    private readonly source: ByteSource,
    private readonly path: string,
    private readonly where: DiagnosticPlace,
  ) {
    this.size = source.size;
  }

  read(offset: number, length: number): Uint8Array {
    let bytes: Uint8Array;
    try {
      bytes = this.source.read(offset, length);
    } catch (error) {
      const detail = error instanceof Error ? error.message.trim().replace(/\.$/, '') : '';
      throw this.changed(detail || 'it is gone');
    }
    if (bytes.length < Math.min(length, this.size - offset)) throw this.changed('it has become shorter');
    return bytes;
  }

  changed(detail: string): DataReadError {
    return new DataReadError(diagnose('dataFileChanged', this.where, { path: this.path, detail }));
  }
}

/** What to throw where a file holds something else than before. */
export const changedError = (source: ByteSource, detail: string): Error =>
  source instanceof WatchedSource ? source.changed(detail) : new Error(`The data file was changed: ${detail}.`);

/** The diagnostic of a file that can no longer be read; anything else that was caught is thrown again. */
export function dataProblem(error: unknown): Diagnostic {
  if (error instanceof DataReadError) return error.diagnostic;
  throw error;
}
