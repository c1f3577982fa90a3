import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import type { Graph, MemoryPlan, Value, ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { backends } from '../testing/backends';
import { Running } from '../testing/programs';
import { load, randomGraph } from '../testing/random-graphs';
import { planMemory } from './plan-memory';
import { schedule } from './schedule';

const bytesOf = (shape: readonly number[]): number =>
  16 *
  Math.ceil(
    Math.max(
      1,
      shape.reduce((size, length) => size * length, 1),
    ) / 4,
  );

const plan = (graph: Graph, reuse = true): MemoryPlan => planMemory(graph, schedule(graph, ops), ops, bytesOf, reuse);

/** Pairs of values that would overwrite each other, by an account of lifetimes that is independent of the planner. */
function collisions(graph: Graph, { offsets, bytes }: MemoryPlan): string[] {
  const order = schedule(graph, ops);
  const outputs = new Set(Object.values(graph.outputs));
  const lives = order.flatMap((id, from) => {
    const value = graph.values[id] as Value;
    const offset = offsets[id] as number;
    if (value.op === 'variable' || ops.get(value.op)?.mutates) {
      expect(offset, `%${id} has no buffer`).toBe(-1);
      return [];
    }
    const pinned = value.op === 'feed' || value.op === 'constant' || outputs.has(id);
    const lastRead = order.findLastIndex((reader) => (graph.values[reader] as Value).inputs.includes(id));
    const to = pinned ? order.length : Math.max(from, lastRead);
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset + bytesOf(value.shape)).toBeLessThanOrEqual(bytes);
    expect(offset % 16).toBe(0);
    return [{ id, value, from: pinned ? 0 : from, to, offset, end: offset + bytesOf(value.shape) }];
  });
  const found: string[] = [];
  for (const a of lives) {
    for (const b of lives) {
      if (a.id >= b.id || a.offset >= b.end || b.offset >= a.end || a.from > b.to || b.from > a.to) continue;
      const [first, second] = a.from <= b.from ? [a, b] : [b, a];
      // In place: an elementwise operation over an input that dies with it, at the same offset.
      const inPlace =
        ops.get(second.value.op)?.scalar !== undefined &&
        second.value.inputs.includes(first.id) &&
        first.to === second.from &&
        first.offset === second.offset &&
        first.end === second.end;
      if (!inPlace) found.push(`%${first.id} and %${second.id}`);
    }
  }
  return found;
}

test('the account of lifetimes notices a plan that is wrong', () => {
  const { graph } = randomGraph(3);
  const wrong = graph.values.map(({ op }) => (op === 'variable' || ops.get(op)?.mutates ? -1 : 0));
  expect(collisions(graph, { bytes: 1e6, offsets: wrong, sizes: [] }).length).toBeGreaterThan(5);
});

test('no two values that live at once share memory', () => {
  for (let seed = 0; seed < 150; seed++) {
    const { graph } = randomGraph(seed, 4 + (seed % 24));
    expect(collisions(graph, plan(graph)), `seed ${seed}`).toEqual([]);
  }
});

test('without reuse every value has memory of its own', () => {
  const { graph } = randomGraph(5);
  const { offsets } = plan(graph, false);
  const used = offsets.filter((offset) => offset >= 0);
  expect(new Set(used).size).toBe(used.length);
});

test('reuse makes the arena smaller', () => {
  let [shared, apart] = [0, 0];
  for (let seed = 0; seed < 20; seed++) {
    const { graph } = randomGraph(seed, 20);
    shared += plan(graph).bytes;
    apart += plan(graph, false).bytes;
  }
  expect(shared).toBeLessThan(0.75 * apart);
});

describe('a chain of elementwise operations', () => {
  const chain = (last: (b: GraphBuilder, x: ValueId) => ValueId) => {
    const b = new GraphBuilder(ops);
    let y = b.feed('x', [8, 4]);
    for (const op of ['tanh', 'exp', 'negate', 'square']) y = b.emit(op, [y]);
    b.output('y', last(b, y));
    return b.finish();
  };

  test('is written in place', () => {
    const graph = chain((b, x) => b.emit('sigmoid', [b.emit('tanh', [x])]));
    const { offsets } = plan(graph);
    expect(new Set(offsets.slice(1, -1)).size).toBe(1);
    expect(offsets[0]).not.toBe(offsets[1]);
    expect(offsets.at(-1)).not.toBe(offsets[1]);
  });

  test('does not write over what is read later', () => {
    const b = new GraphBuilder(ops);
    const x = b.emit('tanh', [b.feed('x', [8, 4])]);
    const y = b.emit('exp', [x]);
    b.output('z', b.emit('add', [x, y]));
    const { offsets } = plan(b.finish());
    expect(offsets[y]).not.toBe(offsets[x]);
  });

  test('a matrix product never writes over its own input', () => {
    const b = new GraphBuilder(ops);
    const x = b.emit('tanh', [b.feed('x', [4, 4])]);
    const y = b.emit('matmul', [x, x], { transposeA: false, transposeB: false });
    b.output('z', b.emit('exp', [y]));
    const { offsets } = plan(b.finish());
    expect(offsets[y]).not.toBe(offsets[x]);
  });
});

test('a value that nothing reads gives its memory back', () => {
  const b = new GraphBuilder(ops);
  const x = b.feed('x', [64]);
  const unread = b.emit('exp', [x]);
  const next = b.emit('tanh', [x]);
  b.output('y', b.emit('square', [next]));
  const { offsets } = plan(b.finish());
  expect(offsets[next]).toBe(offsets[unread]);
});

