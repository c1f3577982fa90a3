/**
 * Tables of examples from CSV text: one record each, one column of labels, the others numbers.
 *
 * What is wrong with a file is reported with its line, its column and the column's name. Missing values become NaN here;
 * what takes their place is decided after the split, in prepare.ts.
 */
import { type Diagnostic, type DiagnosticPlace, diagnose, failure, type Result, success } from '../core/diagnostics';
import { labelClasses } from './csv-labels';
import { CSV_LIMITS, type MissingChoice, type RecordLayout, RecordReader } from './csv-records';
import {
  COMMA,
  CsvScanner,
  DELIMITER_CODES,
  detectDelimiter,
  isMissingText,
  looksNumeric,
  sampleRecords,
} from './csv-scanner';
import type { DataFacts, DataTable } from './types';

export type HeaderChoice = 'auto' | 'yes' | 'no';

export interface CsvOptions {
  /** Name of the label's column, or its index from 0 as text; empty: the last column. */
  label: string;
  header: HeaderChoice;
  missing: MissingChoice;
  /** Names or indices of columns that are no features, as one record of a CSV; left out: none. */
  ignore?: string;
  /** Left out: the one that fits. */
  delimiter?: 'auto' | keyof typeof DELIMITER_CODES;
  /** Left out: the labels are classes. */
  task?: 'classification' | 'regression';
}

/** The features of a file without labels: what a model predicts from. */
export interface FeatureRows {
  /** rows × names, row major; a missing value is NaN. */
  features: Float32Array;
  rows: number;
}

interface Opened {
  text: string;
  delimiter: number;
  sample: string[][];
  columns: number;
}

/** How a file with labels is laid out. */
export interface CsvDescription {
  delimiter: number;
  layout: RecordLayout;
}

/** Reads labelled rows. Errors and warnings are placed at `where`. */
export function readCsv(text: string, options: CsvOptions, where: DiagnosticPlace): Result<DataTable> {
  if (text.length > CSV_LIMITS.characters) return failure([tooLarge(where, 'the file is larger than 256 MB')]);
  const described = describeCsv(text, options, where);
  if (!described.ok) return described;
  const { delimiter, layout } = described.value;
  const read = readRecords(text, delimiter, layout, where);
  if (!read.ok) return read;
  const facts = factsOf(read.value, layout, options, where);
  const { features, rows } = read.value;
  return success({ ...facts, features: features.slice(0, rows * layout.featureColumns.length) }, facts.warnings);
}

/** Finds delimiter, header and columns in the beginning of a file. */
export function describeCsv(text: string, options: CsvOptions, where: DiagnosticPlace): Result<CsvDescription> {
  const opened = open(text, where, options.delimiter);
  if (!opened.ok) return opened;
  const { sample, columns, delimiter } = opened.value;
  const first = sample[0] as string[];
  const header = options.header === 'auto' ? hasHeader(sample, options.label, delimiter) : options.header === 'yes';
  const names = header ? headerNames(first) : numberedNames(columns);
  const labelIndex = findLabel(options.label, names);
  const unknown = (parameter: string, label: string) =>
    failure([diagnose('csvLabelUnknown', { ...where, parameter }, { label, columns: listNames(names) })]);
  if (labelIndex < 0) return unknown('label', options.label);
  if (columns < 2) {
    return failure([tooLarge(where, 'the file has one column; it needs a label and at least one feature')]);
  }
  const ignored = new Set<number>();
  for (const name of namesIn(options.ignore ?? '')) {
    const column = findColumn(name, names);
    if (column < 0) return unknown('ignore', name);
    ignored.add(column);
  }
  const featureColumns = names
    .map((_, column) => column)
    .filter((column) => column !== labelIndex && !ignored.has(column));
  if (featureColumns.length === 0) {
    return failure([
      diagnose('dataParameter', { ...where, parameter: 'ignore' }, { detail: 'no column is left for the features' }),
    ]);
  }
  const numericLabel = options.task === 'regression';
  const layout = { header, names, featureColumns, labelIndex, numericLabel, missing: options.missing };
  return success({ delimiter, layout });
}

