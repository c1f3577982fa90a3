import { expect, test } from 'vitest';
import { Stream } from '../core/rng';
import { CsvScanner, detectDelimiter, parseNumber } from './csv-scanner';

const parse = (text: string): number => parseNumber(text, 0, text.length);

test('numbers are the nearest float64, as the language reads them', () => {
  const stream = new Stream(1, 'numbers');
  for (let i = 0; i < 20000; i++) {
    const value = (stream.uniform() - 0.5) * 10 ** (stream.integer(60) - 30);
    const texts = [`${value}`, value.toFixed(stream.integer(20)), value.toExponential(stream.integer(20))];
    for (const text of texts) {
      if (!Object.is(parse(text), Number(text))) throw new Error(`${text} is read as ${parse(text)}`);
    }
  }
});

test.each([
  '0',
  '-0',
  '007',
  '1.',
  '.5',
  '+5',
  '1E5',
  '1e-400',
  '9007199254740993',
  '123456789012345678',
  '5e-324',
  '1e22',
  '1e23',
])('reads %s as the language does', (text) => {
  expect(parse(text)).toBe(Number(text));
});

test.each(['', '.', '-', '+', 'e5', '1e', '1e+', '1 2', '1,5', '0x1', 'abc', '1..2', '1e5.5', 'Infinity', '１'])(
  '%j is no number',
  (text) => {
    expect(parse(text)).toBeNaN();
  },
);

test.each([
  ['a,b\n1,2\n', ','],
  ['a;b\n1;2\n', ';'],
  ['a\tb\n1\t2\n', '\t'],
  ['1,5;2,5;0\n3,5;4,5;1\n', ';'],
  ['"a;b",c\n"d;e",f\n', ','],
  ['1\n2\n', ','],
  ['', ','],
])('the delimiter of %j is %j', (text, delimiter) => {
  expect(String.fromCharCode(detectDelimiter(text, 100))).toBe(delimiter);
});

test('knows line and column of every field', () => {
  const scanner = new CsvScanner('a,b\r\n\r\n"x\r\ny",2\r\n3,\r\n', 44);
  const seen: string[] = [];
  while (scanner.nextRecord()) {
    let more = true;
    while (more) {
      more = scanner.nextField();
      seen.push(`${scanner.line}:${scanner.column}=${JSON.stringify(scanner.field())}`);
    }
  }
  expect(seen).toEqual(['1:1="a"', '1:2="b"', '3:1="x\\r\\ny"', '3:2="2"', '5:1="3"', '5:2=""']);
  expect(scanner.error).toBeNull();
});

test('reads no further after an error', () => {
  const scanner = new CsvScanner('1,"2\n3,4\n', 44);
  expect(scanner.nextRecord()).toBe(true);
  expect(scanner.nextField()).toBe(true);
  expect(scanner.nextField()).toBe(false);
  expect(scanner.error).toEqual({ line: 1, column: 2, detail: 'a quote is opened and never closed' });
  expect(scanner.nextRecord()).toBe(false);
});
