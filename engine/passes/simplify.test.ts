import { describe, expect, test } from 'vitest';
import { sizeOf } from '../core/shape';
import { GraphBuilder } from '../ir/builder';
import type { Graph, ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { ops } from '../ops/index';
import { reference } from '../testing/backends';
import { expectNear } from '../testing/expect';
import { Running } from '../testing/programs';
import { load, randomGraph } from '../testing/random-graphs';
import { type SimplifyStage, simplify } from './simplify';

/** Operations of the simplified graph whose only output is made from a feed x of 2×3, and the rules that applied. */
function simplified(make: (b: GraphBuilder, x: ValueId) => ValueId, stage: SimplifyStage = 'final') {
  const b = new GraphBuilder(ops);
  b.output('y', make(b, b.feed('x', [2, 3])));
  const { graph, applied } = simplify(b.finish(), ops, stage);
  verify(graph, ops);
  return { ops: graph.values.map(({ op }) => op), applied, y: graph.values[graph.outputs.y as number]?.op };
}

describe('rules of both stages', () => {
  test.each<[string, (b: GraphBuilder, x: ValueId) => ValueId]>([
    ['reshape to the same shape', (b, x) => b.emit('reshape', [x], { shape: [2, 3] })],
    ['x · 1', (b, x) => b.emit('multiply', [x, b.constant(1, [2, 3])])],
    ['x · 1', (b, x) => b.emit('multiply', [b.constant(1, [2, 3]), x])],
    ['x · 1', (b, x) => b.emit('multiply', [x, b.broadcast(b.constant([1, 1, 1], [3]), [2, 3])])],
    ['x + 0', (b, x) => b.emit('add', [x, b.constant(0, [2, 3])])],
    ['x + 0', (b, x) => b.emit('add', [b.constant(0, [2, 3]), x])],
    ['double negation', (b, x) => b.emit('negate', [b.emit('negate', [x])])],
  ])('%s', (rule, make) => {
    for (const stage of ['forward', 'final'] as const) {
      const result = simplified(make, stage);
      expect(result.applied[rule]).toBe(1);
      expect(result.ops).toEqual(['feed']);
    }
  });

  test('a broadcast constant is a larger constant', () => {
    const result = simplified((b, x) => b.emit('multiply', [x, b.broadcast(b.constant(2), [2, 3])]));
    expect(result.ops).toEqual(['feed', 'constant', 'multiply']);
  });

  test.each<[string, (b: GraphBuilder, x: ValueId) => ValueId]>([
    ['a reshape to another shape', (b, x) => b.emit('reshape', [x], { shape: [6] })],
    ['a product with 2', (b, x) => b.emit('multiply', [x, b.constant(2, [2, 3])])],
    ['a product with ones and a two', (b, x) => b.emit('multiply', [x, b.constant([1, 1, 1, 1, 1, 2], [2, 3])])],
    ['a sum with 1', (b, x) => b.emit('add', [x, b.constant(1, [2, 3])])],
    ['a single negation', (b, x) => b.emit('negate', [x])],
  ])('%s stays', (_, make) => {
    expect(simplified(make).applied).toEqual({});
  });
});

test('a stopped gradient is removed once gradients are derived, and not before', () => {
  const make = (b: GraphBuilder, x: ValueId) => b.emit('stopGradient', [x]);
  expect(simplified(make, 'forward').y).toBe('stopGradient');
  expect(simplified(make, 'final').y).toBe('feed');
});

describe('a softmax in front of a loss', () => {
  const labels = (b: GraphBuilder): ValueId => b.feed('labels', [2]);
  const crossEntropy = (b: GraphBuilder, p: ValueId): ValueId =>
    b.emit('crossEntropy', [p, labels(b)], { reduction: 'sum', epsilon: 1e-7 });

  test('becomes the fused form, with the same reduction', () => {
    const b = new GraphBuilder(ops);
    b.output('loss', crossEntropy(b, b.emit('softmax', [b.feed('x', [2, 3])])));
    const { graph } = simplify(b.finish(), ops, 'forward');
    expect(graph.values.map(({ op }) => op)).toEqual(['feed', 'feed', 'softmaxCrossEntropy']);
    expect(graph.values.at(-1)?.attributes).toEqual({ reduction: 'sum' });
  });

  test('stays where something else reads it', () => {
    const b = new GraphBuilder(ops);
    const p = b.emit('softmax', [b.feed('x', [2, 3])]);
    b.output('p', p);
    b.output('loss', crossEntropy(b, p));
    const { graph } = simplify(b.finish(), ops, 'forward');
    expect(graph.values.map(({ op }) => op).sort()).toEqual(['feed', 'feed', 'softmax', 'softmaxCrossEntropy']);
  });

  test('accuracy is read off the logits', () => {
    const { ops: list } = simplified((b, x) => b.emit('accuracy', [b.emit('softmax', [x]), labels(b)]), 'forward');
    expect(list).toEqual(['feed', 'feed', 'accuracy']);
  });

  test('probabilities that no softmax made keep the plain form', () => {
    expect(simplified(crossEntropy, 'forward').y).toBe('crossEntropy');
  });
});

test('dead values go, variables stay', () => {
  const b = new GraphBuilder(ops);
  const x = b.feed('x', [2]);
  b.variable({
    name: 'w',
    shape: [2],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  b.emit('exp', [x]);
  b.output('y', b.emit('tanh', [x]));
  const { graph } = simplify(b.finish(), ops, 'final');
  expect(graph.values.map(({ op }) => op)).toEqual(['feed', 'tanh']);
  expect(graph.variables.map(({ name }) => name)).toEqual(['w']);
});

test('a simplified random graph computes the same', () => {
  const outputs = (graph: Graph, random: ReturnType<typeof randomGraph>): Record<string, number[]> => {
    const running = load(new Running(graph, reference.backend), random).run();
    return Object.fromEntries(Object.keys(graph.outputs).map((name) => [name, [...running.read(name)]]));
  };
  for (let seed = 100; seed < 160; seed++) {
    const random = randomGraph(seed);
    const before = outputs(random.graph, random);
    const { graph } = simplify(random.graph, ops, 'final');
    const elements = (of: Graph): number => of.values.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(elements(graph)).toBeLessThanOrEqual(elements(random.graph));
    const after = outputs(verify(graph, ops), random);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [name, values] of Object.entries(before)) {
      expectNear(after[name] ?? [], values, { relative: 1e-12, absolute: 1e-12 }, `${seed} ${name}`);
    }
  }
});
