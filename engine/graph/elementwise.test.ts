import { expect, test } from 'vitest';
import { ops } from '../ops/index';
import { check, sketch } from '../testing/documents';
import { nodeCases } from '../testing/node-cases';
import { elementwiseValues } from './elementwise';

/** The values of one node behind a placeholder of one row. */
function values(type: string, data: Record<string, unknown>, x: readonly number[]): number[] | null {
  const document = sketch({
    input: { type: 'placeholder', data: { shape: [1, 3] } },
    node: { type, data, from: { [type === 'add' ? 'a' : 'x']: 'input' } },
  });
  const node = check(document).byId.get('node');
  if (!node) throw new Error('The node was not checked.');
  const found = elementwiseValues(node, x, ops);
  return found && [...found];
}

const X = [-3, -0.5, 0, 0.5, 3];

test.each<[string, Record<string, unknown>, (z: number) => number]>([
  ['relu', {}, (z) => Math.max(0, z)],
  ['leakyRelu', { negativeSlope: 0.1 }, (z) => (z > 0 ? z : 0.1 * z)],
  ['elu', {}, (z) => (z > 0 ? z : Math.expm1(z))],
  ['sigmoid', {}, (z) => 1 / (1 + Math.exp(-z))],
  ['tanh', {}, Math.tanh],
  ['softplus', {}, (z) => Math.log1p(Math.exp(z))],
  ['linear', {}, (z) => z],
])('draws %s as it computes it', (name, settings, expected) => {
  const found = values('activation', { function: name, ...settings }, X);
  X.forEach((z, place) => {
    expect(found?.[place]).toBeCloseTo(expected(z), 12);
  });
});

test('draws gelu by the error function', () => {
  expect(values('activation', { function: 'gelu' }, [1])?.[0]).toBeCloseTo(0.8413447460685429, 12);
});

test('draws any node of one input that is elementwise', () => {
  expect(values('square', {}, [-3, 2])).toEqual([9, 4]);
});

test.each(['softmax', 'dense', 'batchNorm', 'add'])('%s is no function of one element', (type) => {
  expect(values(type, {}, X)).toBeNull();
});

test('every node of every type is a function of one element or is not, and nothing throws', () => {
  const curved = new Set<string>();
  const flat = new Set<string>();
  for (const { checked } of nodeCases) {
    for (const node of checked().nodes) (elementwiseValues(node, X, ops) ? curved : flat).add(node.definition.type);
  }
  expect([...flat]).toEqual(
    expect.arrayContaining(['reshape', 'flatten', 'maxPool2d', 'conv2d', 'oneHot', 'reduceMean']),
  );
  expect([...curved]).toEqual(expect.arrayContaining(['activation', 'square', 'exp', 'negate']));
});
