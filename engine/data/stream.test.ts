import { expect, test } from 'vitest';
import { Stream } from '../core/rng';
import { featuresOf, prepareData } from '../testing/data';
import { type ByteSource, sourceOf } from './byte-source';
import { readCsv } from './csv';
import { cutRecords, readCsvStream } from './csv-stream';
import { BatchOrder } from './sampling';
import type { StreamedStore } from './store';

const OPTIONS = { label: '', header: 'auto', missing: 'mean' } as const;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A file that is read in place. */
const inPlace = (text: string): ByteSource => sourceOf(bytesOf(text));

/** A table with quotes, line ends of every kind, gaps, blank lines and letters of several bytes. */
function awkward(rows: number): string {
  const stream = new Stream(3, 'awkward');
  const lines = ['größe,"b ""x""",c,name'];
  const labels = ['ja', '"nein, \n danke"', 'vielleicht ☂', '"a ""b"""'];
  for (let row = 0; row < rows; row++) {
    const gap = stream.uniform() < 0.1 ? '' : stream.normal().toFixed(6);
    lines.push(`${stream.normal() * 1e3},${gap},"${row}",${labels[row % 4]}`);
    if (row % 7 === 0) lines.push('');
  }
  return lines.map((line, i) => line + (['\n', '\r\n', '\r'][i % 3] as string)).join('');
}

test.each([1, 37, 500, 1 << 20])('blocks of %d bytes hold whole records and leave none out', (blockBytes) => {
  const text = awkward(60);
  const bytes = bytesOf(text);
  const cuts = [...cutRecords(sourceOf(bytes), 44, blockBytes)];
  expect(cuts[0]?.from).toBe(0);
  expect(cuts.at(-1)?.to).toBe(bytes.length);
  for (const [i, cut] of cuts.entries()) expect(cut.from).toBe(i === 0 ? 0 : cuts[i - 1]?.to);
  for (const { from, to, line } of cuts) {
    const before = new TextDecoder().decode(bytes.subarray(0, from));
    expect(line).toBe((before.match(/\r\n|\r|\n/g)?.length ?? 0) + 1);
    expect((new TextDecoder().decode(bytes.subarray(from, to)).match(/"/g)?.length ?? 0) % 2).toBe(0);
  }
});

test.each(['mean', 'drop'] as const)('a streamed set is the set in memory, byte for byte (%s)', (missing) => {
  const text = awkward(300);
  const whole = readCsv(text, { ...OPTIONS, missing }, { nodeId: 'd' });
  const streamed = readCsvStream(inPlace(text), { ...OPTIONS, missing }, { nodeId: 'd' }, 64, 500);
  if (!whole.ok || !streamed.ok) throw new Error('not read');
  const { features, ...facts } = whole.value;
  expect(streamed.value.facts).toEqual(facts);
  expect(streamed.diagnostics).toEqual(whole.diagnostics);
  const { store } = streamed.value;
  const rows = Uint32Array.from({ length: store.rows }, (_, row) => (row * 17) % store.rows);
  const values = new Float32Array(rows.length * store.width);
  store.gather(rows, values, store.width);
  rows.forEach((row, i) => {
    const expected = features.slice(row * store.width, (row + 1) * store.width);
    expect(values.slice(i * store.width, (i + 1) * store.width)).toEqual(expected);
  });
  expect((store as StreamedStore).bytesInMemory).toBeLessThanOrEqual(500 + 64 * 4);
});

test('streamed batches are those of the set in memory, shuffled, filled and scaled', async () => {
  const text = awkward(200);
  const parameters = { source: 'csv', path: 'x', scale: 'standard', testFraction: 0.3 };
  const [whole, streamed] = [await prepareData(parameters, text), await prepareData(parameters, inPlace(text))];
  if (!whole.ok || !streamed.ok) throw new Error('not read');
  expect(streamed.value.scaling).toEqual(whole.value.scaling);
  expect(streamed.value.split).toEqual(whole.value.split);
  const order = new BatchOrder(whole.value.split.train, 16, 5, true);
  for (let step = 0; step < 20; step++) {
    const rows = order.rows(step);
    expect(featuresOf(streamed.value, rows)).toEqual(featuresOf(whole.value, rows));
  }
});

test.each([
  ['a number that is none', 'a,y\n1,0\n2,1\nx,0\n'],
  ['a row that is too long', 'a,y\n1,0\n2,1,3\n'],
  ['a quote that nothing closes', 'a,y\n1,0\n"2,1\n3,0\n'],
  ['no rows', 'a,y\n'],
  ['nothing', ''],
])('%s is told as of a file in memory, with its line', (_, text) => {
  const whole = readCsv(text, OPTIONS, { nodeId: 'd' });
  const streamed = readCsvStream(inPlace(text), OPTIONS, { nodeId: 'd' }, 4);
  expect(whole.ok).toBe(false);
  expect(streamed.diagnostics).toEqual(whole.diagnostics);
});

test('a byte order mark is no part of the first name', () => {
  const read = readCsvStream(inPlace('\ufeffa,y\n1,0\n2,1\n'), OPTIONS, { nodeId: 'd' }, 4);
  expect(read.ok && read.value.facts.featureNames).toEqual(['a']);
});

test('numbers may have a decimal comma where semicolons part the fields', () => {
  const read = readCsv('a;b;y\n1,5;-2,25e1;0\n3;4,0;1\n', OPTIONS, { nodeId: 'd' });
  expect(read.ok && [...read.value.features]).toEqual([1.5, -22.5, 3, 4]);
});

test('labels to be predicted as numbers keep their value and have no classes', async () => {
  const read = await prepareData(
    { source: 'csv', path: 'x', task: 'regression', testFraction: 0 },
    'a,y\n1,2.5\n2,-7\n3,2.5\n',
  );
  expect(read.ok && [...read.value.table.labels]).toEqual([2.5, -7, 2.5]);
  expect(read.ok && read.value.table.classNames).toEqual([]);
  const wrong = await prepareData({ source: 'csv', path: 'x', task: 'regression' }, 'a,y\n1,2.5\n2,often\n');
  expect(wrong.diagnostics.map(({ code }) => code)).toEqual(['ZL504']);
});

test('ordered by class, batches without shuffling have one class after another', async () => {
  const read = await prepareData({ source: 'blobs', classes: 3, samples: 60, order: 'class', testFraction: 0.2 });
  if (!read.ok) throw new Error('not made');
  const { split, table } = read.value;
  for (const rows of [split.train, split.test]) {
    const labels = [...rows].map((row) => table.labels[row] as number);
    expect(labels).toEqual([...labels].sort((a, b) => a - b));
  }
  const given = await prepareData({ source: 'blobs', classes: 3, samples: 60, testFraction: 0.2 });
  expect(given.ok && [...given.value.split.train]).toEqual([...split.train].sort((a, b) => a - b));
});
