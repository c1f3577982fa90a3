/** Training against frozen PyTorch traces; how those were made is told in make_traces.py. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GraphDocument, Session } from '../../engine/index';
import { reference, wasm } from '../../engine/testing/backends';
import { sketch } from '../../engine/testing/documents';
import { openSession, train } from '../../engine/testing/sessions';

type Tensors = Record<string, number[]>;

interface Trace {
  'movedBy1e-7': { lossTo50: number; lossTo200: number; statistics: number };
  loss: number[];
  lossFloat32: number[];
  /** Loss over all rows in evaluation mode, by the step after which it was taken. */
  evaluation: Record<string, number>;
  /** Moving means and variances, by step. */
  moving: Record<string, Tensors>;
  weights: Tensors;
}

interface Fixture {
  net: { hidden: number[]; activation: string; epsilon: number | null };
  batchSize: number;
  initial: Tensors;
  traces: Record<string, Trace & { learningRate: number }>;
  /** With something around the optimizer: `settings` are those of its node. */
  variants?: Record<string, Trace & { settings: Record<string, unknown> }>;
}

const folder = new URL('.', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const csv = read('data.csv');
const classes = 4;
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, Fixture] => [name.slice(0, -'.json'.length), JSON.parse(read(name)) as Fixture]);
interface Case {
  net: string;
  title: string;
  settings: Record<string, unknown>;
  fixture: Fixture;
  trace: Trace;
}

const cases = fixtures.flatMap(([net, fixture]): Case[] => [
  ...Object.entries(fixture.traces).map(([algorithm, trace]): Case => {
    const { learningRate } = trace;
    return { net, title: algorithm, settings: { algorithm, learningRate }, fixture, trace };
  }),
  ...Object.entries(fixture.variants ?? {}).map(
    ([title, trace]): Case => ({ net, title, settings: trace.settings, fixture, trace }),
  ),
]);

/** The network of a fixture. What PyTorch has as its default is left to the convention's defaults. */
function graphOf({ net, batchSize }: Fixture, settings: Record<string, unknown>): GraphDocument {
  const nodes: Record<string, Parameters<typeof sketch>[0][string]> = {
    data: {
      type: 'dataset',
      data: { source: 'csv', path: 'data.csv', label: 'label', testFraction: 0, scale: 'none' },
    },
  };
  let last = 'data';
  const add = (id: string, type: string, data: Record<string, unknown> = {}): void => {
    nodes[id] = { type, data, from: { x: last } };
    last = id;
  };
  const { hidden, activation, epsilon } = net;
  for (const [i, units] of hidden.entries()) {
    add(`dense_${i + 1}`, 'dense', { units, useBias: epsilon === null });
    if (epsilon !== null) {
      // PyTorch's momentum .1 is the share of the new value.
      add(`bn_${i + 1}`, 'batchNorm', { momentum: 0.9, epsilon, movingVariance: 'unbiased' });
    }
    add(`act_${i + 1}`, 'activation', { function: activation });
  }
  add(`dense_${hidden.length + 1}`, 'dense', { units: classes });
  add('softmax', 'softmax');
  nodes.loss = { type: 'crossEntropy', from: { prediction: 'softmax', labels: 'data:labels' } };
  nodes.optimizer = {
    type: 'optimizer',
    data: { convention: 'pytorch', ...settings },
    from: { loss: 'loss' },
  };
  return sketch(nodes, { run: { batchSize, shuffle: false } });
}

interface Followed {
  losses: number[];
  moving: Record<string, Tensors>;
  evaluation: Record<string, number>;
  session: Session;
}

const variable = (session: Session, name: string): number[] => [...session.device.readVariable(name)];

