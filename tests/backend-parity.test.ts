/** Generated code against the float64 reference, on every node type and on random graphs, with gradients and updates. */
import { expect, test } from 'vitest';
import { reference, wasm } from '../engine/testing/backends';
import { expectNear } from '../engine/testing/expect';
import { nodeCases } from '../engine/testing/node-cases';
import { Running, runNodes } from '../engine/testing/programs';
import { load, type RandomGraph, randomGraph } from '../engine/testing/random-graphs';

const run = (random: RandomGraph, { backend }: typeof wasm): Running =>
  load(new Running(random.graph, backend), random).run();

/** Float32 inputs, so that both backends start from the same numbers. */
function inFloat32(random: RandomGraph): RandomGraph {
  const round = (lists: RandomGraph['feeds']) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map(Math.fround)]));
  return { ...random, variables: round(random.variables), feeds: { ...round(random.feeds), rate: [0.125] } };
}

test('values agree to 1e-5 and gradients to 1e-4 of their largest, and so do updated weights', () => {
  for (let seed = 500; seed < 620; seed++) {
    const random = inFloat32(randomGraph(seed, 4 + (seed % 20)));
    const [exact, fast] = [run(random, reference), run(random, wasm)];
    for (const name of Object.keys(random.graph.outputs)) {
      const expected = exact.read(name);
      const scale = Math.max(1, ...expected.map(Math.abs));
      const absolute = scale * (name === 'loss' ? 1e-5 : 1e-4);
      expectNear(fast.read(name), expected, { absolute }, `seed ${seed}: ${name}`);
    }
    for (const name of random.reached) {
      const expected = exact.get(name);
      const scale = Math.max(1, ...expected.map(Math.abs));
      expectNear(fast.get(name), expected, { absolute: 1e-4 * scale }, `seed ${seed}: ${name} after its update`);
    }
  }
});

test.each(nodeCases)('nodes: $title: every port and gradient agrees', ({ checked, feeds }) => {
  const [exact, fast] = [reference, wasm].map(({ backend }) => runNodes(checked(), backend, 'train', 3)) as [
    Running,
    Running,
  ];
  for (const { name } of exact.device.variables) {
    const values = exact.get(name).map(Math.fround);
    for (const running of [exact, fast]) running.set(name, values);
  }
  for (const [name, values] of Object.entries(feeds ?? {})) {
    for (const running of [exact, fast]) running.feed(name, values.map(Math.fround));
  }
  for (const running of [exact, fast]) running.run();
  for (const name of Object.keys(exact.graph.outputs)) {
    const expected = exact.read(name);
    const scale = Math.max(1, ...expected.map(Math.abs));
    expectNear(fast.read(name), expected, { absolute: (name.startsWith('gradient/') ? 1e-4 : 1e-5) * scale }, name);
  }
});

test('the same graph gives the same bytes on every device', () => {
  for (let seed = 700; seed < 720; seed++) {
    const random = inFloat32(randomGraph(seed, 16));
    const [one, other] = [run(random, wasm), run(random, wasm)];
    for (let step = 0; step < 5; step++) {
      one.run();
      other.run();
    }
    expect(one.device.snapshot().bytes).toEqual(other.device.snapshot().bytes);
  }
});
