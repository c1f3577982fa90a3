/** The loop over the records of a CSV: numbers into rows, label texts into ids, and everything that is wrong on the way. */
import { type Diagnostic, type DiagnosticPlace, diagnose } from '../core/diagnostics';
import { COMMA, CsvScanner } from './csv-scanner';

/** Limits that are checked before memory is taken. */
export const CSV_LIMITS = { characters: 256 * 2 ** 20, columns: 10_000, rows: 5_000_000 } as const;
/** After this many errors a file is given up. */
const MOST_ERRORS = 5;
const MAX_FLOAT32 = 3.4028234663852886e38;

/** What becomes of missing values: the mean of the column, no row, or an error. */
export type MissingChoice = 'mean' | 'drop' | 'error';

/** Which columns mean what. */
export interface RecordLayout {
  /** Whether the first record is no data. */
  header: boolean;
  /** Names of all columns. */
  names: readonly string[];
  /** Columns of the features, in their order in a row of the result. */
  featureColumns: readonly number[];
  /** −1 if there are no labels. */
  labelIndex: number;
  /** The label is a number to be predicted, not the name of a class. */
  numericLabel: boolean;
  missing: MissingChoice;
}

/** Reads the records of a text, or of one text after another that are the parts of a longer one. */
export class RecordReader {
  /** (rows − those forgotten) × featureColumns, row major; a missing value is NaN. Longer than that. */
  features = new Float32Array(0);
  /** For each row, which of `labels` it has, or its number if the layout says so. Longer than the rows. */
  labelValues = new Float32Array(0);
  rows = 0;
  /** Number of missing values, and of rows left out because of them. */
  missing = 0;
  dropped = 0;
  /** Distinct labels, in order of their first appearance. */
  readonly labels = new Map<string, number>();
  /** Up to five; of wrong numbers only the first in each column. */
  readonly errors: Diagnostic[] = [];
  private readonly badColumns = new Set<number>();
  private scanner: CsvScanner;
  /** Where in a row the value of each column goes; −1: nowhere. */
  private readonly targets: Int32Array;
  private readonly width: number;
  /** Rows whose features are no longer held. */
  private forgotten = 0;

  /** @param mostRows no more can come, or none more are taken: also a bound of the memory */
  constructor(
    private readonly delimiter: number,
    private readonly layout: RecordLayout,
    private readonly where: DiagnosticPlace,
    private readonly mostRows: number,
  ) {
    this.scanner = new CsvScanner('', delimiter);
    this.width = layout.featureColumns.length;
    this.targets = new Int32Array(layout.names.length).fill(-1);
    layout.featureColumns.forEach((column, target) => {
      this.targets[column] = target;
    });
  }

  /** Whether numbers may be written with a decimal comma. */
  get decimalComma(): boolean {
    return this.delimiter !== COMMA;
  }

  /** Whether nothing more is to be read: too much is wrong. */
  get finished(): boolean {
    return this.errors.length >= MOST_ERRORS || this.scanner.error !== null || this.tooMany;
  }

  private tooMany = false;

  /**
   * Reads a text of whole records.
   *
   * @param firstLine where it begins in the file
   * @param isFirst it begins with the header, if there is one
   */
  read(text: string, firstLine = 1, isFirst = true): void {
    const scanner = new CsvScanner(text, this.delimiter, firstLine);
    this.scanner = scanner;
    const { errors } = this;
    if (isFirst && this.layout.header && scanner.nextRecord()) scanner.restOfRecord(0);
    while (errors.length < MOST_ERRORS && scanner.nextRecord()) {
      if (this.rows === this.mostRows) {
        this.tooMany = true;
        const detail = `the file has more than ${this.mostRows} rows`;
        errors.push(diagnose('dataParameter', this.where, { detail }));
        return;
      }
      if (this.rows === this.labelValues.length) this.labelValues = this.longer(this.labelValues, this.rows, 1);
      const held = this.rows - this.forgotten;
      if ((held + 1) * this.width > this.features.length) this.features = this.longer(this.features, held, this.width);
      this.readRecord();
    }
    if (scanner.error) errors.push(diagnose('csvSyntax', this.where, { ...scanner.error }));
  }

  /** The features read so far are not needed any more; their memory is used for the next ones. */
  forgetFeatures(): void {
    this.forgotten = this.rows;
  }

  private longer(values: Float32Array, rows: number, width: number): Float32Array<ArrayBuffer> {
    const capacity = Math.min(this.mostRows, Math.max(1024, Math.ceil(rows * 1.6)));
    const copy = new Float32Array(capacity * width);
    copy.set(values);
    return copy;
  }

  /** Reads one record into the next row, and keeps the row unless it is to be left out. */
  private readRecord(): void {
    const { scanner, targets, layout } = this;
    const columns = targets.length;
    const at = (this.rows - this.forgotten) * this.width;
    let gaps = 0;
    let more = true;
    while (more) {
      more = scanner.nextField();
      if (scanner.error) return;
      const column = scanner.column - 1;
      if (column >= columns) continue;
      const target = targets[column] as number;
      if (target >= 0) {
        const value = scanner.number();
        // NaN fails this comparison too.
        if (Math.abs(value) <= MAX_FLOAT32) this.features[at + target] = value;
        else if (this.oddFeature(column, at + target)) gaps++;
      } else if (column === layout.labelIndex && this.readLabel()) {
        gaps++;
      }
    }
    if (scanner.column !== columns) {
      const values = { line: scanner.line, found: scanner.column, expected: columns };
      this.errors.push(diagnose('csvRaggedRow', this.where, values));
    }
    this.missing += gaps;
    if (gaps > 0 && layout.missing === 'drop') this.dropped++;
    else this.rows++;
  }

  /** A feature that is no number of float32. True if it is a missing value, which becomes NaN. */
  private oddFeature(column: number, at: number): boolean {
    const { scanner, where, layout } = this;
    const place = { line: scanner.line, column: column + 1, name: layout.names[column] as string };
    if (scanner.isMissing()) {
      if (layout.missing === 'error')
        this.report(diagnose('csvMissingValue', { ...where, parameter: 'missing' }, place));
      this.features[at] = Number.NaN;
      return true;
    }
    this.wrongNumber(column);
    return false;
  }

  private wrongNumber(column: number): void {
    if (this.badColumns.has(column)) return;
    this.badColumns.add(column);
    const { scanner, layout, where } = this;
    const field = scanner.field();
    const text = JSON.stringify(field.length > 40 ? `${field.slice(0, 39)}…` : field);
    const place = { line: scanner.line, column: column + 1, name: layout.names[column] as string };
    this.report(diagnose('csvNotNumber', where, { ...place, text }));
  }

  /** True if the label is missing and its row is to be left out for that. */
  private readLabel(): boolean {
    const { scanner } = this;
    if (scanner.isMissing()) {
      if (this.layout.missing === 'drop') return true;
      this.report(diagnose('csvMissingLabel', this.where, { line: scanner.line }));
      return false;
    }
    if (this.layout.numericLabel) {
      const value = scanner.number();
      if (!(Math.abs(value) <= MAX_FLOAT32)) this.wrongNumber(this.layout.labelIndex);
      this.labelValues[this.rows] = value;
      return false;
    }
    const text = scanner.field().trim();
    let id = this.labels.get(text);
    if (id === undefined) {
      id = this.labels.size;
      this.labels.set(text, id);
    }
    this.labelValues[this.rows] = id;
    return false;
  }

  private report(error: Diagnostic): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
  }
}
