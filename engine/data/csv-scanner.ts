/**
 * The lexical half of the CSV reader: records and fields (RFC 4180), delimiters, numbers. It makes no strings unless asked.
 *
 * More lenient than the RFC where files in use are: lines end with CR LF, LF or CR; blank lines are skipped; spaces around
 * a field don't count; a quote inside an unquoted field is itself.
 */

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
export const COMMA = 44;
const POINT = 46;
const SEMICOLON = 59;
const DELIMITERS = [COMMA, SEMICOLON, TAB] as const;
/** Delimiters by their names in a document. */
export const DELIMITER_CODES = { comma: COMMA, semicolon: SEMICOLON, tab: TAB } as const;
const BYTE_ORDER_MARK = 0xfeff;

/** How far into a file one looks to guess its delimiter and header. */
const SAMPLE_RECORDS = 50;

export interface CsvSyntaxError {
  line: number;
  /** Number of the field in its record, from 1. */
  column: number;
  detail: string;
}

/** Walks over the fields of a CSV text. */
export class CsvScanner {
  /** Range of the present field in the text, without quotes and the spaces around it. */
  start = 0;
  end = 0;
  /** Line where the present record begins, from 1. */
  line = 1;
  /** Number of the present field in its record, from 1. */
  column = 0;
  /** Set once the text is not CSV; nothing more is read then. */
  error: CsvSyntaxError | null = null;
  private position: number;
  private nextLine: number;
  private doubledQuotes = false;
  /** Where the comma does not part fields, it may part the decimals of a number. */
  private readonly decimalComma: boolean;

  /** @param firstLine where the text begins, if it is a part of a longer one */
  constructor(
    private readonly text: string,
    private readonly delimiter: number,
    firstLine = 1,
  ) {
    this.nextLine = firstLine;
    this.decimalComma = delimiter !== COMMA;
    this.position = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  }

  /** Goes to the next record that is not blank; false at the end of the text. */
  nextRecord(): boolean {
    const { text } = this;
    let i = this.position;
    while (!this.error) {
      let code = text.charCodeAt(i);
      while (code === SPACE || (code === TAB && this.delimiter !== TAB)) code = text.charCodeAt(++i);
      if (i >= text.length) return false;
      if (code !== LINE_FEED && code !== CARRIAGE_RETURN) {
        this.position = i;
        this.line = this.nextLine;
        this.column = 0;
        return true;
      }
      i = this.afterLineEnd(i);
    }
    return false;
  }

  /** Reads a field of the present record; true if another one follows it there. */
  nextField(): boolean {
    const { text, delimiter } = this;
    this.column++;
    this.doubledQuotes = false;
    let i = this.position;
    let code = text.charCodeAt(i);
    while (code === SPACE || (code === TAB && delimiter !== TAB)) code = text.charCodeAt(++i);
    if (code === QUOTE) {
      i = this.quotedField(i);
      if (this.error) return false;
      code = text.charCodeAt(i);
    } else {
      this.start = i;
      let last = i;
      // NaN, at the end of the text, is none of these and ends the loop by the first condition.
      while (i < text.length && code !== delimiter && code !== LINE_FEED && code !== CARRIAGE_RETURN) {
        i++;
        if (code !== SPACE && code !== TAB) last = i;
        code = text.charCodeAt(i);
      }
      this.end = last;
    }
    if (code === delimiter) {
      this.position = i + 1;
      return true;
    }
    this.position = i < text.length ? this.afterLineEnd(i) : i;
    return false;
  }

  /** The present field as a string. */
  field(): string {
    const raw = this.text.slice(this.start, this.end);
    return this.doubledQuotes ? raw.replaceAll('""', '"') : raw;
  }

  /** The present field as a number, or NaN. */
  number(): number {
    return parseNumber(this.text, this.start, this.end, this.decimalComma);
  }

  /** Whether the present field stands for a missing value. */
  isMissing(): boolean {
    return this.end - this.start <= 4 && isMissingText(this.field());
  }

  /** The present record's fields from the next one on, as strings; at most `limit`, the rest is skipped. */
  restOfRecord(limit = Number.POSITIVE_INFINITY): string[] {
    const fields: string[] = [];
    let more = true;
    while (more) {
      more = this.nextField();
      if (fields.length < limit && !this.error) fields.push(this.field());
    }
    return fields;
  }

