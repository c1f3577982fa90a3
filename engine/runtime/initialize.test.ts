import { describe, expect, test } from 'vitest';
import type { Shape } from '../core/shape';
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

const draw = (name: string, shape: Shape = [300, 200]) =>
  initialValues(variable(resolveInitializer(name, shape), shape), 5);

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

test('every initializer is tested here', () => {
  const tested = [...Object.keys(LIMITS), ...Object.keys(DEVIATIONS), 'randomNormal', 'zeros', 'ones', 'constant'];
  expect(Object.keys(INITIALIZERS).sort()).toEqual(tested.sort());
});
