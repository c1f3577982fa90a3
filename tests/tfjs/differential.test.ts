/** Random networks against TensorFlow.js. The whole count runs in the soak test. */
import { beforeAll, expect, test } from 'vitest';
import { switchOnRelaxedSimd } from '../../engine/backends/wasm/testing/relaxed-simd';
import { nodeRegistry } from '../../engine/nodes/index';
import { check } from '../../engine/testing/documents';
import { growingTypes, randomNetwork } from '../../engine/testing/random-nodes';
import { comparable, compare, DRAWING, expectAgreement, shrink } from './differential';
import { loadTensorFlow, type TensorFlow, TRANSLATIONS } from './translate';

switchOnRelaxedSimd();
let tf: TensorFlow;
beforeAll(async () => {
  tf = await loadTensorFlow();
});

const types = growingTypes.filter((type) => comparable.includes(type));

test('every node type that computes is translated, but those that draw random numbers', () => {
  const silent = [...nodeRegistry.values()].filter(
    ({ type, role, structure, category, metric }) =>
      // Metrics that are made of counts in the end give no tensor to compare.
      !TRANSLATIONS[type] && !structure && !metric && category !== 'data' && role !== 'optimizer',
  );
  expect(silent.map(({ type }) => type).sort()).toEqual(DRAWING.filter((type) => nodeRegistry.has(type)).toSorted());
});

test('values, losses and derivatives of random networks agree, on both backends', () => {
  const count = 1000;
  const met = new Map<string, number>();
  let open = 0;
  for (let seed = 0; seed < count; seed++) {
    const { document } = randomNetwork(seed, 3 + (seed % 12), types);
    for (const { type } of document.nodes) met.set(type, (met.get(type) ?? 0) + 1);
    if (!expectAgreement(tf, document, seed)) open++;
  }
  expect(open).toBeLessThan(0.02 * count);
  // Every type was really met, and not only once.
  expect(types.filter((type) => (met.get(type) ?? 0) < 10)).toEqual([]);
}, 180_000);

test('a difference is found, and shrunk to the nodes that make it', () => {
  const { document } = randomNetwork(5, 14, types);
  const wrong = document.nodes.find(({ type }) => type === 'activation');
  const planted = {
    ...document,
    nodes: document.nodes.map((node) => (node === wrong ? { ...node, data: { function: 'gelu' } } : node)),
  };
  // Another engine whose GELU were a sigmoid.
  const other = Object.create(tf, { erf: { value: tf.sigmoid } }) as TensorFlow;
  const differs = (of: typeof planted): boolean => compare(other, of, 5).kind === 'differ';
  expect(compare(tf, planted, 5).kind).toBe('agree');
  expect(differs(planted)).toBe(true);
  const smallest = shrink(planted, differs);
  expect(check(smallest).ok).toBe(true);
  expect(differs(smallest)).toBe(true);
  expect(smallest.nodes.length).toBeLessThanOrEqual(5);
  expect(smallest.nodes.some(({ data }) => data.function === 'gelu')).toBe(true);
});
