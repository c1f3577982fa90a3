import { describe, expect, test } from 'vitest';
import type { GraphBuilder } from '../ir/builder';
import type { Graph, ValueId } from '../ir/types';
import { reference } from '../testing/backends';
import { runPass } from '../testing/passes';
import { Running } from '../testing/programs';
import { algebra } from './algebra';
import { deadCode } from './dead-code';
import type { Pass } from './pass';

type Make = (b: GraphBuilder, x: ValueId) => ValueId;

const whole: Pass = {
  name: 'algebra and dead code',
  run(graph, table) {
    const { graph: simpler, applied } = algebra.run(graph, table);
    return { graph: deadCode.run(simpler, table).graph, applied };
  },
};

const row = (b: GraphBuilder): ValueId => b.feed('row', [3]);
const wide = (b: GraphBuilder): ValueId => b.broadcast(row(b), [4, 3]);
const other = (b: GraphBuilder): ValueId => b.feed('other', [4, 3]);

const RULES: [string, Make, string[]][] = [
  ['x · 1', (b, x) => b.emit('multiply', [b.constant(1, [4, 3]), x]), ['feed']],
  ['x + 0', (b, x) => b.emit('add', [x, b.broadcast(b.constant([0, 0, 0], [3]), [4, 3])]), ['feed']],
  ['x − 0', (b, x) => b.emit('subtract', [x, b.constant(0, [4, 3])]), ['feed']],
  ['x / 1', (b, x) => b.emit('divide', [x, b.constant(1, [4, 3])]), ['feed']],
  ['double negation', (b, x) => b.emit('negate', [b.emit('negate', [x])]), ['feed']],
  ['x + (−y) to x − y', (b, x) => b.emit('add', [x, b.emit('negate', [other(b)])]), ['feed', 'feed', 'subtract']],
  ['x + (−y) to x − y', (b, x) => b.emit('add', [b.emit('negate', [other(b)]), x]), ['feed', 'feed', 'subtract']],
  ['x − (−y) to x + y', (b, x) => b.emit('subtract', [x, b.emit('negate', [other(b)])]), ['feed', 'feed', 'add']],
  ['ReLU of a ReLU', (b, x) => b.emit('relu', [b.emit('relu', [x])]), ['feed', 'relu']],
  ['log eˣ to x', (b, x) => b.emit('log', [b.emit('exp', [x])]), ['feed']],
  [
    '(√x)² to x, of an x that is never negative',
    (b, x) => b.emit('square', [b.emit('sqrt', [b.emit('softplus', [x])])]),
    ['feed', 'softplus'],
  ],
  ['reshape to the same shape', (b, x) => b.emit('reshape', [x], { shape: [4, 3] }), ['feed']],
  [
    'reshape of a reshape',
    (b, x) => b.emit('reshape', [b.emit('reshape', [x], { shape: [12] })], { shape: [2, 6] }),
    ['feed', 'reshape'],
  ],
  [
    'reshape of a reshape',
    (b, x) => b.emit('reshape', [b.emit('reshape', [x], { shape: [12] })], { shape: [4, 3] }),
    ['feed'],
  ],
  ['broadcast to the same shape', (b, x) => b.emit('broadcastTo', [x], { shape: [4, 3] }), ['feed']],
  ['broadcast of a broadcast', (b) => b.emit('broadcastTo', [wide(b)], { shape: [2, 4, 3] }), ['feed', 'broadcastTo']],
  ['broadcast of a constant', (b) => b.broadcast(b.constant(2), [4, 3]), ['constant']],
  [
    'broadcast moved behind an elementwise operation',
    (b) => b.emit('multiply', [b.emit('tanh', [wide(b)]), b.constant(2, [4, 3])]),
    ['feed', 'tanh', 'constant', 'multiply', 'broadcastTo'],
  ],
];

const opsOf = (graph: Graph): string[] => graph.values.map(({ op }) => op);

describe.each(RULES)('%s', (rule, make, expected) => {
  test('applies', () => {
    const { graph, applied } = runPass(whole, make);
    expect(applied[rule]).toBeGreaterThan(0);
    expect(opsOf(graph)).toEqual(expected);
  });

  test('keeps every value, NaN and infinities among them', () => {
    const values = [1.5, -2, 0, -0, 3e-3, -7, 40, Number.NaN, 0.25, Number.POSITIVE_INFINITY, -1e-9, 12];
    const results = [{ name: 'nothing', run: (graph: Graph) => ({ graph, applied: {} }) }, whole].map((pass) => {
      const running = new Running(runPass(pass, make).graph, reference.backend);
      for (const { name, shape } of running.graph.feeds) {
        if (running.graph.values.some(({ op, attributes }) => op === 'feed' && attributes.name === name)) {
          running.feed(name, name === 'x' ? values : values.slice(0, shape.length === 1 ? 3 : 12).reverse());
        }
      }
      return [...running.run().read('y')];
    });
    const [before = [], after = []] = results;
    after.forEach((value, i) => {
      const wanted = before[i] as number;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else if (Number.isFinite(wanted))
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted) + 1e-12);
      else expect(value).toBe(wanted);
    });
  });
});

test.each<[string, Make]>([
  ['(√x)² of any x: it would hide the NaN of a negative one', (b, x) => b.emit('square', [b.emit('sqrt', [x])])],
  ['e^(log x): it would hide the NaN of a negative x', (b, x) => b.emit('exp', [b.emit('log', [x])])],
  ['x · 0: NaN · 0 is NaN', (b, x) => b.emit('multiply', [x, b.constant(0, [4, 3])])],
  ['x − x: ∞ − ∞ is NaN', (b, x) => b.emit('subtract', [x, x])],
  ['0 − x', (b, x) => b.emit('subtract', [b.constant(0, [4, 3]), x])],
  ['1 / x', (b, x) => b.emit('divide', [b.constant(1, [4, 3]), x])],
])('%s stays', (_, make) => {
  expect(runPass(algebra, make).applied).toEqual({});
});

test('a repeated value that others read is not moved', () => {
  const { applied } = runPass(algebra, (b, x) => {
    const repeated = wide(b);
    return b.emit('add', [b.emit('tanh', [repeated]), b.emit('multiply', [repeated, x])]);
  });
  expect(applied).toEqual({});
});