  /** Reads from an opening quote to behind the closing one and the spaces after it. */
  private quotedField(open: number): number {
    const { text, delimiter } = this;
    const line = this.nextLine;
    let i = open + 1;
    for (;;) {
      if (i >= text.length) return this.fail(line, 'a quote is opened and never closed');
      const code = text.charCodeAt(i);
      if (code === QUOTE) {
        if (text.charCodeAt(i + 1) !== QUOTE) break;
        this.doubledQuotes = true;
        i += 2;
      } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        i = this.afterLineEnd(i);
      } else {
        i++;
      }
    }
    this.start = open + 1;
    this.end = i;
    let code = text.charCodeAt(++i);
    while (code === SPACE || (code === TAB && delimiter !== TAB)) code = text.charCodeAt(++i);
    if (i < text.length && code !== delimiter && code !== LINE_FEED && code !== CARRIAGE_RETURN) {
      return this.fail(this.nextLine, 'text follows a closing quote; a quote inside a quoted field must be doubled');
    }
    return i;
  }

  private fail(line: number, detail: string): number {
    this.error = { line, column: this.column, detail };
    this.position = this.text.length;
    return this.position;
  }

  /** The place behind a line end at `i`, which it counts. */
  private afterLineEnd(i: number): number {
    this.nextLine++;
    const pair = this.text.charCodeAt(i) === CARRIAGE_RETURN && this.text.charCodeAt(i + 1) === LINE_FEED;
    return i + (pair ? 2 : 1);
  }
}

/** Powers of ten that float64 holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/**
 * The decimal number that fills text[start, end), or NaN if it is none. Always the nearest float64: up to 15 digits and
 * 10^±22 by one exact division or product (Clinger 1990), anything else by the language's own conversion.
 *
 * @param decimalComma whether a comma may stand for the decimal point
 */
export function parseNumber(text: string, start: number, end: number, decimalComma = false): number {
  let i = start;
  let code = text.charCodeAt(i);
  const negative = code === 45;
  if (negative || code === 43) i++;
  let mantissa = 0;
  let significant = 0;
  let digits = 0;
  let exponent = 0;
  let afterPoint = false;
  for (; i < end; i++) {
    code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      digits++;
      if (significant > 0 || code !== 48) significant++;
      mantissa = mantissa * 10 + (code - 48);
      if (afterPoint) exponent--;
    } else if ((code === POINT || (code === COMMA && decimalComma)) && !afterPoint) {
      afterPoint = true;
    } else {
      break;
    }
  }
  if (digits === 0) return Number.NaN;
  if (i < end) {
    if (code !== 101 && code !== 69) return Number.NaN;
    const written = parseExponent(text, i + 1, end);
    if (Number.isNaN(written)) return Number.NaN;
    exponent += written;
  }
  let value: number;
  if (significant <= 15 && exponent <= 0 && exponent >= -22) value = mantissa / (EXACT_POWERS[-exponent] as number);
  else if (significant <= 15 && exponent > 0 && exponent <= 22) value = mantissa * (EXACT_POWERS[exponent] as number);
  else return Number(text.slice(start, end).replace(',', '.'));
  return negative ? -value : value;
}

/** The digits and sign behind an `e`; NaN unless they reach to `end`. */
function parseExponent(text: string, start: number, end: number): number {
  let i = start;
  const sign = text.charCodeAt(i);
  if (sign === 45 || sign === 43) i++;
  if (i >= end) return Number.NaN;
  let value = 0;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return Number.NaN;
    value = Math.min(value * 10 + (code - 48), 100_000);
  }
  return sign === 45 ? -value : value;
}

/** Whether a field stands for a missing value: nothing, `?`, `NA`, `NaN` or `null`, in any case. */
export function isMissingText(field: string): boolean {
  if (field === '' || field === '?') return true;
  const lower = field.toLowerCase();
  return lower === 'na' || lower === 'nan' || lower === 'null';
}

/** The first records of a text as strings, under one delimiter; each cut at `columns` fields. */
export function sampleRecords(text: string, delimiter: number, columns: number, count = SAMPLE_RECORDS): string[][] {
  const scanner = new CsvScanner(text, delimiter);
  const records: string[][] = [];
  while (records.length < count && scanner.nextRecord()) {
    const record = scanner.restOfRecord(columns);
    if (!scanner.error) records.push(record);
  }
  return records;
}

/**
 * Comma, semicolon or tab, as a character code: the one that cuts the first records into equally many fields, two or more.
 * If several do, the one that leaves the larger share of numbers.
 */
export function detectDelimiter(text: string, columns: number): number {
  let best: number = DELIMITERS[0];
  let bestScore = -1;
  for (const delimiter of DELIMITERS) {
    const records = sampleRecords(text, delimiter, columns, 20);
    const width = records[0]?.length ?? 1;
    const fields = records.flat();
    // A decimal comma tells that the comma is not the delimiter.
    const numbers = fields.filter((field) => looksNumeric(field, delimiter !== COMMA)).length;
    const even = width > 1 && records.every((record) => record.length === width);
    const several = fields.length > records.length;
    const score = (even ? 2 : 0) + (several ? 1 + numbers / fields.length : 0);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Whether a field is a number by itself. */
export function looksNumeric(field: string, decimalComma: boolean): boolean {
  return !Number.isNaN(parseNumber(field, 0, field.length, decimalComma));
}
