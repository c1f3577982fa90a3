/**
 * Where the features of rows lie: all in memory, or on disk with the blocks in memory that were used last. Both give the
 * same values for the same row, so a batch does not depend on which it is.
 */
import { fillAndScale } from './scaling';
import type { FeatureRowsInto, FeatureStore, Scaling } from './types';

/** From this many values on, a row is copied by one `set` from a view that is made once; below, a loop is faster. */
const WIDE = 32;

/** All rows in memory, row major. */
export class MemoryStore implements FeatureStore {
  readonly rows: number;
  private readonly views: (Float32Array | undefined)[];

  constructor(
    readonly features: Float32Array,
    readonly width: number,
  ) {
    this.rows = width === 0 ? 0 : features.length / width;
    this.views = width >= WIDE ? new Array(this.rows) : [];
  }

  fillAndScale(fill: Float64Array, scaling: Scaling): void {
    fillAndScale(this.features, fill, scaling);
  }

  gather(rows: Uint32Array, out: FeatureRowsInto, stride: number): void {
    const { features, width, views } = this;
    if (width < WIDE) {
      for (let i = 0; i < rows.length; i++) {
        const from = (rows[i] as number) * width;
        const to = i * stride;
        for (let j = 0; j < width; j++) out[to + j] = features[from + j] as number;
      }
      return;
    }
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      let view = views[row];
      if (!view) {
        view = features.subarray(row * width, (row + 1) * width);
        views[row] = view;
      }
      out.set(view, i * stride);
    }
  }
}

/** Rows that can be read in blocks of some that follow each other. */
export interface RowBlocks {
  readonly rows: number;
  readonly width: number;
  /** The block that a row lies in. */
  blockOf(row: number): number;
  firstRow(block: number): number;
  /** Its rows, row major; a missing value is NaN. The caller may change them. */
  read(block: number): Float32Array;
}

/** Bytes of the blocks that are kept. */
const CACHE_BYTES = 64 * 2 ** 20;

/** Rows on disk. The blocks used last are kept up to a number of bytes, and at least one. */
export class StreamedStore implements FeatureStore {
  readonly rows: number;
  readonly width: number;
  /** In the order of their last use. */
  private readonly cache = new Map<number, Float32Array>();
  private cachedBytes = 0;
  private prepared: { fill: Float64Array; scaling: Scaling } | null = null;

  constructor(
    private readonly blocks: RowBlocks,
    private readonly cacheBytes = CACHE_BYTES,
  ) {
    this.rows = blocks.rows;
    this.width = blocks.width;
  }

  /** Bytes of the rows that are in memory now. */
  get bytesInMemory(): number {
    return this.cachedBytes;
  }

  fillAndScale(fill: Float64Array, scaling: Scaling): void {
    this.prepared = { fill, scaling };
    this.cache.clear();
    this.cachedBytes = 0;
  }

  gather(rows: Uint32Array, out: FeatureRowsInto, stride: number): void {
    const { width, blocks } = this;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const block = blocks.blockOf(row);
      const values = this.block(block);
      const from = (row - blocks.firstRow(block)) * width;
      const to = i * stride;
      for (let j = 0; j < width; j++) out[to + j] = values[from + j] as number;
    }
  }

  private block(index: number): Float32Array {
    let values = this.cache.get(index);
    if (values) {
      // The order of a Map is that of insertion; the last one used goes to its end.
      if (this.cache.size > 1) {
        this.cache.delete(index);
        this.cache.set(index, values);
      }
      return values;
    }
    values = this.blocks.read(index);
    if (this.prepared) fillAndScale(values, this.prepared.fill, this.prepared.scaling);
    this.cache.set(index, values);
    this.cachedBytes += values.byteLength;
    for (const [oldest, { byteLength }] of this.cache) {
      if (this.cachedBytes <= this.cacheBytes || this.cache.size === 1) break;
      this.cache.delete(oldest);
      this.cachedBytes -= byteLength;
    }
    return values;
  }
}