/** What is known of a file once its records were read, without their features. */
export function factsOf(
  { labelValues, labels: labelIds, rows, missing, dropped, decimalComma }: RecordReader,
  { featureColumns, names, labelIndex, numericLabel }: RecordLayout,
  options: CsvOptions,
  where: DiagnosticPlace,
): DataFacts {
  const labels = labelValues.slice(0, rows);
  const classes = labelClasses([...labelIds.keys()], decimalComma);
  if (!numericLabel)
    for (let row = 0; row < rows; row++) labels[row] = classes.indexOf[labels[row] as number] as number;
  const warnings: Diagnostic[] = [];
  if (missing > 0) {
    const left = dropped === 1 ? 'the row with them is left out' : `${dropped} rows with them are left out`;
    const action = options.missing === 'drop' ? left : 'each is replaced by the mean of its column';
    warnings.push(diagnose('csvMissingValues', { ...where, parameter: 'missing' }, { count: missing, action }));
  }
  return {
    labels,
    rows,
    featureShape: [featureColumns.length],
    featureNames: featureColumns.map((column) => names[column] as string),
    classNames: classes.names,
    labelColumn: { name: names[labelIndex] as string, index: labelIndex },
    ...(featureColumns.length < names.length - 1 && { columns: { count: names.length, features: featureColumns } }),
    notes: [],
    warnings,
  };
}

function readRecords(
  text: string,
  delimiter: number,
  layout: RecordLayout,
  where: DiagnosticPlace,
): Result<RecordReader> {
  // No text of this length has more rows: each takes a delimiter or line end for every column.
  const mostRows = Math.min(CSV_LIMITS.rows, Math.ceil((text.length + 1) / layout.names.length));
  const reader = new RecordReader(delimiter, layout, where, mostRows);
  reader.read(text);
  if (reader.errors.length > 0) return failure(reader.errors);
  return reader.rows === 0 ? failure([diagnose('csvNoRows', where)]) : success(reader);
}

const tooLarge = (where: DiagnosticPlace, detail: string): Diagnostic => diagnose('dataParameter', where, { detail });

/**
 * Reads features only, for prediction. Columns are chosen by name where the header has all of `names`, and refused where
 * it has only some; else they are taken in order, without the label's column if there is one more than needed, and their
 * number must fit.
 *
 * @param trained the columns of the file that a model was trained on, where some were left out: another file of as many
 * columns without their names has them at the same places
 */
export function readFeatures(
  text: string,
  names: readonly string[],
  where: DiagnosticPlace,
  labelColumn?: { name: string; index: number },
  trained?: { count: number; features: readonly number[] },
): Result<FeatureRows> {
  const opened = open(text, where);
  if (!opened.ok) return opened;
  const { sample, columns, delimiter } = opened.value;
  const first = headerNames(sample[0] as string[]);
  const byName = new Map(first.map((name, column) => [name, column] as const).reverse());
  let header = true;
  let featureColumns = names.map((name) => byName.get(name) ?? -1);
  if (featureColumns.includes(-1)) {
    header = hasHeader(sample, '', delimiter);
    const absent = header ? absentName(names, byName) : undefined;
    if (absent !== undefined) {
      return failure([diagnose('csvFeatureMissing', where, { name: absent, columns: listNames(first) })]);
    }
    featureColumns = first.map((_, column) => column);
    if (trained?.count === columns) featureColumns = [...trained.features];
    else if (labelColumn && columns === names.length + 1) {
      const named = header ? byName.get(labelColumn.name) : undefined;
      featureColumns = featureColumns.filter((column) => column !== (named ?? labelColumn.index));
    }
    if (featureColumns.length !== names.length) {
      const values = { found: columns, expected: names.length, names: listNames(names) };
      return failure([diagnose('csvFeatures', where, values)]);
    }
  }
  const layout = {
    header,
    names: header ? first : numberedNames(columns),
    featureColumns,
    labelIndex: -1,
    numericLabel: false,
    missing: 'mean',
  } as const;
  const read = readRecords(text, delimiter, layout, where);
  if (!read.ok) return read;
  const { features, rows, missing } = read.value;
  const action = 'each is replaced by the mean of its column in the training rows';
  const warnings = missing > 0 ? [diagnose('csvMissingValues', where, { count: missing, action })] : [];
  return success({ features: features.slice(0, rows * names.length), rows }, warnings);
}

