import { describe, expect, test } from 'vitest';
import type { InitializerValue } from '../core/parameters';
import type { Shape } from '../core/shape';
import { initializerNeeds } from '../ir/initializer';
import type { Initializer, Variable } from '../ir/types';
import { fansOf, INITIALIZERS, initializerSettings, resolveInitializer } from '../nodes/initializers';
import { expectNearNumber } from '../testing/expect';
import { initialValues } from './initialize';

const variable = (initializer: Initializer, shape: Shape, name = 'dense/kernel'): Variable => ({
  name,
  shape,
  role: 'weight',
  trainable: true,
  initializer,
  nodeId: 'dense',
});

const draw = (value: InitializerValue, shape: Shape = [300, 200]) =>
  initialValues(variable(resolveInitializer(value, shape), shape), 5);

function moments(values: Float64Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, deviation, largest: values.reduce((a, b) => Math.max(a, Math.abs(b)), 0) };
}

const LIMITS: Readonly<Record<string, number>> = {
  glorotUniform: Math.sqrt(6 / 500),
  heUniform: Math.sqrt(6 / 300),
  lecunUniform: Math.sqrt(3 / 300),
  pytorchUniform: Math.sqrt(1 / 300),
  randomUniform: 0.05,
};

test.each(Object.entries(LIMITS))('%s fills ±%d evenly', (name, limit) => {
  const { mean, deviation, largest } = moments(draw(name));
  expect(largest).toBeLessThanOrEqual(limit);
  expect(largest).toBeGreaterThan(0.999 * limit);
  expectNearNumber(mean, 0, { absolute: 0.02 * limit });
  expectNearNumber(deviation, limit / Math.sqrt(3), { relative: 0.01 });
});

const DEVIATIONS: Readonly<Record<string, number>> = {
  glorotNormal: Math.sqrt(2 / 500),
  heNormal: Math.sqrt(2 / 300),
  lecunNormal: Math.sqrt(1 / 300),
};

test.each(Object.entries(DEVIATIONS))('%s has deviation %d after it was cut at two deviations', (name, deviation) => {
  const found = moments(draw(name));
  expectNearNumber(found.deviation, deviation, { relative: 0.01 });
  expectNearNumber(found.mean, 0, { absolute: 0.02 * deviation });
  expect(found.largest).toBeLessThanOrEqual((2 * deviation) / 0.87962566);
});

test('normal is not cut', () => {
  const { deviation, largest } = moments(draw('randomNormal'));
  expectNearNumber(deviation, 0.05, { relative: 0.01 });
  expect(largest).toBeGreaterThan(3 * 0.05);
});

test('zeros, ones and a constant are just that', () => {
  expect([...draw('zeros', [3])]).toEqual([0, 0, 0]);
  expect([...draw('ones', [3])]).toEqual([1, 1, 1]);
  const constant = resolveInitializer({ name: 'constant', value: -2.5 }, [2]);
  expect([...initialValues(variable(constant, [2]), 1)]).toEqual([-2.5, -2.5]);
});

describe('draws', () => {
  const initializer = resolveInitializer('glorotUniform', [4, 4]);

  test('are the same for the same seed and name, and others for another', () => {
    const first = initialValues(variable(initializer, [4, 4]), 3);
    expect(initialValues(variable(initializer, [4, 4]), 3)).toEqual(first);
    expect(initialValues(variable(initializer, [4, 4]), 4)).not.toEqual(first);
    expect(initialValues(variable(initializer, [4, 4], 'other/kernel'), 3)).not.toEqual(first);
  });

  test('do not depend on what else is drawn', () => {
    const alone = initialValues(variable(initializer, [4, 4]), 3);
    initialValues(variable(initializer, [100, 4], 'before/kernel'), 3);
    expect(initialValues(variable(initializer, [4, 4]), 3)).toEqual(alone);
  });
});

test('one given value fills a shape, several are taken in order', () => {
  expect([...initialValues(variable({ kind: 'values', values: [3] }, [2, 2]), 1)]).toEqual([3, 3, 3, 3]);
  expect([...initialValues(variable({ kind: 'values', values: [1, 2, 3] }, [3]), 1)]).toEqual([1, 2, 3]);
});

