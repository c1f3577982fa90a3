import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { afterAll, expect, test } from 'vitest';
import { decodeImage, readDataFile, readInput } from './data-files';

const folder = mkdtempSync(path.join(tmpdir(), 'zlens-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const png = encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(255, 0, 0, 1, 2, 3) });

test('a folder gives the pictures in its folders, and nothing else', () => {
  mkdirSync(path.join(folder, 'pets', 'cat'), { recursive: true });
  mkdirSync(path.join(folder, 'pets', 'dog'));
  writeFileSync(path.join(folder, 'pets', 'cat', 'a.PNG'), png);
  writeFileSync(path.join(folder, 'pets', 'cat', 'notes.txt'), 'x');
  const grey = { width: 8, height: 8, data: Buffer.alloc(256, 128) };
  writeFileSync(path.join(folder, 'pets', 'dog', 'b.jpg'), encodeJpeg(grey, 90).data);
  const read = readDataFile(path.join(folder, 'pets'), 'images');
  if (!read.ok || typeof read.value === 'string' || !('images' in read.value)) throw new Error('not read');
  const images = [...read.value.images].sort((a, b) => (a.path < b.path ? -1 : 1));
  expect(images.map(({ path: place, channels }) => [place, channels])).toEqual([
    ['cat/a.PNG', 3],
    ['dog/b.jpg', 3],
  ]);
  expect([...(images[0]?.pixels ?? [])]).toEqual([255, 0, 0, 1, 2, 3]);
  expect(images[1]?.pixels.every((value) => Math.abs(value - 128) <= 3)).toBe(true);
});

test('pictures to predict from may lie in the folder itself', () => {
  mkdirSync(path.join(folder, 'new', 'more'), { recursive: true });
  writeFileSync(path.join(folder, 'new', 'b.png'), png);
  writeFileSync(path.join(folder, 'new', 'more', 'c.png'), png);
  const read = readInput(path.join(folder, 'new'));
  if (!read.ok || typeof read.value === 'string' || !('images' in read.value)) throw new Error('not read');
  expect(read.value.images.map((image) => image.path)).toEqual(['b.png', 'more/c.png']);
  expect(readInput(path.join(folder, 'none'))).toEqual({ ok: false, detail: 'it does not exist' });
});

test('sixteen bits become eight', () => {
  const deep = encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0x8000) });
  expect([...(decodeImage('x', deep)?.pixels ?? [])]).toEqual([128]);
});

test('what is no picture, and a folder that is not there, are told in words', () => {
  expect(decodeImage('x', new Uint8Array(20))).toBeNull();
  mkdirSync(path.join(folder, 'broken', 'cat'), { recursive: true });
  writeFileSync(path.join(folder, 'broken', 'cat', 'a.png'), 'no picture');
  const broken = readDataFile(path.join(folder, 'broken'), 'images');
  expect(!broken.ok && broken.detail).toContain('cat/a.png');
  const missing = readDataFile(path.join(folder, 'none'), 'images');
  expect(missing).toEqual({ ok: false, detail: 'it does not exist' });
});
