import { expect, test } from 'vitest';
import { cos, exp, log, power, sin, tanh } from './math';
import { Stream } from './rng';

const bits = new DataView(new ArrayBuffer(8));

/** Distance of two numbers in units of the last place. */
function ulps(a: number, b: number): number {
  if (a === b) return 0;
  const order = (x: number): bigint => {
    bits.setFloat64(0, x);
    const raw = bits.getBigInt64(0);
    return raw < 0n ? -(raw & 0x7fffffffffffffffn) : raw;
  };
  const distance = order(a) - order(b);
  return Number(distance < 0n ? -distance : distance);
}

function worst(mine: (x: number) => number, theirs: (x: number) => number, low: number, high: number): number {
  const stream = new Stream(1, `${low} ${high}`);
  let most = 0;
  for (let i = 0; i < 20000; i++) {
    const x = low + (high - low) * stream.uniform();
    most = Math.max(most, ulps(mine(x), theirs(x)));
  }
  return most;
}

test.each([
  [-1, 1],
  [-40, 40],
  [-700, 700],
])('exp is within 2 ulp on %d to %d', (low, high) => {
  expect(worst(exp, Math.exp, low, high)).toBeLessThanOrEqual(2);
});

test('exp is within 2 ulp where its result is subnormal', () => {
  expect(worst(exp, Math.exp, -745, -708)).toBeLessThanOrEqual(2);
});

test.each([
  [0, 1],
  [0.9, 1.1],
  [1, 1e6],
  [0, 1e300],
])('log is within 2 ulp on %d to %d', (low, high) => {
  expect(worst(log, Math.log, low, high)).toBeLessThanOrEqual(2);
});

test('log is within 2 ulp at subnormal numbers', () => {
  for (const x of [5e-324, 1e-320, 1e-310, 2.2250738585072014e-308]) {
    expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(2);
  }
});

test.each([
  [-0.8, 0.8],
  [-7, 7],
  [-1000, 1000],
  [-1e6, 1e6],
])('sin and cos are within 2 ulp on %d to %d', (low, high) => {
  expect(worst(sin, Math.sin, low, high)).toBeLessThanOrEqual(2);
  expect(worst(cos, Math.cos, low, high)).toBeLessThanOrEqual(2);
});

test('sin and cos keep their bits at multiples of π/2', () => {
  for (let n = -1000; n <= 1000; n++) {
    const x = (n * Math.PI) / 2;
    expect(ulps(sin(x), Math.sin(x))).toBeLessThanOrEqual(2);
    expect(ulps(cos(x), Math.cos(x))).toBeLessThanOrEqual(2);
  }
});

test('special arguments give the results of IEEE 754', () => {
  expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
  expect(exp(-746)).toBe(0);
  expect(exp(0)).toBe(1);
  expect(exp(Number.NaN)).toBeNaN();
  expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(log(-1)).toBeNaN();
  expect(log(Number.NaN)).toBeNaN();
  expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(log(1)).toBe(0);
  expect(sin(0)).toBe(0);
  expect(cos(0)).toBe(1);
  expect(sin(Number.NaN)).toBeNaN();
  expect(() => sin(1e9)).toThrow(RangeError);
  expect(() => cos(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});

test.each([
  [-1e-8, 1e-8],
  [-0.6, 0.6],
  [-1, 1],
  [-19, 19],
])('tanh is within 4 ulp on %d to %d', (low, high) => {
  expect(worst(tanh, Math.tanh, low, high)).toBeLessThanOrEqual(4);
});

test('tanh is 1 far out, and keeps the sign of 0', () => {
  expect([tanh(400), tanh(-400), tanh(Number.POSITIVE_INFINITY)]).toEqual([1, -1, 1]);
  expect([tanh(0), tanh(-0), tanh(Number.NaN)]).toEqual([0, -0, Number.NaN]);
});

test('power agrees with its definition, whole exponents and others', () => {
  expect([power(0.5, 3), power(2, -2), power(7, 0), power(0, 2), power(0, 0.5)]).toEqual([0.125, 0.25, 1, 0, 0]);
  const stream = new Stream(1, 'power');
  for (let i = 0; i < 2000; i++) {
    const [x, p] = [stream.uniform(), i % 2 === 0 ? stream.integer(4000) : 20 * stream.uniform()];
    expect(Math.abs(power(x, p) - x ** p)).toBeLessThanOrEqual(1e-12 * x ** p + 1e-300);
  }
});