test('fans are those of a kernel, or the length of a vector on both sides', () => {
  expect(fansOf([300, 200])).toEqual({ fanIn: 300, fanOut: 200 });
  expect(fansOf([7])).toEqual({ fanIn: 7, fanOut: 7 });
});

test('settings take their defaults one by one', () => {
  expect(initializerSettings('randomNormal')).toEqual({ name: 'randomNormal', settings: { mean: 0, stddev: 0.05 } });
  const given = initializerSettings({ name: 'randomNormal', stddev: 2 });
  expect(given).toEqual({ name: 'randomNormal', settings: { mean: 0, stddev: 2 } });
});

/** Uniform draws of mean 0 by their limit, on a kernel of 300 inputs and 200 outputs. */
const FURTHER_LIMITS: [InitializerValue, number][] = [
  ['xavierUniform', Math.sqrt(6 / 500)],
  [{ name: 'xavierUniform', gain: 2 }, 2 * Math.sqrt(6 / 500)],
  ['kaimingUniform', Math.sqrt(6 / 300)],
  [{ name: 'kaimingUniform', a: Math.sqrt(5) }, Math.sqrt(1 / 300)],
  [{ name: 'kaimingUniform', mode: 'fanOut', nonlinearity: 'tanh' }, (5 / 3) * Math.sqrt(3 / 200)],
  [{ name: 'uniform', a: -0.5, b: 0.5 }, 0.5],
  [{ name: 'varianceScaling', distribution: 'uniform', scale: 2, mode: 'fanAvg' }, Math.sqrt(6 / 250)],
];

test.each(FURTHER_LIMITS)('%j fills ±%d evenly', (value, limit) => {
  const { mean, deviation, largest } = moments(draw(value));
  expect(largest).toBeLessThanOrEqual(limit * (1 + 1e-12));
  expect(largest).toBeGreaterThan(0.999 * limit);
  expectNearNumber(mean, 0, { absolute: 0.02 * limit });
  expectNearNumber(deviation, limit / Math.sqrt(3), { relative: 0.01 });
});

/** Normal draws: mean, deviation, and how many deviations the largest lies from the mean, if they are cut. */
const NORMALS: [InitializerValue, { mean?: number; deviation: number; cut?: number }][] = [
  ['normal', { deviation: 1 }],
  [
    { name: 'normal', mean: 3, std: 0.2 },
    { mean: 3, deviation: 0.2 },
  ],
  ['xavierNormal', { deviation: Math.sqrt(2 / 500) }],
  [{ name: 'xavierNormal', gain: 0.5 }, { deviation: 0.5 * Math.sqrt(2 / 500) }],
  ['kaimingNormal', { deviation: Math.sqrt(2 / 300) }],
  [{ name: 'kaimingNormal', nonlinearity: 'relu', mode: 'fanOut' }, { deviation: Math.sqrt(2 / 200) }],
  [{ name: 'kaimingNormal', nonlinearity: 'selu' }, { deviation: 0.75 / Math.sqrt(300) }],
  [{ name: 'kaimingNormal', nonlinearity: 'linear' }, { deviation: 1 / Math.sqrt(300) }],
  [{ name: 'kaimingNormal', nonlinearity: 'sigmoid' }, { deviation: 1 / Math.sqrt(300) }],
  ['varianceScaling', { deviation: 1 / Math.sqrt(300), cut: 2 / 0.87962566 }],
  [{ name: 'varianceScaling', distribution: 'untruncatedNormal', mode: 'fanOut' }, { deviation: 1 / Math.sqrt(200) }],
  // Keras's TruncatedNormal is cut and not widened again, unlike its variance scaling.
  ['truncatedNormal', { deviation: 0.05 * 0.87962566, cut: 2 / 0.87962566 }],
  ['truncNormal', { deviation: 0.87962566, cut: 2 / 0.87962566 }],
];

test.each(NORMALS)('%j is normal with its moments', (value, { mean = 0, deviation, cut }) => {
  const values = draw(value);
  const found = moments(values);
  expectNearNumber(found.mean, mean, { absolute: 0.02 * deviation });
  expectNearNumber(found.deviation, deviation, { relative: 0.01 });
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b - mean)), 0);
  if (cut === undefined) expect(largest).toBeGreaterThan(3.5 * deviation);
  else expect(largest).toBeLessThanOrEqual(cut * deviation * (1 + 1e-6));
});

