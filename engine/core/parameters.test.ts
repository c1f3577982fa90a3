import { describe, expect, test } from 'vitest';
import { nodeRegistry } from '../nodes/index';
import { defaultOf, type ParameterSpecs, withDefaults, withParameter } from './parameters';

const specs = {
  kind: { kind: 'choice', title: 'Kind', help: '', default: 'a', choices: [{ value: 'a', title: 'a' }] },
  size: { kind: 'number', title: 'Size', help: '', default: (before) => (before.kind === 'a' ? 1 : 2) },
  half: { kind: 'number', title: 'Half', help: '', default: (before) => Number(before.size) / 2 },
  own: { kind: 'number', title: 'Own', help: '', default: 7 },
} satisfies ParameterSpecs;

const optimizer = nodeRegistry.get('optimizer')?.parameters as ParameterSpecs;

test('defaults stand in the order of the schema and follow those before them', () => {
  expect(Object.entries(withDefaults(specs, { own: 3, kind: 'b' }))).toEqual([
    ['kind', 'b'],
    ['size', 2],
    ['half', 1],
    ['own', 3],
  ]);
  expect(defaultOf(specs.half, { size: 10 })).toBe(5);
});

test('a null is a value, only a missing one takes the default', () => {
  expect(withDefaults(specs, { own: null }).own).toBeNull();
  expect(withDefaults(specs, { own: undefined }).own).toBe(7);
});

describe('changing one parameter', () => {
  test('moves others that stood at a default which depends on it', () => {
    expect(withParameter(specs, { kind: 'a' }, 'kind', 'b')).toEqual({ kind: 'b', size: 2, half: 1, own: 7 });
  });

  test('leaves alone what someone had set', () => {
    expect(withParameter(specs, { kind: 'a', size: 30 }, 'kind', 'b')).toEqual({
      kind: 'b',
      size: 30,
      half: 15,
      own: 7,
    });
  });

  test('takes hold of one that stood at a default itself', () => {
    expect(withParameter(specs, { kind: 'a' }, 'size', 30)).toEqual({ kind: 'a', size: 30, half: 15, own: 7 });
    expect(withParameter(optimizer, { algorithm: 'adam' }, 'epsilon', 0.5).epsilon).toBe(0.5);
  });

  test('keeps keys that the schema does not know, and changes nothing in place', () => {
    const data = { kind: 'a', colour: 'red' };
    expect(withParameter(specs, data, 'kind', 'b')).toMatchObject({ colour: 'red' });
    expect(data).toEqual({ kind: 'a', colour: 'red' });
  });

  test('the convention of an optimizer moves its epsilon and rho, unless they were set', () => {
    const adam = withParameter(optimizer, {}, 'algorithm', 'adam');
    expect(adam).toMatchObject({ algorithm: 'adam', convention: 'keras', learningRate: 0.001, epsilon: 1e-7 });
    expect(withParameter(optimizer, adam, 'convention', 'pytorch')).toMatchObject({ epsilon: 1e-8 });
    const own = { ...adam, epsilon: 0.5 };
    expect(withParameter(optimizer, own, 'convention', 'pytorch')).toMatchObject({ epsilon: 0.5 });
    const rmsprop = withParameter(optimizer, adam, 'algorithm', 'rmsprop');
    expect(withParameter(optimizer, rmsprop, 'convention', 'pytorch')).toMatchObject({ rho: 0.99, epsilon: 1e-8 });
  });

  test('there and back gives the same parameters', () => {
    const before = withDefaults(optimizer, {});
    for (const algorithm of ['momentum', 'rmsprop', 'adam']) {
      const there = withParameter(optimizer, before, 'algorithm', algorithm);
      expect(withParameter(optimizer, there, 'algorithm', 'sgd')).toEqual(before);
    }
  });
});