/** Trains as PyTorch did, and writes down the same things. */
async function follow({ fixture, settings, trace }: Case, backend: typeof wasm.backend): Promise<Followed> {
  const session = await openSession(graphOf(fixture, settings), backend, { files: { 'data.csv': csv } });
  // Nine digits tell a float32; the float64 engine must start at that very number.
  session.load(new Map(Object.entries(fixture.initial).map(([name, values]) => [name, values.map(Math.fround)])), 0);
  const losses: number[] = [];
  const moving: Followed['moving'] = {};
  const evaluation: Followed['evaluation'] = {};
  train(session, trace.loss.length, ({ step, loss }) => {
    losses.push(loss);
    const names = trace.moving[step];
    if (!names) return;
    moving[step] = Object.fromEntries(Object.keys(names).map((name) => [name, variable(session, name)]));
    const evaluated = session.evaluate('train');
    if (evaluated.ok) evaluation[step] = evaluated.value.loss;
  });
  return { losses, moving, evaluation, session };
}

const relativeErrors = (found: readonly number[], expected: readonly number[]): number[] =>
  expected.map((value, i) => Math.abs((found[i] ?? Number.NaN) - value) / Math.abs(value));

/** The largest distance between tensors, relative to values above 1 and absolute below. */
function distance(found: Tensors, expected: Tensors): number {
  const distances = Object.entries(expected).flatMap(([name, values]) =>
    values.map((value, i) => Math.abs((found[name]?.[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value))),
  );
  return Math.max(0, ...distances);
}

const evaluationErrors = (found: Followed, { evaluation }: Trace): number[] =>
  relativeErrors(
    Object.keys(evaluation).map((step) => found.evaluation[step] ?? Number.NaN),
    Object.values(evaluation),
  );

test('has a trace of every network with every optimizer, and none of a chaotic training', () => {
  const algorithms = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamW'];
  expect(fixtures.filter(([, { net }]) => net.epsilon !== null)).toHaveLength(3);
  expect(fixtures.filter(([, { net }]) => net.epsilon === null)).toHaveLength(3);
  for (const [, { traces }] of fixtures) expect(Object.keys(traces)).toEqual(algorithms);
  const variants = fixtures.flatMap(([, fixture]) => Object.keys(fixture.variants ?? {}));
  expect(variants).toHaveLength(8);
  expect(cases).toHaveLength(7 * 6 + 8);
  for (const { trace } of cases) {
    const { lossTo50, lossTo200, statistics } = trace['movedBy1e-7'];
    expect(trace.loss).toHaveLength(200);
    expect(lossTo50).toBeLessThan(1e-5);
    expect(lossTo200).toBeLessThan(1e-3);
    expect(statistics).toBeLessThan(1e-6);
  }
});

describe.each(cases)('$net with $title', (example) => {
  const { trace } = example;

  test('is followed by the float64 engine to the last digits', async () => {
    const found = await follow(example, reference.backend);
    const weights = Object.fromEntries(Object.keys(trace.weights).map((name) => [name, variable(found.session, name)]));
    expect(found.losses).toHaveLength(trace.loss.length);
    expect(Math.max(...relativeErrors(found.losses, trace.loss))).toBeLessThan(1e-12);
    expect(Math.max(...evaluationErrors(found, trace))).toBeLessThan(1e-12);
    expect(distance(weights, trace.weights)).toBeLessThan(1e-12);
    for (const [step, moving] of Object.entries(trace.moving)) {
      expect(distance(found.moving[step] as Tensors, moving)).toBeLessThan(1e-12);
    }
  });

  test('is followed by the float32 engine, and as closely as by PyTorch in float32', async () => {
    const found = await follow(example, wasm.backend);
    const errors = relativeErrors(found.losses, trace.loss);
    expect(Math.max(...errors.slice(0, 50))).toBeLessThan(1e-4);
    expect(Math.max(...errors)).toBeLessThan(1e-2);
    expect(Math.max(...evaluationErrors(found, trace))).toBeLessThan(1e-2);
    for (const [step, moving] of Object.entries(trace.moving)) {
      expect(distance(found.moving[step] as Tensors, moving)).toBeLessThan(1e-5);
    }
    const errorsOfPyTorch = relativeErrors(trace.lossFloat32, trace.loss);
    expect(Math.max(...errors)).toBeLessThan(10 * Math.max(...errorsOfPyTorch));
  });
});
