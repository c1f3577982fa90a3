import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import { printGraph } from '../ir/printer';
import type { Graph, ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { ops } from '../ops/index';
import { backends } from '../testing/backends';
import { Running } from '../testing/programs';
import { load, randomGraph } from '../testing/random-graphs';
import { fuseElementwise } from './fuse-elementwise';

const fused = (graph: Graph): Graph => verify(fuseElementwise.run(graph, ops).graph, ops);

/** The printed graph after the pass, of an output made from a feed x of 4×8. */
function printed(make: (b: GraphBuilder, x: ValueId) => ValueId): string {
  const b = new GraphBuilder(ops);
  b.output('y', make(b, b.feed('x', [4, 8])));
  return printGraph(fused(b.finish()));
}

const opsOf = (graph: Graph): string[] => graph.values.map(({ op }) => op);

test('a chain becomes one operation, with numbers in its expression and the nodes it is of', () => {
  const text = printed((b, x) => {
    const doubled = b.within('double', 'forward', () => b.emit('multiply', [x, b.constant(2, [4, 8])]));
    const y = b.within('sum', 'forward', () => b.emit('add', [doubled, x]));
    return b.within('act', 'forward', () => b.emit('tanh', [y]));
  });
  expect(text).toBe(`\
%0 = feed {name=x} : 4×8  # forward
%1 = fused %0 {expression=tanh(add(multiply($0,2),$0)) cost=14 nodes=act sum double} : 4×8  # act forward
output y = %1`);
});

test('a product that one operation joins with a sum stays joined', () => {
  const text = printed((b, x) => b.emit('negate', [b.emit('tanhGrad', [b.emit('exp', [x]), x])]));
  expect(text).toContain('{expression=negate(multiply(exp($0),fnma($0,$0,1)))');
});

test('a value that two operations read is computed once', () => {
  const b = new GraphBuilder(ops);
  const x = b.feed('x', [4, 8]);
  const shared = b.emit('exp', [x]);
  b.output('y', b.emit('add', [b.emit('tanh', [shared]), b.emit('negate', [shared])]));
  expect(opsOf(fused(b.finish()))).toEqual(['feed', 'exp', 'fused']);
});

test('an output, a probed value and a number by itself stay', () => {
  const b = new GraphBuilder(ops);
  const x = b.emit('exp', [b.feed('x', [4, 8])]);
  b.output('x', x);
  b.output('y', b.emit('tanh', [x]));
  const probed = b.emit('square', [b.feed('z', [4, 8])]);
  b.within('z', 'probe', () => b.output('frame', b.emit('zStatistics', [probed], { dead: false, saturation: 0 })));
  b.output('z', b.emit('sqrt', [probed]));
  b.output('number', b.emit('exp', [b.emit('negate', [b.feed('n', [])])]));
  expect(opsOf(fused(b.finish()))).not.toContain('fused');
});

test('expressions have an end: a chain of squares of sums does not double its text without limit', () => {
  const b = new GraphBuilder(ops);
  let y = b.feed('x', [4, 8]);
  for (let i = 0; i < 60; i++) y = b.emit('multiply', [b.emit('add', [y, y]), b.emit('exp', [y])]);
  b.output('y', y);
  const graph = fused(b.finish());
  for (const { attributes } of graph.values) expect(String(attributes.expression ?? '').length).toBeLessThan(2000);
});

describe.each(backends)('on the $name backend', ({ backend }) => {
  test('random graphs give the same bits with and without the pass', () => {
    let joined = 0;
    for (let seed = 0; seed < 25; seed++) {
      const random = randomGraph(seed, 24);
      // Gradients among the outputs would keep what could be joined.
      const plain = { ...random.graph, outputs: { loss: random.graph.outputs.loss as ValueId } };
      const graph = fused(plain);
      joined += opsOf(graph).filter((op) => op === 'fused').length;
      const [before, after] = [plain, graph].map((each) => load(new Running(each, backend), random));
      for (const running of [before, after]) {
        if (random.feeds.rate) running?.feed('rate', [0.1]);
        running?.run().run();
      }
      expect([...(after?.read('loss') ?? [])], `seed ${seed}`).toEqual([...(before?.read('loss') ?? [])]);
      for (const { name } of random.graph.variables) {
        expect([...(after?.get(name) ?? [])], `seed ${seed} ${name}`).toEqual([...(before?.get(name) ?? [])]);
      }
    }
    expect(joined).toBeGreaterThan(10);
  });
});
