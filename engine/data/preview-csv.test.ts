import { expect, test } from 'vitest';
import { readCsv } from './csv';
import { listColumns, previewCsv } from './preview-csv';

const PLAIN = { label: '', header: 'auto', missing: 'mean' } as const;

test('a preview tells delimiter, header, kinds, missing fields and roles', () => {
  const preview = previewCsv('id;size;kind\n1;2,5;cat\n2;NA;dog\n3;4,5;cat\n', PLAIN);
  expect(preview).toMatchObject({ delimiter: 'semicolon', decimalComma: true, header: true, looked: 3 });
  expect(preview?.columns).toEqual([
    { name: 'id', kind: 'numbers', missing: 0, distinct: 3, role: 'feature' },
    { name: 'size', kind: 'numbers', missing: 1, distinct: 2, role: 'feature' },
    { name: 'kind', kind: 'text', missing: 0, distinct: 2, role: 'label' },
  ]);
  expect(preview?.rows[0]).toEqual(['1', '2,5', 'cat']);
});

test('chosen roles are shown, and what is not there counts for none', () => {
  const text = 'a,b,y\n1,2,0\n3,4,1\n';
  const roles = (options: object) => previewCsv(text, { ...PLAIN, ...options })?.columns.map(({ role }) => role);
  expect(roles({ label: 'a', ignore: 'b' })).toEqual(['label', 'ignored', 'feature']);
  expect(roles({ label: 'gone', ignore: 'gone' })).toEqual(['feature', 'feature', 'label']);
});

test('a file without rows has no preview, and a long one is looked at in part', () => {
  expect(previewCsv('', PLAIN)).toBeNull();
  const long = `a,y\n${'1,0\n'.repeat(400_000)}`;
  expect(previewCsv(long, PLAIN)).toMatchObject({ looked: 2000, header: true });
});

test('a list of columns is read back as it was written', () => {
  const names = ['plain', 'with, comma', 'the "best"', 'two words'];
  const text = `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')},x,y\n1,2,3,4,5,0\n`;
  const read = readCsv(text, { ...PLAIN, ignore: listColumns(names) }, { nodeId: null });
  expect(read.ok && read.value.featureNames).toEqual(['x']);
});
