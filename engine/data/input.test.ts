import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Result } from '../core/diagnostics';
import { featuresOf, prepareData } from '../testing/data';
import { sourceOf } from './byte-source';
import type { DataFile } from './files';
import { prepareInput } from './input';
import type { PreparedData } from './types';

/** Files that NumPy 2 wrote; x is arange(12).reshape(4, 3) − 5.5, y whole numbers. */
const FILES = JSON.parse(readFileSync(new URL('testing/npz.json', import.meta.url), 'utf8')) as Record<string, string>;
const bytesOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(FILES[name] as string, 'base64'));

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

const trained = async (parameters: Record<string, unknown>, file: DataFile): Promise<PreparedData> =>
  value(await prepareData({ path: 'x', testFraction: 0, ...parameters }, file));
const input = (file: DataFile, data: PreparedData, array = '') => prepareInput(file, data, array, { nodeId: 'data' });

const picture = (path: string, level: number) => ({
  path,
  width: 1,
  height: 1,
  channels: 1,
  pixels: Uint8Array.of(level),
});

test('a table is filled and scaled as the training rows were', async () => {
  const data = await trained({ source: 'csv', scale: 'minmax' }, 'a,b,y\n0,10,0\n4,30,1\n');
  for (const file of ['b,a\n20,2\n,8\n', new TextEncoder().encode('b,a\n20,2\n,8\n')]) {
    const { features, rows } = value(await input(file, data));
    expect(rows).toBe(2);
    expect([...features]).toEqual([0.5, 0.5, 2, 0.5]);
  }
});

test.each(['float64', 'deflated', 'fortran'])(
  '%s arrays of an archive are scaled as the training rows were',
  async (name) => {
    const data = await trained({ source: 'npz', scale: 'standard' }, bytesOf('float64'));
    for (const file of [bytesOf(name), sourceOf(bytesOf(name))]) {
      expect([...value(await input(file, data)).features]).toEqual([...featuresOf(data)]);
    }
  },
);

test('an archive may feed a model that was trained on a table of as many columns', async () => {
  const data = await trained({ source: 'csv' }, 'a,b,c,y\n1,2,3,0\n4,5,6,1\n');
  expect([...value(await input(bytesOf('float64'), data)).features]).toEqual(
    Array.from({ length: 12 }, (_, i) => i - 5.5),
  );
});

test('pictures are brought to the size of the training pictures, in order of their paths, in a folder or not', async () => {
  const data = await trained(
    { source: 'images', size: 8 },
    { images: [picture('cat/a.png', 0), picture('dog/b.png', 9)] },
  );
  const { features, rows } = value(await input({ images: [picture('z.png', 255), picture('dog/a.png', 51)] }, data));
  expect(rows).toBe(2);
  expect(features).toHaveLength(2 * 192);
  expect([features[0], features[192]].map((level) => Number(level?.toFixed(6)))).toEqual([0.2, 1]);
});

test('what has another form than the training data is told, with both forms', async () => {
  const pictures = await trained({ source: 'images', size: 8 }, { images: [picture('cat/a.png', 0)] });
  const table = await trained({ source: 'csv' }, 'a,b,y\n1,2,0\n4,5,1\n');
  const said = async (file: DataFile, data: PreparedData, array = '') =>
    (await input(file, data, array)).diagnostics[0];
  expect((await said(bytesOf('float64'), pictures))?.message).toContain(
    'has rows of 3; the graph was made for rows of 8×8×3',
  );
  expect((await said({ images: [picture('a.png', 0)] }, table))?.message).toContain('has pictures;');
  expect((await said({ images: [] }, pictures))?.code).toBe('ZL515');
  expect((await said(bytesOf('float64'), table, 'nothing'))?.message).toContain('its arrays are: x, y');
  expect((await said(bytesOf('float64').subarray(0, 90), table))?.code).toBe('ZL514');
  expect((await said('1,2,3,4\n', table))?.code).toBe('ZL511');
});
