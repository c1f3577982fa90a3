import { expect, test } from 'vitest';
import type { Diagnostic, Result } from '../core/diagnostics';
import { Stream } from '../core/rng';
import { type CsvOptions, readCsv, readFeatures } from './csv';
import type { DataTable } from './types';

const where = { nodeId: 'data' };
const defaults: CsvOptions = { label: '', header: 'auto', missing: 'mean' };
const read = (text: string, options: Partial<CsvOptions> = {}): Result<DataTable> =>
  readCsv(text, { ...defaults, ...options }, where);

function table(text: string, options: Partial<CsvOptions> = {}): DataTable {
  const result = read(text, options);
  if (!result.ok) throw new Error(result.diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return result.value;
}

function errors(result: Result<unknown>): Diagnostic[] {
  expect(result.ok).toBe(false);
  return result.diagnostics;
}

test('reads a header, numbers and text labels', () => {
  const { features, labels, rows, featureShape, featureNames, classNames, labelColumn } = table(
    'width,height,kind\n1,2.5,cat\n-3,4e2,dog\n+5,.5,cat\n',
  );
  expect(rows).toBe(3);
  expect(featureShape).toEqual([2]);
  expect(featureNames).toEqual(['width', 'height']);
  expect([...features]).toEqual([1, 2.5, -3, 400, 5, 0.5]);
  expect([...labels]).toEqual([0, 1, 0]);
  expect(classNames).toEqual(['cat', 'dog']);
  expect(labelColumn).toEqual({ name: 'kind', index: 2 });
});

test.each([
  ['no line end behind the last record', 'a,b,y\n1,2,0\n3,4,1'],
  ['CR LF', 'a,b,y\r\n1,2,0\r\n3,4,1\r\n'],
  ['CR alone', 'a,b,y\r1,2,0\r3,4,1\r'],
  ['a byte order mark', '\ufeffa,b,y\n1,2,0\n3,4,1\n'],
  ['blank lines', '\n\na,b,y\n\n1,2,0\n  \n3,4,1\n\n\n'],
  ['spaces around fields', ' a , b , y \n 1 ,2 , 0\n3, 4 ,1 \n'],
  ['semicolons', 'a;b;y\n1;2;0\n3;4;1\n'],
  ['tabs', 'a\tb\ty\n1\t2\t0\n3\t4\t1\n'],
  ['quotes', '"a","b","y"\n"1",2,"0"\n3,"4","1"\n'],
  ['quotes with spaces around them', ' "a" ,"b" , "y"\n 1, "2" ,0\n3,4,1\n'],
])('reads the same table with %s', (_, text) => {
  const { features, labels, featureNames } = table(text);
  expect([...features]).toEqual([1, 2, 3, 4]);
  expect([...labels]).toEqual([0, 1]);
  expect(featureNames).toEqual(['a', 'b']);
});

test('quoted fields keep delimiters, line ends and doubled quotes', () => {
  const { featureNames, classNames, labels } = table('"size, cm","the ""best""",y\n1,2,"a\nb"\n3,4,"c, ""d"""\n');
  expect(featureNames).toEqual(['size, cm', 'the "best"']);
  expect(classNames).toEqual(['a\nb', 'c, "d"']);
  expect([...labels]).toEqual([0, 1]);
});

test('a quote inside an unquoted field is itself', () => {
  expect(table(`a,y\n1,5'10"\n2,6'0"\n`).classNames).toEqual([`5'10"`, `6'0"`]);
});

test('a comma inside the fields of a semicolon file does not make it a comma file', () => {
  expect(table('a;b;y\n1;2;x, y\n3;4;z, w\n').featureNames).toEqual(['a', 'b']);
});

test.each([
  ['texts over numbers', 'a,b\n1,2\n', true],
  ['only numbers', '1,2,0\n3,4,1\n', false],
  ['text labels without a header', '5.1,3.5,setosa\n4.9,3,virginica\n', false],
  ['numbers as names', '0,1,2,label\n5,6,7,1\n8,9,10,0\n', true],
  ['a number missing in the first row', '1,?,a\n2,3,b\n', false],
  ['a text where a number belongs', '1.5,oops,a\n2.5,3,b\n', false],
])('tells whether there is a header: %s', (_, text, header) => {
  const result = read(text);
  // Without a header the columns are numbered, and what is wrong stands in line 1.
  if (result.ok) expect(result.value.featureNames[0] !== 'x0').toBe(header);
  else expect(result.diagnostics[0]?.message.includes('line 1,')).toBe(!header);
});

test('the header choice overrules the guess', () => {
  expect(table('1,2,3\n4,5,0\n', { header: 'yes' }).featureNames).toEqual(['1', '2']);
  expect(table('1,2,3\n4,5,0\n', { header: 'no' }).featureNames).toEqual(['x0', 'x1']);
  expect(table('1,2,3\n4,5,0\n', { header: 'no' }).rows).toBe(2);
});

test('the label is a column by name, by index, or the last one', () => {
  const text = 'y,a,2\n0,10,20\n1,11,21\n';
  expect(table(text, { label: 'y' }).featureNames).toEqual(['a', '2']);
  expect(table(text, { label: '0' }).featureNames).toEqual(['a', '2']);
  expect(table(text, { label: '' }).featureNames).toEqual(['y', 'a']);
  expect(table(text, { label: '2' }).labelColumn).toEqual({ name: '2', index: 2 });
});

test('a name goes before an index', () => {
  expect(table('2,1,0,y\n5,6,7,8\n5,6,7,9\n', { label: '0', header: 'yes' }).labelColumn).toEqual({
    name: '0',
    index: 2,
  });
});

test('an unknown label is an error that lists the columns', () => {
  const [error] = errors(read('a,b,y\n1,2,0\n', { label: 'z' }));
  expect(error?.code).toBe('ZL506');
  expect(error?.message).toContain('"z"');
  expect(error?.hint).toContain('a, b, y');
  expect(errors(read('a,b,y\n1,2,0\n', { label: '3' }))[0]?.code).toBe('ZL506');
});

test('integer labels from 0 are their own index in any order of rows', () => {
  const { labels, classNames } = table('a,y\n1,2\n1,0\n1,1\n1,2\n');
  expect([...labels]).toEqual([2, 0, 1, 2]);
  expect(classNames).toEqual(['0', '1', '2']);
});

test('other numbers are sorted by value, and equal values are one class', () => {
  const { labels, classNames } = table('a,y\n1,10\n1,9\n1,-1\n1,9.0\n');
  expect([...labels]).toEqual([2, 1, 0, 1]);
  expect(classNames).toEqual(['-1', '9', '10']);
});

test('texts are sorted by code point', () => {
  expect(table('a,y\n1,😀\n1,～\n1,b\n1,B\n1,10\n').classNames).toEqual(['10', 'B', 'b', '～', '😀']);
});

test('a text among numbers is an error with line, column and name', () => {
  const [error] = errors(read('a,b,y\n1,2,0\n\n3,oops,1\n'));
  expect(error?.code).toBe('ZL504');
  expect(error?.where).toEqual(where);
  expect(error?.message).toContain('"oops" at line 4, column 2 ("b")');
});

test('numbers that float32 cannot hold are errors', () => {
  for (const text of ['1e39', '-1e400', 'Infinity', 'inf', '0x10', '1_000', '1e', '1e+', '.', '-', '1.2.3', '--1']) {
    expect(errors(read(`a,b,y\n1,2,0\n1,${text},0\n`))[0]?.code).toBe('ZL504');
  }
});

test('one error for each broken column, five at most', () => {
  const broken = errors(read('a,b,c,y\n1,1,1,0\nx,y,1,0\nx,y,1,0\n'));
  expect(broken.map((error) => error.code)).toEqual(['ZL504', 'ZL504']);
  const ragged = errors(read(`a,b\n1,0\n${'1\n'.repeat(50)}`));
  expect(ragged).toHaveLength(5);
});

test('a ragged row is an error with its line', () => {
  const short = errors(read('a,b,y\n1,2,0\n1,2\n'))[0];
  expect(short?.code).toBe('ZL505');
  expect(short?.message).toContain('Line 3');
  expect(short?.message).toContain('2 fields; the others have 3');
  expect(errors(read('a,b,y\n1,2,0\n1,2,0,9,9\n'))[0]?.message).toContain('5 fields');
});

test('the line of a record counts the line ends inside quotes before it', () => {
  expect(errors(read('a,y\n1,"two\nlines"\nx,b\n'))[0]?.message).toContain('line 4');
});

test('a quote that is never closed is an error at the line that opens it', () => {
  const [error] = errors(read('a,y\n1,b\n2,"c\n3,d\n'));
  expect(error?.code).toBe('ZL502');
  expect(error?.message).toContain('line 3, column 2');
});

test('text behind a closing quote is an error', () => {
  expect(errors(read('a,y\n1,"b"c\n'))[0]?.message).toContain('must be doubled');
});

test.each(['', '\n \n', 'a,b,y\n', '\ufeff'])('a file without rows is an error: %j', (text) => {
  expect(errors(read(text))[0]?.code).toBe('ZL503');
});

test('a file of one column is an error', () => {
  expect(errors(read('y\n1\n2\n'))[0]?.code).toBe('ZL510');
});

test.each(['', '?', 'NA', 'NaN', 'nan', 'null', 'NULL', '""'])('%j is a missing value', (missing) => {
  const { features, warnings } = table(`a,b,y\n1,2,0\n${missing},4,1\n`);
  expect([...features]).toEqual([1, 2, Number.NaN, 4]);
  expect(warnings.map((warning) => warning.code)).toEqual(['ZL508']);
  expect(warnings[0]?.message).toContain('1 missing values');
});

test('rows with missing values can be left out', () => {
  const { features, labels, warnings } = table('a,b,y\n1,2,0\n?,?,1\n5,6,\n7,8,1\n', { missing: 'drop' });
  expect([...features]).toEqual([1, 2, 7, 8]);
  expect([...labels]).toEqual([0, 1]);
  expect(warnings[0]?.message).toContain('3 missing values; 2 rows');
});

test('missing values can be errors', () => {
  const [error] = errors(read('a,b,y\n1,2,0\n3,,1\n', { missing: 'error' }));
  expect(error?.code).toBe('ZL509');
  expect(error?.message).toContain('line 3, column 2 ("b")');
});

test('a missing label is an error with its line', () => {
  const [error] = errors(read('a,b,y\n1,2,0\n3,4,\n'));
  expect(error?.code).toBe('ZL507');
  expect(error?.message).toContain('line 3');
});

test('a file of more than 10,000 columns is refused', () => {
  expect(errors(read(`${'1,'.repeat(10_000)}0\n`))[0]?.message).toContain('10000 columns');
  expect(table(`${'1,'.repeat(9_999)}0\n`).featureShape).toEqual([9_999]);
});

test('labels may be named like members of every object', () => {
  expect(table('a,y\n1,constructor\n2,__proto__\n').classNames).toEqual(['__proto__', 'constructor']);
});

test('every cut of a file is a table or typed errors', () => {
  const text = '\ufeff"a ""1""",b,y\r\n1,"2",cat\r\n3,,"do\ng"\r\n5,6e1,cat\r\n';
  for (let end = 0; end <= text.length; end++) {
    const result = read(text.slice(0, end));
    if (result.ok) expect(result.value.labels).toHaveLength(result.value.rows);
    else for (const error of result.diagnostics) expect(error.code).toMatch(/^ZL5\d\d$/);
  }
});

test('random tables come back from any way of writing them', () => {
  const stream = new Stream(1, 'tables');
  const pick = <T>(choices: readonly T[]): T => choices[stream.integer(choices.length)] as T;
  for (let round = 0; round < 300; round++) {
    const delimiter = pick([',', ';', '\t']);
    const columns = 1 + stream.integer(6);
    const lineEnd = pick(['\n', '\r\n', '\r']);
    const written: string[] = [];
    const numbers: number[] = [];
    const texts: string[] = [];
    const quote = (field: string): string =>
      /[",;\t\r\n]/.test(field) || stream.integer(3) === 0 ? `"${field.replaceAll('"', '""')}"` : field;
    for (let row = 0; row < 2 + stream.integer(8); row++) {
      const fields: string[] = [];
      for (let column = 0; column < columns; column++) {
        const value = Math.fround((stream.uniform() - 0.5) * 10 ** stream.integer(8));
        numbers.push(value);
        fields.push(quote(pick([`${value}`, value.toExponential(), value.toFixed(30)])));
      }
      const label = pick(['plain', 'a, b', 'say "hi"', 'two\nlines', 'semi;colon', 'tab\there', 'é😀', "it's", '0 x']);
      texts.push(label);
      written.push([...fields, quote(label)].join(delimiter));
    }
    const { features, labels, classNames } = table(written.join(lineEnd) + pick(['', lineEnd]));
    expect([...features]).toEqual(numbers);
    expect([...labels].map((label) => classNames[label])).toEqual(texts);
  }
});

const names = ['a', 'b'];
const label = { name: 'y', index: 2 };

test.each([
  ['in another order, with more columns', 'note,b,a\nhi,2,1\nho,4,3\n'],
  ['with its label', 'a,b,y\n1,2,cat\n3,4,dog\n'],
  ['without its label', 'a,b\n1,2\n3,4\n'],
  ['with an empty label', 'a,b,y\n1,2,\n3,4,\n'],
  ['without a header', '1,2\n3,4\n'],
  ['with a label but no header', '1,2,0\n3,4,1\n'],
  ['with other names', 'u,v\n1,2\n3,4\n'],
  ['with other names and its label', 'u,y,v\n1,cat,2\n3,dog,4\n'],
])('features for prediction: %s', (_, text) => {
  const result = readFeatures(text, names, where, label);
  expect(result.ok && [...result.value.features]).toEqual([1, 2, 3, 4]);
});

test('features for prediction keep missing values as NaN, and say so', () => {
  const result = readFeatures('a,b\n1,\n3,4\n', names, where);
  expect(result.ok && [...result.value.features]).toEqual([1, Number.NaN, 3, 4]);
  expect(result.diagnostics).toMatchObject([{ code: 'ZL508', severity: 'warning', where }]);
});

test.each([
  ['with a name that is misspelt', 'a,c\n1,2\n'],
  ['with a name that is misspelt, and more columns', 'a,bb,u,v\n1,2,3,4\n'],
])('features %s are refused', (_, text) => {
  const [error] = errors(readFeatures(text, names, where, label));
  expect(error?.code).toBe('ZL512');
  expect(error?.message).toContain('"b"');
});

test('columns that were only numbered are taken in order, whatever the header', () => {
  const result = readFeatures('x1,x2\n1,2\n', ['x0', 'x1'], where);
  expect(result.ok && [...result.value.features]).toEqual([1, 2]);
});

test('a header of numbers is a header when it has the names', () => {
  const result = readFeatures('1,0\n20,10\n', ['0', '1'], where);
  expect(result.ok && [...result.value.features]).toEqual([10, 20]);
});

test('another number of feature columns is an error', () => {
  const [error] = errors(readFeatures('1,2,3,4\n', names, where, label));
  expect(error?.code).toBe('ZL511');
  expect(error?.message).toContain('a, b');
  expect(errors(readFeatures('1\n', names, where, label))[0]?.code).toBe('ZL511');
});

test('a text in a feature for prediction is an error', () => {
  expect(errors(readFeatures('a,b\n1,x\n', names, where))[0]?.code).toBe('ZL504');
});

test('columns that are left out are no features, by name, index or quoted name', () => {
  const text = 'id,"size, cm",name,x,kind\n1,2,ada,3,cat\n4,5,bob,6,dog\n';
  const { features, featureNames, columns } = table(text, { ignore: 'id, "size, cm", 2' });
  expect(featureNames).toEqual(['x']);
  expect([...features]).toEqual([3, 6]);
  expect(columns).toEqual({ count: 5, features: [3] });
});

test('the label stays the label where it is left out too, and missing values of other columns do not count', () => {
  const { rows, featureNames } = table('a,b,y\n1,,0\n2,NA,1\n', { ignore: 'b,y', missing: 'drop' });
  expect([rows, featureNames]).toEqual([2, ['a']]);
});

test('a column that is left out has to be there, and one has to stay', () => {
  const [unknown] = errors(read('a,b,y\n1,2,0\n', { ignore: 'c' }));
  expect(unknown).toMatchObject({ code: 'ZL506', where: { parameter: 'ignore' } });
  expect(unknown?.message).toContain('"c"');
  expect(errors(read('a,b,y\n1,2,0\n', { ignore: 'a,b' }))[0]?.where.parameter).toBe('ignore');
});

test('a delimiter that is named goes before the one that would be found', () => {
  const text = '1,5;2;0\n2,5;3;1\n';
  expect([...table(text, { delimiter: 'semicolon' }).features]).toEqual([1.5, 2, 2.5, 3]);
  expect(table(text, { delimiter: 'comma', header: 'no' }).classNames).toEqual(['5;2;0', '5;3;1']);
  expect(errors(read(text, { delimiter: 'tab' }))[0]?.message).toContain('one column');
});

test('a model of some columns finds them at their places in a file without names', () => {
  const trained = { count: 4, features: [1, 2] };
  const result = readFeatures('9,1,2,0\n9,3,4,1\n', ['x1', 'x2'], where, { name: 'x3', index: 3 }, trained);
  expect(result.ok && [...result.value.features]).toEqual([1, 2, 3, 4]);
});
