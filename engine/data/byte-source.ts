/** Files that are read in place. */

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
