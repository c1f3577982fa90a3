/** The same graph, seed and backend give the same bytes in any process. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundle, bundleTrainer, trainInProcess } from './elsewhere';
import { exampleNets, randomNets, smoothNets } from './nets';
import { trainAll } from './trainer';

const STEPS = 100;
let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleTrainer();
}, 60_000);
afterAll(() => bundle.remove());

test.each([false, true])(
  'twenty networks end in the same bytes in every process, fused multiply-add asked for: %s',
  async (fused) => {
    const documents = [...exampleNets(), ...smoothNets(), ...randomNets(10)];
    expect(documents.length).toBeGreaterThanOrEqual(20);
    const order = { documents, backend: 'wasm', steps: STEPS } as const;
    const [first, second] = await Promise.all([
      trainInProcess(bundle, order, fused),
      trainInProcess(bundle, order, fused),
    ]);
    expect(second).toEqual(first);
    expect(new Set(first.map(({ digest }) => digest)).size).toBe(documents.length);
    // This process may have another kind of arithmetic.
    const here = await trainAll(order);
    if (here[0]?.fma === first[0]?.fma) expect(here).toEqual(first);
  },
  60_000,
);

test('the reference ends in the same bytes in every process', async () => {
  const order = { documents: [...smoothNets(), ...randomNets(6)], backend: 'reference', steps: STEPS } as const;
  expect(await trainInProcess(bundle, order, false)).toEqual(await trainAll(order));
}, 60_000);

test('after a hundred steps the backends are within a hundred-thousandth of each other', async () => {
  const order = { documents: smoothNets(), steps: STEPS, weights: true };
  const [exact, near] = [
    await trainAll({ ...order, backend: 'reference' }),
    await trainAll({ ...order, backend: 'wasm' }),
  ];
  const distances = exact.flatMap(({ name, weights = {} }, i) =>
    Object.entries(weights).map(([variable, values]) => {
      const others = near[i]?.weights?.[variable] ?? [];
      const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const off = values.reduce((most, value, j) => Math.max(most, Math.abs(value - (others[j] as number))), 0);
      return { what: `${name}: ${variable}`, off: off / size };
    }),
  );
  expect(distances.length).toBeGreaterThan(20);
  expect(distances.filter(({ off }) => !(off <= 1e-5))).toEqual([]);
});
