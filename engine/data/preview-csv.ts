/** What a CSV looks like before it is read: for choosing how to read it. Never fails: a broken file has no columns. */
import { type CsvOptions, describeCsv, findColumn, namesIn } from './csv';
import { COMMA, DELIMITER_CODES, isMissingText, looksNumeric, sampleRecords } from './csv-scanner';

export interface CsvColumn {
  name: string;
  /** What its fields are, as far as they were looked at; `empty`: all are missing. */
  kind: 'numbers' | 'text' | 'empty';
  /** Missing fields among those that were looked at. */
  missing: number;
  /** Different fields among them. */
  distinct: number;
  role: 'feature' | 'label' | 'ignored';
}

export interface CsvPreview {
  delimiter: keyof typeof DELIMITER_CODES;
  /** Numbers may be written with a decimal comma, and some are. */
  decimalComma: boolean;
  header: boolean;
  columns: CsvColumn[];
  /** The first rows of data, field by field. */
  rows: string[][];
  /** Rows that were looked at; the file may have more. */
  looked: number;
}

const SHOWN = 50;
const LOOKED = 2000;
const MOST_COLUMNS = 1000;
const SAMPLE_CHARACTERS = 2 ** 20;

/**
 * Looks at the beginning of a CSV. A label or column that is not there counts for none.
 *
 * @param text the file, or enough of its beginning
 */
export function previewCsv(text: string, options: CsvOptions): CsvPreview | null {
  const beginning =
    text.length > SAMPLE_CHARACTERS ? text.slice(0, text.lastIndexOf('\n', SAMPLE_CHARACTERS) + 1) : text;
  const plain = { ...options, label: '', ignore: '' };
  const named = describeCsv(beginning, { ...plain, label: options.label }, { nodeId: null });
  const described = named.ok ? named : describeCsv(beginning, plain, { nodeId: null });
  if (!described.ok) return null;
  const { delimiter: code, layout } = described.value;
  const records = sampleRecords(beginning, code, MOST_COLUMNS, LOOKED + 1).slice(layout.header ? 1 : 0);
  const rows = records.map((record) => record.map((field) => field.trim()));
  const ignored = new Set(namesIn(options.ignore ?? '').map((name) => findColumn(name, layout.names)));
  const columns = layout.names.slice(0, MOST_COLUMNS).map((name, column): CsvColumn => {
    const fields = rows.map((row) => row[column] ?? '');
    const given = fields.filter((field) => !isMissingText(field));
    const numeric = given.every((field) => looksNumeric(field, code !== COMMA));
    return {
      name,
      kind: given.length === 0 ? 'empty' : numeric ? 'numbers' : 'text',
      missing: fields.length - given.length,
      distinct: new Set(given).size,
      role: column === layout.labelIndex ? 'label' : ignored.has(column) ? 'ignored' : 'feature',
    };
  });
  const delimiter = (Object.keys(DELIMITER_CODES) as (keyof typeof DELIMITER_CODES)[]).find(
    (name) => DELIMITER_CODES[name] === code,
  );
  return {
    delimiter: delimiter ?? 'comma',
    decimalComma: code !== COMMA && rows.some((row) => row.some((field) => /^[+-]?\d*,\d+$/.test(field))),
    header: layout.header,
    columns,
    rows: rows.slice(0, SHOWN),
    looked: rows.length,
  };
}

/** Names as the parameter `ignore` takes them. */
export const listColumns = (names: readonly string[]): string =>
  names.map((name) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ');
