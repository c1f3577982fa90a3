import { expect, test } from 'vitest';
import { philox4x32, Stream, seedWords, streamWords } from './rng';

// Known answers published with Random123 for philox4x32 with 10 rounds.
test.each([
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
])('philox4x32 gives the published answer for counter %j', (counter, key, expected) => {
  const out = new Uint32Array(4);
  philox4x32(counter, key, out);
  expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected);
});

test('philox4x32 may write over its own counter', () => {
  const words = new Uint32Array(4);
  philox4x32(words, [0, 0], words);
  expect(words[0]).toBe(0x6627e8d5);
});

test('a stream is the Philox sequence of its seed and name', () => {
  const seed = 2 ** 40 + 5;
  const stream = new Stream(seed, 'a');
  const [low, high] = streamWords('a');
  const out = new Uint32Array(4);
  philox4x32([0, 0, low, high], seedWords(seed), out);
  const fraction = (a: number, b: number) => ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53;
  expect(stream.uniform()).toBe(fraction(out[0]!, out[1]!));
  expect(stream.uniform()).toBe(fraction(out[2]!, out[3]!));
  philox4x32([1, 0, low, high], seedWords(seed), out);
  expect(stream.uniform()).toBe(fraction(out[0]!, out[1]!));
});

test('streams differ by seed, by both words of the seed, and by name', () => {
  const first = (seed: number, key: string | number) => new Stream(seed, key).uniform();
  const values = [first(0, 'a'), first(1, 'a'), first(2 ** 32, 'a'), first(0, 'b'), first(0, 0), first(0, '0')];
  expect(new Set(values).size).toBe(values.length);
});

test('names that differ in one character get words that differ in both halves', () => {
  const words = new Map<string, string>();
  for (let i = 0; i < 20000; i++) {
    const [low, high] = streamWords(`dense_${i}/kernel`);
    words.set(`${low}`, `${high}`);
    expect(high >>> 31).toBe(1);
  }
  // 20,000 names in 2^32 words collide with probability .05; these are frozen and don't.
  expect(words.size).toBe(20000);
  expect(new Set(words.values()).size).toBe(20000);
});

test('position is the whole state', () => {
  const stream = new Stream(7, 'x');
  for (let i = 0; i < 5; i++) stream.uniform();
  stream.normal();
  const position = stream.position;
  const later = [stream.uniform(), stream.normal(), stream.truncatedNormal(), stream.integer(10)];
  const other = new Stream(7, 'x');
  other.seek(position);
  expect([other.uniform(), other.normal(), other.truncatedNormal(), other.integer(10)]).toEqual(later);
  stream.seek(position);
  expect(stream.uniform()).toBe(later[0]);
});

test('seek goes past 2^32 blocks', () => {
  const stream = new Stream(7, 'x');
  stream.seek(2 ** 40);
  const far = stream.uniform();
  stream.seek(0);
  expect(stream.uniform()).not.toBe(far);
});

test('uniform numbers have the mean, variance and bounds of [0, 1)', () => {
  const stream = new Stream(3, 'uniform');
  const count = 100000;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const u = stream.uniform();
    if (u < 0 || u >= 1) throw new Error(`out of bounds: ${u}`);
    sum += u;
    squares += u * u;
  }
  const mean = sum / count;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
  expect(Math.abs(squares / count - mean * mean - 1 / 12)).toBeLessThan(0.002);
});

test('normal numbers have the first four moments of the normal distribution', () => {
  const stream = new Stream(4, 'normal');
  const count = 200000;
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const z = stream.normal();
    for (let k = 0; k < 4; k++) sums[k]! += z ** (k + 1);
  }
  expect(Math.abs(sums[0]! / count)).toBeLessThan(0.01);
  expect(Math.abs(sums[1]! / count - 1)).toBeLessThan(0.02);
  expect(Math.abs(sums[2]! / count)).toBeLessThan(0.04);
  expect(Math.abs(sums[3]! / count - 3)).toBeLessThan(0.1);
});

test('truncated normal numbers stay within two and have deviation .8796', () => {
  const stream = new Stream(5, 'truncated');
  const count = 100000;
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const z = stream.truncatedNormal();
    squares += z * z;
    largest = Math.max(largest, Math.abs(z));
  }
  expect(largest).toBeLessThanOrEqual(2);
  expect(largest).toBeGreaterThan(1.99);
  expect(Math.abs(Math.sqrt(squares / count) - 0.87962566)).toBeLessThan(0.005);
});

test('integer reaches every value about equally often', () => {
  const stream = new Stream(6, 'integer');
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70000; i++) counts[stream.integer(7)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10000)).toBeLessThan(400);
  expect(stream.integer(1)).toBe(0);
});

test('a permutation holds every number once', () => {
  const order = new Stream(8, 'order').permutation(1000);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(new Stream(8, 'order').permutation(0)).toHaveLength(0);
});

test('all 24 permutations of four come up about equally often', () => {
  const counts = new Map<string, number>();
  const stream = new Stream(9, 'four');
  for (let i = 0; i < 24000; i++) {
    const key = stream.permutation(4).join('');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(160);
});

test('a shuffle leaves the stream where a fresh one can be put', () => {
  const stream = new Stream(8, 'order');
  stream.uniform();
  stream.permutation(11);
  const next = stream.uniform();
  const other = new Stream(8, 'order');
  other.seek(stream.position - 1);
  expect(other.uniform()).toBe(next);
});

test('draws of a fixed seed are frozen', () => {
  const stream = new Stream(42, 'frozen');
  const drawn = [stream.uniform(), stream.normal(), stream.truncatedNormal(), stream.integer(1000)];
  expect(drawn).toEqual([0.15720387486740273, -0.13929698650965203, 0.4027844841145426, 418]);
  expect([...stream.permutation(8)]).toEqual([2, 6, 3, 5, 4, 7, 0, 1]);
});

test('seeds that are no whole numbers in range are refused', () => {
  for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => new Stream(seed, 'a')).toThrow(RangeError);
  expect(() => new Stream(0, -1)).toThrow(RangeError);
  expect(() => new Stream(0, 'a').integer(0)).toThrow(RangeError);
  expect(() => new Stream(0, 'a').seek(1.5)).toThrow(RangeError);
});

test('a list is filled with the numbers that single draws give, from any position', () => {
  for (const start of [0, 1, 6]) {
    for (const length of [0, 1, 2, 7, 100]) {
      const [one, many] = [new Stream(4, 'list'), new Stream(4, 'list')];
      one.seek(start);
      many.seek(start);
      const values = new Float64Array(length);
      many.fillUniform(values, -3, 5);
      expect([...values]).toEqual(Array.from({ length }, () => -3 + 8 * one.uniform()));
      expect(many.position).toBe(one.position);
      expect(many.normal()).toBe(one.normal());
    }
  }
});
