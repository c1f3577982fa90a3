/** Generated code against the float64 reference, on random graphs with their gradients and updates. */
import { expect, test } from 'vitest';
import { reference, wasm } from '../engine/testing/backends';
import { expectNear } from '../engine/testing/expect';
import { Running } from '../engine/testing/programs';
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
