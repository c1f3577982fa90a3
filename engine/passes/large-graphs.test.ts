/** Passes take time in proportion to the graph: none may look at all values for each of them. */
import { expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import type { Graph } from '../ir/types';
import { ops } from '../ops/index';
import { reference } from '../testing/backends';
import { cpuTime } from '../testing/cpu-time';
import { differentiate } from './autodiff';
import { fuseElementwise } from './fuse-elementwise';
import { minimizeMemory } from './minimize-memory';
import { planMemory } from './plan-memory';
import { schedule } from './schedule';
import { SIMPLIFY } from './simplify';

/** `length` small layers, one after another, with their updates. */
function layers(length: number): Graph {
  const b = new GraphBuilder(ops);
  const weight = (name: string) =>
    b.variable({
      name,
      shape: [4, 4],
      role: 'weight',
      trainable: true,
      initializer: { kind: 'constant', value: 0 },
      nodeId: name,
    });
  let y = b.feed('x', [8, 4]);
  const weights = Array.from({ length }, (_, i) => weight(`w${i}`));
  for (const w of weights) {
    const z = b.emit('matmul', [y, w], { transposeA: false, transposeB: false });
    y = b.emit('tanh', [b.emit('multiply', [z, b.constant(0.5, [8, 4])])]);
  }
  const loss = b.emit('reduceSum', [y], { axes: [0, 1] });
  b.output('loss', loss);
  const derived = differentiate(b, loss, weights);
  const rate = b.feed('rate', [1]);
  b.within('', 'update', () => {
    for (const w of weights) b.emit('sgdUpdate', [w, derived.get(w) as number, rate]);
  });
  return b.finish();
}

/** Processor milliseconds of all passes and of the plans. */
const milliseconds = (graph: Graph): number =>
  cpuTime(() => {
    const { bytesOf } = reference.backend;
    const passes = [...SIMPLIFY.forward, ...SIMPLIFY.final, fuseElementwise];
    const final = passes.reduce((current, pass) => pass.run(current, ops).graph, graph);
    for (const base of [undefined, minimizeMemory(final, ops, bytesOf)]) {
      planMemory(final, schedule(final, ops, base), ops, bytesOf);
    }
  });

// A pass that looks at all values for each of them takes ten times as long; caches and the collector cost up to four.
test('ten thousand values take less than six times as long for each as a thousand', () => {
  const [small, large] = [layers(120), layers(1200)];
  milliseconds(small);
  const best = (graph: Graph, times: number): number =>
    Math.min(...Array.from({ length: times }, () => milliseconds(graph) / graph.values.length));
  expect(large.values.length).toBeGreaterThan(9000);
  expect(best(large, 2)).toBeLessThan(6 * best(small, 10));
});
