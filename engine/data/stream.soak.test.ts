import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Stream } from '../core/rng';
import type { ByteSource } from './byte-source';
import { readCsvStream } from './csv-stream';
import type { StreamedStore } from './store';

const folder = mkdtempSync(path.join(tmpdir(), 'zlens-stream-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BYTES = 300 * 2 ** 20;
const CACHE = 8 * 2 ** 20;

test('a file of 300 MB is read in place, in bounded memory', () => {
  const file = path.join(folder, 'large.csv');
  const writer = openSync(file, 'w');
  let rows = 0;
  for (let written = writeSync(writer, 'row,third,square,label\n'); written < BYTES; ) {
    let text = '';
    for (let i = 0; i < 10_000; i++, rows++) text += `${rows},${rows / 3},${(rows % 4096) ** 2},${rows % 5}\n`;
    written += writeSync(writer, text);
  }
  closeSync(writer);
  const descriptor = openSync(file, 'r');
  const source: ByteSource = {
    size: statSync(file).size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
    },
  };
  const options = { label: '', header: 'auto', missing: 'mean' } as const;
  const read = readCsvStream(source, options, { nodeId: 'd' }, undefined, CACHE);
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  const { store, facts } = read.value;
  expect(facts.rows).toBe(rows);
  const random = new Stream(1, 'rows');
  const values = new Float32Array(64 * 3);
  for (let batch = 0; batch < 100; batch++) {
    const chosen = Uint32Array.from({ length: 64 }, () => random.integer(rows));
    store.gather(chosen, values, 3);
    chosen.forEach((row, i) => {
      const expected = [row, row / 3, (row % 4096) ** 2].map(Math.fround);
      expect([...values.subarray(i * 3, i * 3 + 3)]).toEqual(expected);
      expect(facts.labels[row]).toBe(row % 5);
    });
    expect((store as StreamedStore).bytesInMemory).toBeLessThanOrEqual(CACHE);
  }
  closeSync(descriptor);
});
