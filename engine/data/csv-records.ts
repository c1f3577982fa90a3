/** The loop over the records of a CSV: numbers into rows, label texts into ids, and everything that is wrong on the way. */
import { type Diagnostic, type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { CsvScanner } from './csv-scanner';

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
  missing: MissingChoice;
}

export interface Records {
  /** rows × featureColumns, row major; a missing value is NaN. */
  features: Float32Array;
  rows: number;
  /** For each row, which of `labelTexts` it has. */
  labelIds: Uint32Array;
  /** Distinct labels, in order of their first appearance. */
  labelTexts: string[];
  /** Number of missing values, and of rows left out because of them. */
  missing: number;
  dropped: number;
}

/** Reads all records. Up to five errors are reported, but of wrong numbers only the first in each column. */
export function readRecords(
  text: string,
  delimiter: number,
  layout: RecordLayout,
  where: DiagnosticPlace,
): Result<Records> {
  const reader = new RecordReader(text, delimiter, layout, where);
  reader.readAll();
  if (reader.errors.length > 0) return failure(reader.errors);
  const { rows, missing, dropped } = reader;
  if (rows === 0) return failure([diagnose('csvNoRows', where)]);
  return success({
    features: reader.features.slice(0, rows * layout.featureColumns.length),
    rows,
    labelIds: reader.labelIds,
    labelTexts: [...reader.labels.keys()],
    missing,
    dropped,
  });
}

class RecordReader {
  features = new Float32Array(0);
  labelIds = new Uint32Array(0);
  rows = 0;
  missing = 0;
  dropped = 0;
  readonly labels = new Map<string, number>();
  readonly errors: Diagnostic[] = [];
  private readonly badColumns = new Set<number>();
  private readonly scanner: CsvScanner;
  /** Where in a row the value of each column goes; −1: nowhere. */
  private readonly targets: Int32Array;
  private readonly width: number;
  /** No text of this length has more rows: each takes a delimiter or line end for every column. */
  private readonly mostRows: number;

  constructor(
    text: string,
    delimiter: number,
    private readonly layout: RecordLayout,
    private readonly where: DiagnosticPlace,
  ) {
    this.scanner = new CsvScanner(text, delimiter);
    this.width = layout.featureColumns.length;
    this.targets = new Int32Array(layout.names.length).fill(-1);
    layout.featureColumns.forEach((column, target) => {
      this.targets[column] = target;
    });
    this.mostRows = Math.min(CSV_LIMITS.rows, Math.ceil((text.length + 1) / layout.names.length));
  }

  readAll(): void {
    const { scanner, errors } = this;
    if (this.layout.header && scanner.nextRecord()) scanner.restOfRecord(0);
    while (errors.length < MOST_ERRORS && scanner.nextRecord()) {
      if (this.rows === CSV_LIMITS.rows) {
        errors.push(
          diagnose('dataParameter', this.where, { detail: `the file has more than ${CSV_LIMITS.rows} rows` }),
        );
        return;
      }
      if (this.rows === this.labelIds.length) this.grow();
      this.readRecord();
    }
    if (scanner.error) errors.push(diagnose('csvSyntax', this.where, { ...scanner.error }));
  }

  private grow(): void {
    const capacity = Math.min(this.mostRows, Math.max(1024, Math.ceil(this.rows * 1.6)));
    const features = new Float32Array(capacity * this.width);
    features.set(this.features);
    this.features = features;
    const labelIds = new Uint32Array(capacity);
    labelIds.set(this.labelIds);
    this.labelIds = labelIds;
  }

  /** Reads one record into the next row, and keeps the row unless it is to be left out. */
  private readRecord(): void {
    const { scanner, targets, layout } = this;
    const columns = targets.length;
    const at = this.rows * this.width;
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
    if (!this.badColumns.has(column)) {
      this.badColumns.add(column);
      const field = scanner.field();
      const text = JSON.stringify(field.length > 40 ? `${field.slice(0, 39)}…` : field);
      this.report(diagnose('csvNotNumber', where, { ...place, text }));
    }
    return false;
  }

  /** True if the label is missing and its row is to be left out for that. */
  private readLabel(): boolean {
    const { scanner } = this;
    if (scanner.isMissing()) {
      if (this.layout.missing === 'drop') return true;
      this.report(diagnose('csvMissingLabel', this.where, { line: scanner.line }));
      return false;
    }
    const text = scanner.field().trim();
    let id = this.labels.get(text);
    if (id === undefined) {
      id = this.labels.size;
      this.labels.set(text, id);
    }
    this.labelIds[this.rows] = id;
    return false;
  }

  private report(error: Diagnostic): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
  }
}