/** Mean and deviation of the standard normal distribution between bounds, by the trapezoid rule. */
function boundedMoments(low: number, high: number) {
  const sums = [0, 0, 0];
  const parts = 20_000;
  for (let i = 0; i <= parts; i++) {
    const z = low + ((high - low) * i) / parts;
    const weight = Math.exp((low * low - z * z) / 2) * (i === 0 || i === parts ? 0.5 : 1);
    sums.forEach((_, power) => {
      sums[power] = (sums[power] as number) + weight * z ** power;
    });
  }
  const [mass, first, second] = sums as [number, number, number];
  return { mean: first / mass, deviation: Math.sqrt(second / mass - (first / mass) ** 2) };
}

test.each([
  [-2, 2],
  [-0.3, 0.2],
  [-4, 0.1],
  [0, 9],
  [0.5, 0.9],
  [2, 9],
  [6, 40],
  [6, 6.1],
  [-9, -3],
])('a normal distribution between %d and %d deviations has its moments, and stays inside', (low, high) => {
  const [mean, std] = [1.5, 0.4];
  const values = draw({ name: 'truncNormal', mean, std, a: mean + low * std, b: mean + high * std });
  const expected = boundedMoments(low, high);
  const found = moments(values);
  expectNearNumber(found.mean, mean + std * expected.mean, { absolute: 0.02 * std * expected.deviation });
  expectNearNumber(found.deviation, std * expected.deviation, { relative: 0.015 });
  expect(values.every((value) => value >= mean + low * std && value <= mean + high * std)).toBe(true);
});

test('a normal distribution between bounds that are equal, swapped or far away is still drawn', () => {
  const few = (settings: Record<string, number>) => [...draw({ name: 'truncNormal', ...settings }, [2, 3])];
  expect(few({ a: 0.5, b: 0.5 })).toEqual(Array(6).fill(0.5));
  expect(few({ std: 0, mean: 7 })).toEqual(Array(6).fill(2));
  expect(few({ a: 1, b: -1 })).toEqual(few({ a: -1, b: 1 }));
  expect(few({ a: 1e200, b: 2e200 })).toEqual(Array(6).fill(1e200));
});

test.each([
  [[40, 12], 1],
  [[12, 40], 0.5],
  [[25, 25], Math.SQRT2],
  [[3, 3, 4, 20], 1],
])('an orthogonal weight %j has orthogonal rows or columns of length %d', (shape, gain) => {
  const values = draw({ name: 'orthogonal', gain }, shape);
  const columns = shape.at(-1) as number;
  const rows = values.length / columns;
  const tall = rows >= columns;
  const at = (vector: number, i: number) => values[tall ? i * columns + vector : vector * columns + i] as number;
  const count = Math.min(rows, columns);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let sum = 0;
      for (let i = 0; i < Math.max(rows, columns); i++) sum += at(a, i) * at(b, i);
      expectNearNumber(sum, a === b ? gain * gain : 0, { absolute: 1e-12 });
    }
  }
});

test('orthogonal matrices prefer no direction', () => {
  const traces = Array.from({ length: 400 }, (_, seed) => {
    const values = initialValues(variable(resolveInitializer('orthogonal', [3, 3]), [3, 3]), seed);
    return (values[0] as number) + (values[4] as number) + (values[8] as number);
  });
  // The trace of a Haar-distributed orthogonal matrix has mean 0 and variance 1.
  const { mean, deviation } = moments(Float64Array.from(traces));
  expectNearNumber(mean, 0, { absolute: 0.15 });
  expectNearNumber(deviation, 1, { absolute: 0.1 });
});

test('identity and eye have ones on the diagonal, also of a matrix that is not square', () => {
  expect([...draw('eye', [2, 3])]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...draw({ name: 'identity', gain: -2 }, [3, 2])]).toEqual([-2, 0, 0, -2, 0, 0]);
});

