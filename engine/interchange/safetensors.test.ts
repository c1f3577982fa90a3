import { expect, test } from 'vitest';
import { readSafetensors, type StoredTensor, tensorValues, writeSafetensors } from './safetensors';

/** A file with any header text and any bytes behind it. */
function fileOf(header: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

const entry = (start: number, end: number, shape: number[], dtype = 'F32'): string =>
  JSON.stringify({ dtype, shape, data_offsets: [start, end] });

function problemOf(bytes: Uint8Array): string {
  const read = readSafetensors(bytes);
  if (read.ok) return 'none';
  expect(read.diagnostics.map(({ code }) => code)).toEqual(['ZL701']);
  return read.diagnostics[0]?.message ?? '';
}

const bitsOf = (values: Float32Array | Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

test('keeps every bit of both types, minus zero, subnormals and payloads of NaN among them', () => {
  const odd32 = new Float32Array(new Uint32Array([0x80000000, 1, 0x7fc12345, 0xff800000, 0x3f800000]).buffer);
  const odd64 = new Float64Array(new BigUint64Array([1n << 63n, 1n, 0x7ff8_0000_dead_beefn]).buffer);
  const written = writeSafetensors(
    new Map([
      ['a/single', { shape: [5], values: odd32 }],
      ['b/double', { shape: [1, 3], values: odd64 }],
      ['c/scalar', { shape: [], values: Float32Array.of(7) }],
      ['d/empty', { shape: [0, 4], values: new Float32Array(0) }],
    ]),
    { format: 'zlens', note: 'γ ≠ β' },
  );
  const read = readSafetensors(written);
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  const { tensors, metadata } = read.value;
  const values = (name: string) => tensorValues(name, tensors.get(name) as StoredTensor) as Float32Array;
  expect(bitsOf(values('a/single'))).toBe(bitsOf(odd32));
  expect(bitsOf(values('b/double'))).toBe(bitsOf(odd64));
  expect(values('c/scalar')).toEqual(Float32Array.of(7));
  expect(values('d/empty')).toHaveLength(0);
  expect(tensors.get('b/double')?.shape).toEqual([1, 3]);
  expect(metadata.get('note')).toBe('γ ≠ β');
});

test('writes the layout of the format: length, padded header, aligned data', () => {
  const written = writeSafetensors(
    new Map<string, { shape: number[]; values: Float32Array | Float64Array }>([
      ['x', { shape: [1], values: Float32Array.of(1.5) }],
      ['y', { shape: [2], values: Float64Array.of(1, 2) }],
    ]),
    { format: 'zlens' },
  );
  const length = Number(new DataView(written.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  const header = JSON.parse(new TextDecoder().decode(written.subarray(8, 8 + length)));
  expect(header).toEqual({
    __metadata__: { format: 'zlens' },
    y: { dtype: 'F64', shape: [2], data_offsets: [0, 16] },
    x: { dtype: 'F32', shape: [1], data_offsets: [16, 20] },
  });
  expect(written).toHaveLength(8 + length + 20);
  expect(new DataView(written.buffer).getFloat32(8 + length + 16, true)).toBe(1.5);
});

test('reads from a view into a larger buffer, as Node gives small files', () => {
  const written = writeSafetensors(new Map([['x', { shape: [2], values: Float32Array.of(3, 4) }]]), {});
  const pool = Buffer.alloc(written.length + 50, 0xff);
  pool.set(written, 25);
  const read = readSafetensors(pool.subarray(25, 25 + written.length));
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  expect(tensorValues('x', read.value.tensors.get('x') as StoredTensor)).toEqual(Float32Array.of(3, 4));
});

test('refuses a shape that does not fit its values', () => {
  expect(() => writeSafetensors(new Map([['x', { shape: [3], values: Float32Array.of(1) }]]), {})).toThrow(RangeError);
});

test('says what is wrong with a hostile header', () => {
  const four = new Uint8Array(4);
  const eight = new Uint8Array(8);
  expect(problemOf(new Uint8Array(3))).toContain('shorter');
  expect(problemOf(new Uint8Array(8).fill(0xff))).toContain('header is too long');
  expect(problemOf(fileOf('{}').subarray(0, 9))).toContain('ends within its header');
  expect(problemOf(fileOf('[1]'))).toContain('not an object');
  expect(problemOf(fileOf(' {}'))).toContain('not an object');
  expect(problemOf(fileOf('{"a":}'))).toContain('not valid JSON');
  expect(problemOf(fileOf(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`))).toContain('nested deeper');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, [1])},"a":${entry(0, 4, [1])}}`, four))).toContain('twice');
  expect(problemOf(fileOf(`{"__proto__":${entry(0, 4, [1])}}`, four))).toContain('cannot be the name');
  expect(problemOf(fileOf(`{"constructor":${entry(0, 4, [1])}}`, four))).toContain('cannot be the name');
  expect(problemOf(fileOf('{"a":7}'))).toContain('not an object');
  expect(problemOf(fileOf('{"a":{"dtype":7,"shape":[],"data_offsets":[0,4]}}', four))).toContain('no type');
  expect(problemOf(fileOf('{"a":{"dtype":"F32","shape":[1]}}', four))).toContain('no offsets');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, [1.5])}}`, four))).toContain('not a list of sizes');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, [-1])}}`, four))).toContain('not a list of sizes');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, new Array(20).fill(1))}}`, four))).toContain('not a list of sizes');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, [2 ** 40, 2 ** 40])}}`, four))).toContain('do not fit its shape');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, [2])}}`, four))).toContain('do not fit its shape');
  expect(problemOf(fileOf(`{"a":${entry(0, 12, [3])}}`, eight))).toContain('outside the file');
  expect(problemOf(fileOf(`{"a":${entry(4, 0, [1])}}`, eight))).toContain('outside the file');
  expect(problemOf(fileOf(`{"a":${entry(0, 2 ** 53, [1])}}`, eight))).toContain('no offsets');
  expect(problemOf(fileOf(`{"a":${entry(0, 8, [2])},"b":${entry(4, 8, [1])}}`, eight))).toContain('overlaps');
  expect(problemOf(fileOf(`{"a":${entry(4, 8, [1])}}`, eight))).toContain('gap');
  expect(problemOf(fileOf(`{"a":${entry(0, 4, [1])}}`, eight))).toContain('belong to no tensor');
  expect(problemOf(fileOf('{"__metadata__":{"step":1}}'))).toContain('metadata "step"');
  expect(problemOf(fileOf('{"__metadata__":"x"}'))).toContain('metadata');
  const broken = fileOf('{"a":1}');
  broken[10] = 0xff;
  expect(problemOf(broken)).toContain('UTF-8');
  expect(({} as Record<string, unknown>).dtype).toBeUndefined();
});

test('gives a typed error or the whole file when it is cut at any byte or has any bit flipped', () => {
  const values = Float32Array.from({ length: 6 }, (_, i) => i / 3);
  const whole = writeSafetensors(
    new Map([
      ['dense_1/kernel', { shape: [2, 2], values: values.subarray(0, 4) }],
      ['dense_1/bias', { shape: [2], values: values.subarray(4) }],
    ]),
    { format: 'zlens', step: '3' },
  );
  for (let length = 0; length < whole.length; length++) {
    expect(readSafetensors(whole.subarray(0, length)).ok).toBe(false);
  }
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const flipped = whole.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    const read = readSafetensors(flipped);
    if (read.ok) for (const { bytes } of read.value.tensors.values()) expect(bytes.length % 4).toBe(0);
    else expect(read.diagnostics[0]?.code).toBe('ZL701');
  }
});

test('leaves tensors of other types unread, and says so when they are asked for', () => {
  const read = readSafetensors(fileOf(`{"steps":${entry(0, 8, [], 'I64')}}`, new Uint8Array(8)));
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  expect(tensorValues('steps', read.value.tensors.get('steps') as StoredTensor)).toMatchObject({ code: 'ZL704' });
});
