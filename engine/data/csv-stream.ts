/**
 * CSV that is larger than memory: cut once into blocks of whole records, whose features are read again when a batch needs
 * them. Labels stay in memory, four bytes a row. The numbers are those of the same file read whole.
 */
import { type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { type ByteSource, changedError } from './byte-source';
import { type CsvOptions, describeCsv, factsOf } from './csv';
import { type RecordLayout, RecordReader } from './csv-records';
import { type RowBlocks, StreamedStore } from './store';
import type { StoredData } from './types';

/** A block is cut at the first record that ends behind this many bytes. Smaller ones cost less for a single row. */
const BLOCK_BYTES = 2 ** 15;
/** What is looked at to find delimiter, header and columns. */
const SAMPLE_BYTES = 2 ** 20;
const WINDOW_BYTES = 2 ** 20;
/** No record is as long; what seems to be one has a quote that nothing closes. */
const LONGEST_BLOCK = 2 ** 24;
const MOST_ROWS = 50_000_000;

/** Whole records of a file, from one byte to before another. */
interface Cut {
  from: number;
  to: number;
  /** Line of its first byte, from 1. */
  line: number;
}

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE, QUOTE] = [9, 10, 13, 32, 34] as const;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** Where the walk over the bytes stands: a quote opens a field only at its beginning, as the scanner has it. */
type Place = 'field' | 'plain' | 'quoted' | 'afterQuote';

/** Cuts a file between records. UTF-8 has no byte of a delimiter, quote or line end inside another character. */
export function* cutRecords(source: ByteSource, delimiter: number, blockBytes = BLOCK_BYTES): Generator<Cut> {
  const head = source.read(0, BYTE_ORDER_MARK.length);
  let from = BYTE_ORDER_MARK.every((byte, i) => head[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  let line = 1;
  let firstLine = 1;
  let place: Place = 'field';
  let previous = 0;
  let ended = false;
  for (let offset = from; offset < source.size; ) {
    const window = source.read(offset, Math.min(WINDOW_BYTES, source.size - offset));
    if (window.length === 0) break;
    for (const byte of window) {
      const pair = byte === LINE_FEED && previous === CARRIAGE_RETURN;
      if (ended && !pair) {
        ended = false;
        if (offset - from >= blockBytes) {
          yield { from, to: offset, line: firstLine };
          from = offset;
          firstLine = line;
        }
      }
      const lineEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN;
      if (lineEnd && !pair) line++;
      if (place === 'quoted') {
        if (byte === QUOTE) place = 'afterQuote';
      } else if (lineEnd) {
        place = 'field';
        ended = true;
      } else if (byte === delimiter) {
        place = 'field';
      } else if (byte === QUOTE && (place === 'field' || (place === 'afterQuote' && previous === QUOTE))) {
        place = 'quoted';
      } else if (place === 'field' && byte !== SPACE && byte !== TAB) {
        place = 'plain';
      }
      previous = byte;
      offset++;
      if (offset - from > LONGEST_BLOCK) {
        yield { from, to: offset, line: firstLine };
        return;
      }
    }
  }
  if (from < source.size) yield { from, to: source.size, line: firstLine };
}

const textOf = (source: ByteSource, from: number, to: number): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(source.read(from, to - from));

/**
 * Indexes a CSV and reads its labels, in one pass.
 *
 * @param blockBytes and `cacheBytes` bound the memory; the values do not depend on them
 */
export function readCsvStream(
  source: ByteSource,
  options: CsvOptions,
  where: DiagnosticPlace,
  blockBytes = BLOCK_BYTES,
  cacheBytes?: number,
): Result<StoredData> {
  const [sample] = cutRecords({ ...source, read: source.read.bind(source), size: source.size }, 0, SAMPLE_BYTES);
  const described = describeCsv(sample ? textOf(source, sample.from, sample.to) : '', options, where);
  if (!described.ok) return described;
  const { delimiter, layout } = described.value;
  const reader = new RecordReader(delimiter, layout, where, MOST_ROWS);
  const blocks = new CsvBlocks(source, delimiter, layout, where);
  for (const cut of cutRecords(source, delimiter, blockBytes)) {
    blocks.add(cut, reader.rows);
    reader.read(textOf(source, cut.from, cut.to), cut.line, cut.line === 1);
    if (reader.finished) break;
    reader.forgetFeatures();
  }
  blocks.end(reader.rows);
  if (reader.errors.length > 0) return failure(reader.errors);
  if (reader.rows === 0) return failure([diagnose('csvNoRows', where)]);
  const facts = factsOf(reader, layout, options, where);
  return success({ facts, store: new StreamedStore(blocks, cacheBytes) }, facts.warnings);
}

/** The blocks of a CSV by their rows. */
class CsvBlocks implements RowBlocks {
  rows = 0;
  readonly width: number;
  private readonly cuts: Cut[] = [];
  /** First row of each block. */
  private readonly first: number[] = [];

  constructor(
    private readonly source: ByteSource,
    private readonly delimiter: number,
    private readonly layout: RecordLayout,
    private readonly where: DiagnosticPlace,
  ) {
    this.width = layout.featureColumns.length;
  }

  add(cut: Cut, firstRow: number): void {
    this.cuts.push(cut);
    this.first.push(firstRow);
  }

  end(rows: number): void {
    this.rows = rows;
  }

  blockOf(row: number): number {
    let low = 0;
    let high = this.first.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.first[middle] as number) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  firstRow(block: number): number {
    return this.first[block] as number;
  }

  read(block: number): Float32Array {
    const { from, to, line } = this.cuts[block] as Cut;
    const reader = new RecordReader(this.delimiter, this.layout, this.where, MOST_ROWS);
    reader.read(textOf(this.source, from, to), line, line === 1);
    const count = (this.first[block + 1] ?? this.rows) - this.firstRow(block);
    if (reader.rows !== count) throw changedError(this.source, 'its rows are others than before');
    return reader.features.subarray(0, count * this.width);
  }
}