test('a dirac kernel passes each input on, at the middle of the window', () => {
  const values = draw('dirac', [3, 3, 2, 2]);
  // Element (1, 1, input, output) of [3, 3, 2, 2].
  const middle = (1 * 3 + 1) * 4;
  expect([...values.subarray(middle, middle + 4)]).toEqual([1, 0, 0, 1]);
  expect(values.reduce((a, b) => a + b, 0)).toBe(2);
  // Two groups of two outputs: both get inputs 0 and 1.
  expect([...draw({ name: 'dirac', groups: 2 }, [1, 3, 4]).subarray(0, 12)]).toEqual([
    1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0,
  ]);
});

test('a sparse kernel has the same number of zeros for every input', () => {
  const values = draw({ name: 'sparse', sparsity: 0.25, std: 0.5 }, [300, 50]);
  for (let row = 0; row < 300; row++) {
    expect(values.subarray(row * 50, row * 50 + 50).filter((value) => value === 0)).toHaveLength(13);
  }
  const columns = Array.from({ length: 50 }, (_, c) => values.filter((value, i) => i % 50 === c && value === 0).length);
  expect(Math.min(...columns)).toBeGreaterThan(40);
  expectNearNumber(moments(values.filter((value) => value !== 0)).deviation, 0.5, { relative: 0.02 });
});

test('what cannot fill a shape says what it needs', () => {
  const needs = (value: InitializerValue, shape: Shape) => initializerNeeds(resolveInitializer(value, shape), shape);
  expect(needs('orthogonal', [3])).toContain('kernel');
  expect(needs('eye', [3, 3, 2, 2])).toContain('matrix');
  expect(needs('sparse', [4])).toContain('matrix');
  expect(needs('dirac', [4, 4])).toContain('convolution');
  expect(needs({ name: 'dirac', groups: 3 }, [3, 3, 4, 4])).toContain('3 equal groups');
  for (const name of Object.keys(INITIALIZERS)) {
    const special = name === 'dirac' || name === 'identity' || name === 'eye' || name === 'sparse';
    expect(needs(name, name === 'dirac' ? [3, 3, 2, 2] : [4, 5]), name).toBeNull();
    if (!special) expect(needs(name, [3, 3, 2, 2]), name).toBeNull();
  }
});

test('a window counts in the fans of a convolution', () => {
  expect(fansOf([3, 5, 4, 8])).toEqual({ fanIn: 60, fanOut: 120 });
  const { deviation } = moments(draw('kaimingNormal', [3, 5, 20, 30]));
  expectNearNumber(deviation, Math.sqrt(2 / 300), { relative: 0.02 });
});

test('settings of names take their defaults too, and what is not theirs is no setting', () => {
  expect(initializerSettings('kaimingNormal').settings).toEqual({ a: 0, mode: 'fanIn', nonlinearity: 'leakyRelu' });
  const given = initializerSettings({ name: 'varianceScaling', mode: 'fanOut', scale: 2 });
  expect(given.settings).toEqual({ scale: 2, mode: 'fanOut', distribution: 'truncatedNormal' });
});

test('every initializer of both frameworks is there under its own name, with its source', () => {
  const keras =
    'zeros ones constant randomNormal randomUniform truncatedNormal varianceScaling glorotNormal glorotUniform heNormal heUniform lecunNormal lecunUniform orthogonal identity';
  const pytorch =
    'uniform normal constant ones zeros eye dirac xavierUniform xavierNormal kaimingUniform kaimingNormal truncNormal orthogonal sparse pytorchUniform';
  const names = new Set([...keras.split(' '), ...pytorch.split(' ')]);
  expect(Object.keys(INITIALIZERS).sort()).toEqual([...names].sort());
  for (const { formula, reference } of Object.values(INITIALIZERS)) {
    expect(formula.length).toBeGreaterThan(0);
    expect(new URL(reference.url).protocol).toBe('https:');
  }
});

const FROZEN: [InitializerValue, number][] = [
  ['uniform', 0.024236760627975196],
  ['normal', -0.26975487778635615],
  ['glorotNormal', -0.13714703213256096],
  ['orthogonal', -0.23323350625229453],
  ['sparse', -0.0026975487778635615],
  [{ name: 'truncNormal', a: 3, b: 9 }, 3.0273867857615264],
  [{ name: 'truncNormal', a: 0.5, b: 1 }, 0.8929358525427143],
];

test.each(FROZEN)('%j draws the same bits everywhere', (value, expected) => {
  expect(draw(value, [4, 6])[7]).toBe(expected);
});