/** Finds the delimiter, and looks at the first records. */
function open(text: string, where: DiagnosticPlace, wanted: CsvOptions['delimiter'] = 'auto'): Result<Opened> {
  const delimiter = wanted === 'auto' ? detectDelimiter(text, CSV_LIMITS.columns + 1) : DELIMITER_CODES[wanted];
  const sample = sampleRecords(text, delimiter, CSV_LIMITS.columns + 1);
  const columns = sample[0]?.length ?? 0;
  if (columns > CSV_LIMITS.columns) {
    return failure([tooLarge(where, `the file has more than ${CSV_LIMITS.columns} columns`)]);
  }
  if (columns === 0) {
    const scanner = new CsvScanner(text, delimiter);
    if (scanner.nextRecord()) scanner.restOfRecord(0);
    const { error } = scanner;
    return failure([error ? diagnose('csvSyntax', where, { ...error }) : diagnose('csvNoRows', where)]);
  }
  return success({ text, delimiter, sample, columns });
}

/**
 * Whether the first record is a header: it holds the label's name, or nothing in it is a number, or some column begins
 * with a text and goes on with numbers. In the last case what numbers it has must be names, as in `0,1,2,label`: whole and
 * ascending. Else it is a row of data with a text where a number should be.
 */
function hasHeader(sample: readonly string[][], label: string, delimiter: number): boolean {
  const isNumber = (field: string): boolean => looksNumeric(field, delimiter !== COMMA);
  const [first, ...others] = sample as [string[], ...string[][]];
  if (label !== '' && !/^\d+$/.test(label) && headerNames(first).includes(label)) return true;
  const texts = first.map((field) => !isMissingText(field) && !isNumber(field));
  if (texts.every((isText) => isText)) return true;
  const numbers = first.filter(isNumber);
  const areNames = numbers.every((name, i) => /^\d+$/.test(name) && (i === 0 || Number(name) > Number(numbers[i - 1])));
  return texts.some((isText, column) => {
    if (!isText || !areNames) return false;
    const below = others.map((record) => record[column] ?? '').filter((field) => !isMissingText(field));
    return below.length > 0 && below.every(isNumber);
  });
}

/** The first name that a header leaves out although it has others; columns that were only numbered are no names. */
function absentName(names: readonly string[], header: ReadonlyMap<string, number>): string | undefined {
  const named = !names.every((name) => /^x\d+$/.test(name)) && names.some((name) => header.has(name));
  return named ? names.find((name) => !header.has(name)) : undefined;
}

/** Names for a message. */
function listNames(names: readonly string[]): string {
  return names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
}

function headerNames(record: readonly string[]): string[] {
  return record.map((name, column) => name.trim() || `x${column}`);
}

function numberedNames(columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => `x${column}`);
}

/** Index of the label's column, or −1; the last one where none is named. */
function findLabel(label: string, names: readonly string[]): number {
  const wanted = label.trim();
  return wanted === '' ? names.length - 1 : findColumn(wanted, names);
}

/** Index of a column, or −1. A name goes before an index. */
export function findColumn(wanted: string, names: readonly string[]): number {
  const named = names.indexOf(wanted);
  if (named >= 0) return named;
  const index = /^\d+$/.test(wanted) ? Number(wanted) : -1;
  return index < names.length ? index : -1;
}

/** The names in a list that is written as a record of a CSV. */
export function namesIn(list: string): string[] {
  const scanner = new CsvScanner(list, COMMA);
  return scanner.nextRecord()
    ? scanner
        .restOfRecord()
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : [];
}
