/**
 * Derivatives of random networks of nodes against central differences in float64: along random directions, and element
 * by element. Quantities at which gradients stop (batch renorm's r and d, stopped statistics) stand still in the
 * differences; draws depend on seed and step alone, and so stand still by themselves.
 */
import { Stream } from '../core/rng';
import { rebuild } from '../ir/rebuild';
import type { Graph, Value, ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { initialValues } from '../runtime/initialize';
import { reference } from './backends';
import { check } from './documents';
import { expectNear, expectNearNumber } from './expect';
import { derivedGraph, feedScalars, Running } from './programs';
import { randomNetwork } from './random-nodes';

const STEP = 1e-6;
const TOLERANCE = { absolute: 1e-5, relative: 1e-3 };

/** Operations whose value a derivative takes as given. */
const STOPPING = new Set(['stopGradient', 'renormScale', 'renormShift']);

/** The values that stand still in a difference: those of stopping operations, and statistics that are taken as given. */
function stoppedValues({ values }: Graph): ValueId[] {
  const given = values.flatMap(({ op, inputs, attributes }) =>
    op === 'normalize' && attributes.statistics === 'fixed' ? inputs.slice(1, 3) : [],
  );
  const stopping = values.filter(({ op }) => STOPPING.has(op)).map(({ id }) => id);
  return [...new Set([...stopping, ...given])].filter((id) => values[id]?.op !== 'variable');
}

const frozenName = (id: ValueId): string => `frozen/${id}`;

/** The graph in which stopped values are fed. */
function withStopsFed(graph: Graph, stops: ReadonlySet<ValueId>): Graph {
  return rebuild(graph, ops, ({ op, id, inputs: before, attributes, shape }: Value, inputs, builder) => {
    if (STOPPING.has(op)) return builder.feed(frozenName(id), shape);
    if (op !== 'normalize' || attributes.statistics !== 'fixed') return null;
    const given = inputs.map((input, place) => {
      const old = before[place] as ValueId;
      return (place === 1 || place === 2) && stops.has(old)
        ? builder.feed(frozenName(old), graph.values[old]?.shape ?? [])
        : input;
    });
    return builder.emit(op, given, attributes);
  });
}

interface Network {
  /** Trainable weights that the loss depends on, with their values. */
  weights: ReadonlyMap<string, Float64Array>;
  /** The loss at other weights. */
  lossAt(weights: ReadonlyMap<string, ArrayLike<number>>): number;
  /** The derivatives at the weights it starts from. */
  gradients(): ReadonlyMap<string, Float64Array>;
}

function networkOf(seed: number, size: number): Network {
  const checked = check(randomNetwork(seed, size).document);
  const graph = derivedGraph(checked, 'train');
  const state = new Map(graph.variables.map((variable) => [variable.name, initialValues(variable, seed)]));
  const stops = stoppedValues(graph);
  const outputs = { ...graph.outputs, ...Object.fromEntries(stops.map((id) => [frozenName(id), id])) };
  const start = (running: Running): Running => {
    feedScalars(running, checked);
    for (const [name, values] of state) running.set(name, values);
    return running;
  };
  const first = start(new Running({ ...graph, outputs }, reference.backend)).run();
  const running = start(new Running(withStopsFed(graph, new Set(stops)), reference.backend));
  const feeds = new Set(running.graph.feeds.map(({ name }) => name));
  for (const id of stops) if (feeds.has(frozenName(id))) running.feed(frozenName(id), first.read(frozenName(id)));
  const names = running.graph.variables.filter(
    ({ name, trainable }) => trainable && running.graph.outputs[`gradient/${name}`] !== undefined,
  );
  const weights = new Map(names.map(({ name }) => [name, state.get(name) as Float64Array]));
  const lossAt: Network['lossAt'] = (moved) => {
    // Moving statistics were written by the run before.
    for (const [name, values] of state) running.set(name, moved.get(name) ?? values);
    return running.run().read('loss')[0] as number;
  };
  const gradients: Network['gradients'] = () => {
    lossAt(weights);
    return new Map([...weights.keys()].map((name) => [name, running.read(`gradient/${name}`)]));
  };
  return { weights, lossAt, gradients };
}

/** The largest derivative along random directions through all weights at once. */
export function checkNetworkDirections(seed: number, directions: number, size = 10): number {
  const { weights, lossAt, gradients } = networkOf(seed, size);
  const derived = gradients();
  const stream = new Stream(seed, 'directions');
  let largest = 0;
  for (let k = 0; k < directions; k++) {
    const direction = new Map([...weights].map(([name, values]) => [name, values.map(() => stream.normal())]));
    const moved = (step: number) =>
      new Map(
        [...weights].map(([name, w]) => [name, w.map((value, i) => value + step * (direction.get(name)?.[i] ?? 0))]),
      );
    const expected = (lossAt(moved(STEP)) - lossAt(moved(-STEP))) / (2 * STEP);
    let slope = 0;
    for (const [name, list] of derived)
      slope += list.reduce((sum, g, i) => sum + g * (direction.get(name)?.[i] as number), 0);
    largest = Math.max(largest, Math.abs(slope));
    expectNearNumber(slope, expected, TOLERANCE, `seed ${seed}`);
  }
  return largest;
}

/** Every derivative by every element of every weight. @returns the derivatives. */
export function checkNetworkGradients(seed: number, size = 8): ReadonlyMap<string, Float64Array> {
  const { weights, lossAt, gradients } = networkOf(seed, size);
  const derived = gradients();
  for (const [name, list] of derived) {
    const values = weights.get(name) as Float64Array;
    const differences = values.map((value, i) => {
      const moved = (step: number) => new Map([[name, values.with(i, value + step)]]);
      return (lossAt(moved(STEP)) - lossAt(moved(-STEP))) / (2 * STEP);
    });
    expectNear(list, differences, TOLERANCE, `seed ${seed}: ${name}`);
  }
  return derived;
}
