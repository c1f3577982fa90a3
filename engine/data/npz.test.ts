import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { featuresOf, prepareData } from '../testing/data';
import { sourceOf } from './byte-source';
import { readNpz } from './npz';

/** Files that NumPy 2 wrote; x is arange(12).reshape(4, 3) − 5.5 and y is [2, 0, 2, 1] where nothing else is said. */
const FILES = JSON.parse(readFileSync(new URL('testing/npz.json', import.meta.url), 'utf8')) as Record<string, string>;
const bytesOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(FILES[name] as string, 'base64'));
const read = (bytes: Uint8Array, more: Record<string, unknown> = {}) =>
  prepareData({ source: 'npz', path: 'x.npz', testFraction: 0, ...more }, bytes);
const X = Array.from({ length: 12 }, (_, i) => i - 5.5);

test.each(['float64', 'deflated', 'bigEndian', 'fortran', 'oneHot'])(
  '%s arrays have the numbers of NumPy',
  async (name) => {
    const result = await read(bytesOf(name));
    if (!result.ok) throw new Error(result.diagnostics[0]?.message);
    expect([...featuresOf(result.value)]).toEqual(X);
    expect(result.value.table.featureShape).toEqual([3]);
    expect([...result.value.table.labels]).toEqual(name === 'oneHot' ? [0, 1, 2, 0] : [2, 0, 2, 1]);
    expect(result.value.table.classNames).toEqual(['0', '1', '2']);
  },
);

test('bytes in three axes are coloured pictures, truth values classes', async () => {
  const result = await read(bytesOf('bytes'));
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const { featureShape, image, labels } = result.value.table;
  expect([...featuresOf(result.value)]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  expect([featureShape, image]).toEqual([[2, 2, 3], { height: 2, width: 2, channels: 3 }]);
  expect([...labels]).toEqual([1, 0]);
});

test('whole numbers keep their sign, and as targets their value', async () => {
  const classes = await read(bytesOf('int8'));
  expect(classes.ok && [...featuresOf(classes.value)]).toEqual([-1, 5]);
  expect(classes.ok && classes.value.table.classNames).toEqual(['-9', '3']);
  const targets = await read(bytesOf('int8'), { task: 'regression' });
  expect(targets.ok && [...targets.value.table.labels]).toEqual([3, -9]);
});

test.each(['float64', 'bigEndian', 'fortran'])('%s arrays read in place have the same rows', async (name) => {
  const options = { label: '', features: '', task: 'classification', streamFrom: 0, blockBytes: 30 } as const;
  const result = await readNpz(sourceOf(bytesOf(name)), options, { nodeId: 'd' });
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const values = new Float32Array(12);
  result.value.store.gather(Uint32Array.of(3, 1, 0, 2), values, 3);
  expect([...values]).toEqual([...X.slice(9), ...X.slice(3, 6), ...X.slice(0, 3), ...X.slice(6, 9)]);
});

test.each([
  ['texts', () => bytesOf('text'), {}, 'holds "U1"'],
  ['labels that do not fit', () => bytesOf('uneven'), {}, '4 rows of features and 3 labels'],
  ['an array that is not there', () => bytesOf('float64'), { features: 'z' }, 'its arrays are: x, y'],
  ['what is no archive', () => new Uint8Array(100), {}, 'no ZIP archive'],
  ['an archive that is cut off', () => bytesOf('float64').slice(20), {}, 'could not be read'],
])('%s: refused in words', async (_, make, more, says) => {
  const result = await read(make(), more);
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map(({ code }) => code)).toEqual(['ZL514']);
  expect(result.diagnostics[0]?.message).toContain(says);
});

test('no single damaged byte makes more than a diagnostic', async () => {
  for (const name of ['float64', 'deflated']) {
    const bytes = bytesOf(name);
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ 0x5a;
      const result = await read(damaged);
      if (!result.ok) expect(result.diagnostics.length).toBeGreaterThan(0);
    }
  }
});
