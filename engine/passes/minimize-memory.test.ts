import { expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import type { Graph, Value, ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { backends } from '../testing/backends';
import { randomGraph } from '../testing/random-graphs';
import { minimizeMemory } from './minimize-memory';
import { planMemory } from './plan-memory';
import { schedule } from './schedule';

const bytesOf = (backends[0] as (typeof backends)[number]).backend.bytesOf;

const arena = (graph: Graph, base?: readonly ValueId[]): number =>
  planMemory(graph, schedule(graph, ops, base), ops, bytesOf).bytes;

test('a value that is needed late is computed late', () => {
  const b = new GraphBuilder(ops);
  const x = b.feed('x', [4, 4]);
  const wide = (from: ValueId): ValueId => b.emit('broadcastTo', [from], { shape: [64, 4, 4] });
  const early = [b.emit('exp', [x]), b.emit('tanh', [x]), b.emit('square', [x])].map(wide);
  const sums = early.map((value) => b.emit('reduceSum', [value], { axes: [0] }));
  b.output(
    'y',
    sums.reduce((sum, part) => b.emit('add', [sum, part])),
  );
  const graph = b.finish();
  expect(arena(graph)).toBeGreaterThan(2.5 * 64 * 16 * 8);
  expect(arena(graph, minimizeMemory(graph, ops, bytesOf))).toBeLessThan(1.5 * 64 * 16 * 8);
});

test('every order is topological and whole', () => {
  for (let seed = 0; seed < 60; seed++) {
    const { graph } = randomGraph(seed, 20);
    const order = minimizeMemory(graph, ops, bytesOf);
    expect([...order].sort((a, b) => a - b)).toEqual(graph.values.map(({ id }) => id));
    const place = new Map(order.map((id, time) => [id, time]));
    for (const id of order) {
      for (const input of (graph.values[id] as Value).inputs)
        expect(place.get(input)).toBeLessThan(place.get(id) as number);
    }
  }
});

test('what the compiler takes of both orders is never larger, and smaller for some graphs', () => {
  let smaller = 0;
  for (let seed = 0; seed < 80; seed++) {
    const { graph } = randomGraph(seed, 24);
    const [own, other] = [arena(graph), arena(graph, minimizeMemory(graph, ops, bytesOf))];
    if (other < own) smaller++;
  }
  expect(smaller).toBeGreaterThan(5);
});

test('a chain of ten thousand values is ordered without recursion', () => {
  const b = new GraphBuilder(ops);
  let y = b.feed('x', [4]);
  for (let i = 0; i < 10_000; i++) y = b.emit(i % 2 === 0 ? 'tanh' : 'exp', [y]);
  b.output('y', y);
  expect(minimizeMemory(b.finish(), ops, bytesOf).length).toBe(10_001);
});