describe.each(backends)('on the $name backend', ({ backend }) => {
  test('shared memory, left full of NaN, gives the bits of memory of its own', () => {
    for (let seed = 200; seed < 240; seed++) {
      const random = randomGraph(seed, 16);
      const nothing = (lists: Readonly<Record<string, readonly number[]>>) =>
        Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map(() => Number.NaN)]));
      const shared = new Running(random.graph, backend);
      load(shared, { variables: nothing(random.variables), feeds: nothing(random.feeds) }).run();
      load(shared, random).run();
      const apart = load(new Running(random.graph, backend, false), random).run();
      for (const name of Object.keys(random.graph.outputs)) {
        expect([...shared.read(name)], `seed ${seed}: ${name}`).toEqual([...apart.read(name)]);
      }
    }
  });
});

describe('a reshape that moves nothing', () => {
  const columns = (shape: readonly number[]): number => shape.at(-1) ?? 1;
  const sameLayout = (a: readonly number[], b: readonly number[]): boolean => columns(a) === columns(b);
  const planned = (graph: Graph, reuse = true): MemoryPlan =>
    planMemory(graph, schedule(graph, ops), ops, bytesOf, reuse, sameLayout);

  test('is its input under another shape, which lives as long as either is read', () => {
    const b = new GraphBuilder(ops);
    const x = b.emit('exp', [b.feed('x', [8, 4])]);
    const under = b.emit('reshape', [b.emit('reshape', [x], { shape: [2, 4, 4] })], { shape: [4, 2, 4] });
    // Needs memory while only the reshaped value is still to be read.
    const other = b.emit('matmul', [b.feed('a', [8, 1]), b.feed('b', [1, 4])], {
      transposeA: false,
      transposeB: false,
    });
    b.output('y', b.emit('reduceSum', [b.emit('tanh', [under])], { axes: [0, 1, 2] }));
    b.output('z', b.emit('reduceSum', [other], { axes: [0, 1] }));
    const { offsets, sizes } = planned(b.finish());
    expect(offsets[under]).toBe(offsets[x]);
    expect(sizes[under]).toBe(0);
    expect(Math.abs((offsets[other] as number) - (offsets[x] as number))).toBeGreaterThanOrEqual(bytesOf([8, 4]));
  });

  test('has memory of its own where it moves elements, is an output, or all buffers are kept', () => {
    const b = new GraphBuilder(ops);
    const x = b.emit('exp', [b.feed('x', [8, 4])]);
    const moved = b.emit('reshape', [x], { shape: [4, 8] });
    const named = b.emit('reshape', [x], { shape: [2, 4, 4] });
    const inner = b.emit('reshape', [x], { shape: [4, 2, 4] });
    b.output('named', named);
    b.output('y', b.emit('reduceSum', [moved], { axes: [0, 1] }));
    b.output('z', b.emit('reduceSum', [inner], { axes: [0, 1, 2] }));
    const graph = b.finish();
    expect(
      planned(graph)
        .sizes.map((size, id) => size > 0 && [moved, named].includes(id))
        .filter(Boolean).length,
    ).toBe(2);
    expect(planned(graph).sizes[inner]).toBe(0);
    expect(planned(graph, false).sizes[inner]).toBeGreaterThan(0);
  });
});

test.each([
  ['before', 2],
  ['after', 1],
])('a convolution updates its kernel under another shape; the kernel is read %s its gradient', (when, fused) => {
  const [wasm] = backends.filter(({ name }) => name === 'wasm');
  const backend = (wasm as (typeof backends)[number]).backend;
  const b = new GraphBuilder(ops);
  const matrix = { transposeA: false, transposeB: false };
  const kernel = b.variable({
    name: 'kernel',
    shape: [3, 3, 2, 5],
    role: 'weight',
    trainable: true,
    nodeId: 'conv',
    initializer: { kind: 'constant', value: 0 },
  });
  const patches = b.feed('patches', [12, 18]);
  const flat = b.emit('reshape', [kernel], { shape: [18, 5] });
  const y = b.emit('relu', [b.emit('reshape', [b.emit('matmul', [patches, flat], matrix)], { shape: [3, 4, 5] })]);
  const dy = b.emit('reshape', [b.emit('reluGrad', [y, y])], { shape: [12, 5] });
  const readKernel = (): void => {
    b.output('dx', b.emit('matmul', [dy, flat], { transposeA: false, transposeB: true }));
  };
  if (when === 'before') readKernel();
  const gradient = b.emit('matmul', [patches, dy], { transposeA: true, transposeB: false });
  const shaped = b.emit('reshape', [gradient], { shape: [3, 3, 2, 5] });
  b.emit('sgdUpdate', [kernel, shaped, b.feed('rate', [1])]);
  // The update waits for this.
  if (when === 'after') readKernel();
  b.output('y', y);
  const graph = b.finish();
  const results = [true, false].map((reuse) => {
    const running = new Running(graph, backend, reuse);
    expect(running.executable.fusedInto.size).toBe(reuse ? fused : 0);
    running.set(
      'kernel',
      Array.from({ length: 90 }, (_, i) => Math.sin(i)),
    );
    running.feed(
      'patches',
      Array.from({ length: 216 }, (_, i) => Math.cos(3 * i)),
    );
    running.feed('rate', [0.1]);
    running.run().run();
    return ['dx', 'y'].map((name) => [...running.read(name)]).concat([[...running.get('kernel')]]);
  });
  expect(results[0]).toEqual(results[1]);
  expect(new Set(results[0]?.[2]).size).toBeGreaterThan(80);
});
