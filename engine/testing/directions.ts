/** Derivatives of random graphs along random directions, against central differences in float64. */
import { Stream } from '../core/rng';
import { rebuild } from '../ir/rebuild';
import { ops } from '../ops/index';
import { reference } from './backends';
import { expectNearNumber } from './expect';
import { Running } from './programs';
import { load, type RandomGraph, randomGraph } from './random-graphs';

const STEP = 1e-6;

/** The graph with every stopped value fed as it stands: a difference must not feel what a gradient does not. */
function withStopsFrozen(random: RandomGraph): Running {
  const { graph } = random;
  const stops = graph.values.filter(({ op }) => op === 'stopGradient');
  const outputs = { ...graph.outputs, ...Object.fromEntries(stops.map(({ id }) => [`stopped/${id}`, id])) };
  const first = load(new Running({ ...graph, outputs }, reference.backend), random).run();
  const frozen = rebuild(graph, ops, (value, _, builder) =>
    value.op === 'stopGradient' ? builder.feed(`stopped/${value.id}`, value.shape) : null,
  );
  const feeds = { ...random.feeds };
  for (const { id } of stops) feeds[`stopped/${id}`] = [...first.read(`stopped/${id}`)];
  return load(new Running(frozen, reference.backend), { ...random, feeds });
}

/**
 * Derivatives along random directions through all weights at once, against central differences.
 *
 * @returns the largest derivative that was seen
 */
export function checkDirections(seed: number, directions: number, size = 12): number {
  let largest = 0;
  const random = randomGraph(seed, size);
  const running = withStopsFrozen(random);
  const stream = new Stream(seed, 'directions');
  for (let k = 0; k < directions; k++) {
    const direction = random.reached.map((name) => (random.variables[name] ?? []).map(() => stream.normal()));
    const lossAt = (step: number): number => {
      random.reached.forEach((name, i) => {
        const values = random.variables[name] ?? [];
        running.set(
          name,
          values.map((value, j) => value + step * (direction[i]?.[j] as number)),
        );
      });
      return running.run().read('loss')[0] as number;
    };
    const expected = (lossAt(STEP) - lossAt(-STEP)) / (2 * STEP);
    lossAt(0);
    const derived = random.reached.reduce((sum, name, i) => {
      const gradient = running.read(`gradient/${name}`);
      return sum + gradient.reduce((part, g, j) => part + g * (direction[i]?.[j] as number), 0);
    }, 0);
    largest = Math.max(largest, Math.abs(derived));
    expectNearNumber(derived, expected, { absolute: 1e-5, relative: 1e-3 }, `seed ${seed}`);
  }
  return largest;
}
