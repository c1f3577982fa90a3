import { expect, test } from 'vitest';
import { featuresOf, prepareData } from '../testing/data';
import type { DecodedImage } from './images';

const image = (path: string, width: number, height: number, channels: number, pixels: number[]): DecodedImage => ({
  path,
  width,
  height,
  channels,
  pixels: Uint8Array.from(pixels),
});
const read = (images: DecodedImage[], size = 8) =>
  prepareData({ source: 'images', path: 'pets', size, testFraction: 0 }, { images });

test('a class is a folder, in order of names, and rows are in order of paths', async () => {
  const grey = (path: string, level: number) => image(path, 1, 1, 1, [level]);
  const result = await read([grey('dog/b.png', 51), grey('cat/z.png', 255), grey('dog/a.png', 0)]);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const { classNames, labels, featureShape } = result.value.table;
  expect(classNames).toEqual(['cat', 'dog']);
  expect([...labels]).toEqual([0, 1, 1]);
  expect(featureShape).toEqual([8, 8, 3]);
  const firsts = [0, 1, 2].map((row) => featuresOf(result.value)[row * 192]);
  expect(firsts.map((value) => Number(value?.toFixed(6)))).toEqual([1, 0, 0.2]);
});

test('a larger picture becomes the means of the areas, whole and broken', async () => {
  const side = 12;
  const level = (x: number, y: number): number => x * 10 + y;
  const pixels = Array.from({ length: side * side }, (_, i) => level(i % side, Math.floor(i / side)));
  const result = await read([image('a/x.png', side, side, 1, pixels)]);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const values = featuresOf(result.value);
  // Pixel (0, 0) of 8 covers 1.5 of 12 along each axis: all of 0 and half of 1.
  const mean = (0 + 0.5) / 1.5;
  expect(values[0]).toBeCloseTo((10 * mean + mean) / 255, 6);
  const total = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(total).toBeCloseTo(pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255, 6);
});

test('colours stay apart, and what is transparent is white', async () => {
  const result = await read([image('a/x.png', 1, 1, 4, [255, 0, 51, 255]), image('a/y.png', 1, 1, 4, [0, 0, 0, 0])]);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const values = featuresOf(result.value);
  expect([...values.slice(0, 3)].map((value) => Number(value.toFixed(6)))).toEqual([1, 0, 0.2]);
  expect([...values.slice(192, 195)]).toEqual([1, 1, 1]);
});

test('a picture in no folder has no class', async () => {
  const result = await read([image('x.png', 1, 1, 1, [0])]);
  expect(result.diagnostics.map(({ code }) => code)).toEqual(['ZL515']);
});
