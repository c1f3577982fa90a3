import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import type { ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { reference } from '../testing/backends';
import { checkDirections } from '../testing/directions';
import { Running } from '../testing/programs';
import { randomGraph } from '../testing/random-graphs';
import { differentiate } from './autodiff';

const builder = (): GraphBuilder => new GraphBuilder(ops);
const weight = (b: GraphBuilder, name: string, shape: number[] = []): ValueId =>
  b.variable({
    name,
    shape,
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: name,
  });

/** Derivatives of `loss` at the given values. */
function at(b: GraphBuilder, loss: ValueId, targets: Record<string, ValueId>, values: Record<string, number[]>) {
  const derived = differentiate(b, loss, Object.values(targets));
  for (const [name, id] of Object.entries(targets)) {
    const gradient = derived.get(id);
    if (gradient !== undefined) b.output(name, gradient);
  }
  const running = new Running(b.finish(), reference.backend);
  for (const [name, list] of Object.entries(values)) running.set(name, list);
  running.run();
  return Object.fromEntries(Object.keys(running.graph.outputs).map((name) => [name, [...running.read(name)]]));
}

test('adds up where a value is used more than once', () => {
  const b = builder();
  const x = weight(b, 'x');
  const square = b.emit('multiply', [x, x]);
  const loss = b.emit('add', [b.emit('multiply', [square, x]), square]);
  // d(x³ + x²) = 3x² + 2x
  expect(at(b, loss, { x }, { x: [3] })).toEqual({ x: [33] });
});

test('a shared subgraph is derived once', () => {
  const b = builder();
  const x = weight(b, 'x');
  const shared = b.emit('tanh', [x]);
  const loss = b.emit('add', [b.emit('square', [shared]), b.emit('exp', [shared])]);
  const before = b.length;
  differentiate(b, loss, [x]);
  const added = Array.from({ length: b.length - before }, (_, i) => b.value(before + i).op);
  expect(added.filter((op) => op === 'tanhGrad')).toHaveLength(1);
});

test('a fan-out of a hundred gives the sum of a hundred parts', () => {
  const b = builder();
  const x = weight(b, 'x', [2]);
  let sum = b.emit('multiply', [x, b.constant(1, [2])]);
  for (let k = 2; k <= 100; k++) sum = b.emit('add', [sum, b.emit('multiply', [x, b.constant(k, [2])])]);
  const loss = b.emit('reduceSum', [sum], { axes: [0] });
  expect(at(b, loss, { x }, { x: [1, -1] })).toEqual({ x: [5050, 5050] });
});

test('a target that the loss does not depend on is missing', () => {
  const b = builder();
  const [x, y] = [weight(b, 'x'), weight(b, 'y')];
  const loss = b.emit('square', [x]);
  b.emit('exp', [y]);
  expect([...differentiate(b, loss, [x, y]).keys()]).toEqual([x]);
  expect(differentiate(b, loss, [y]).size).toBe(0);
});

test('values that no target reaches are not derived', () => {
  const b = builder();
  const [x, feed] = [weight(b, 'x', [2]), b.feed('f', [2])];
  const other = b.emit('exp', [b.emit('tanh', [feed])]);
  const loss = b.emit('reduceSum', [b.emit('multiply', [x, other])], { axes: [0] });
  const before = b.length;
  differentiate(b, loss, [x]);
  const added = Array.from({ length: b.length - before }, (_, i) => b.value(before + i).op);
  expect(added).not.toContain('tanhGrad');
});

test('a stopped gradient passes nothing, though its value counts', () => {
  const b = builder();
  const x = weight(b, 'x');
  const stopped = b.emit('stopGradient', [x]);
  const loss = b.emit('multiply', [x, stopped]);
  expect(at(b, loss, { x }, { x: [5] })).toEqual({ x: [5] });
  const only = builder();
  const y = weight(only, 'y');
  expect(differentiate(only, only.emit('square', [only.emit('stopGradient', [y])]), [y]).size).toBe(0);
});

test('an operation without a derivative stops gradients', () => {
  const b = builder();
  const x = weight(b, 'x', [3, 2]);
  const loss = b.emit('accuracy', [x, b.feed('labels', [3])]);
  expect(differentiate(b, loss, [x]).size).toBe(0);
});

test('the loss itself has derivative 1, and so has a target that is the loss', () => {
  const b = builder();
  const x = weight(b, 'x');
  expect(at(b, x, { x }, { x: [7] })).toEqual({ x: [1] });
});

test('gradients belong to the node of the value they come from', () => {
  const b = builder();
  const x = weight(b, 'x');
  const hidden = b.within('act', 'forward', () => b.emit('tanh', [x]));
  const loss = b.within('loss', 'forward', () => b.emit('square', [hidden]));
  const before = b.length;
  differentiate(b, loss, [x]);
  const origins = Array.from({ length: b.length - before }, (_, i) => b.value(before + i));
  expect(origins.find(({ op }) => op === 'tanhGrad')?.origin).toEqual({ nodeId: 'act', phase: 'backward' });
  expect(origins.find(({ op }) => op === 'squareGrad')?.origin).toEqual({ nodeId: 'loss', phase: 'backward' });
});

describe('on random graphs', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('derivatives agree with differences: %d', (seed) => {
    expect(checkDirections(seed, 2)).toBeGreaterThan(1e-3);
  });

  test('two derivations give the same graph', () => {
    for (let seed = 0; seed < 10; seed++) expect(randomGraph(seed).graph).toEqual(randomGraph(seed).graph);
  });
});
