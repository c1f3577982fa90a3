import { expect, test } from 'vitest';
import { Stream } from '../../core/rng';
import { GraphBuilder } from '../../ir/builder';
import type { Attributes, Graph, ValueId, Variable } from '../../ir/types';
import { ops } from '../../ops/index';
import { createWasmBackend } from './backend';
import { findFusions } from './fusion';
import { TILES, type TileName } from './kernels/matmul';
import { Steps } from './steps';
import { programOf, tensor, writeFeed } from './testing/harness';
import { switchOnRelaxedSimd } from './testing/relaxed-simd';

switchOnRelaxedSimd();
const stream = new Stream(9, 'fusion');

const variable = (name: string, shape: readonly number[]): Variable => ({
  name,
  shape,
  role: 'weight',
  trainable: true,
  nodeId: name,
  initializer: { kind: 'constant', value: 0 },
});

/** The addresses that a program's values have when the state lies behind its arena. */
function addressesOf(graph: Graph, offsets: readonly number[]): (id: ValueId) => number {
  const bytes = 1 << 20;
  return (id) => {
    const value = graph.values[id];
    if (value?.op !== 'variable') return offsets[id] as number;
    return bytes * (2 + graph.variables.findIndex(({ name }) => name === value.attributes.name));
  };
}

const fusionsOf = (graph: Graph, offsets?: readonly number[]) => {
  const program = programOf(graph, createWasmBackend(ops, { tile: '4x8' }));
  return findFusions(new Steps(program, ops, addressesOf(graph, offsets ?? program.memory.offsets)), ops);
};

interface Update {
  op: string;
  slots: number;
  scalars: number[];
  attributes: Attributes;
}

const updates: readonly Update[] = [
  { op: 'sgdUpdate', slots: 0, scalars: [0.1], attributes: {} },
  { op: 'momentumUpdate', slots: 1, scalars: [0.9, 0.1], attributes: { convention: 'keras' } },
  { op: 'rmspropUpdate', slots: 1, scalars: [0.01, 0.9, 0.1, 1e-7], attributes: { convention: 'pytorch' } },
  { op: 'adamUpdate', slots: 2, scalars: [0.001, 0.9, 0.1, 0.999, 0.001, 1e-7, 1], attributes: {} },
];

/** w ← update(w, xᵀ·dy); with `apart`, something in between reads w, so that the update must wait. */
function trainingStep({ op, slots, scalars, attributes }: Update, [m, k, n]: readonly number[], apart: boolean): Graph {
  const shape = [m as number, n as number];
  const builder = new GraphBuilder(ops);
  const weights = ['w', ...Array.from({ length: slots }, (_, i) => `slot${i}`)].map((name) =>
    builder.variable(variable(name, shape)),
  );
  const [x, dy] = [builder.feed('x', [k as number, m as number]), builder.feed('dy', [k as number, n as number])];
  const gradient = builder.emit('matmul', [x, dy], { transposeA: true, transposeB: false });
  const [w, ...rest] = weights as [ValueId, ...ValueId[]];
  if (apart) builder.output('late', builder.emit('negate', [w]));
  builder.emit(op, [w, gradient, ...rest, builder.feed('s', [scalars.length])], attributes);
  return builder.finish();
}

const sizes = [
  [1, 1, 1],
  [13, 5, 10],
  [8, 64, 32],
  [30, 7, 21],
  [150, 12, 70],
] as const;

test.each(updates)('$op in the product gives the same bytes as after it', (update) => {
  for (const size of sizes) {
    for (const tile of Object.keys(TILES) as TileName[]) {
      const backend = createWasmBackend(ops, { tile });
      const [m, k, n] = size;
      const [x, dy] = [tensor([k, m], () => stream.normal()), tensor([k, n], () => stream.normal())];
      const start = tensor([m, n], () => 0.1 + stream.uniform());
      const [inside, after] = [false, true].map((apart) => {
        const graph = trainingStep(update, size, apart);
        expect(fusionsOf(graph).size).toBe(apart ? 0 : 1);
        const device = backend.open(graph.variables);
        const executable = device.load(programOf(graph, backend));
        for (const { name } of graph.variables) device.writeVariable(name, start.values);
        writeFeed(executable, 'x', x);
        writeFeed(executable, 'dy', dy);
        writeFeed(executable, 's', { shape: [update.scalars.length], values: update.scalars });
        for (let i = 0; i < 3; i++) executable.run(false);
        return graph.variables.map(({ name }) => device.readVariable(name));
      });
      expect(inside).toEqual(after);
    }
  }
});

/** A layer: z = x·w + b, y = relu(z); the second reader keeps z. */
function layer(keep: boolean): Graph {
  const builder = new GraphBuilder(ops);
  const [x, w, b] = [builder.feed('x', [9, 14]), builder.feed('w', [14, 11]), builder.feed('b', [11])];
  const z = builder.emit('matmul', [x, w, b], { transposeA: false, transposeB: false });
  builder.output('y', builder.emit('relu', [z]));
  if (keep) builder.output('z', z);
  return builder.finish();
}

test.each([false, true])('an activation in the product, with the product kept: %s', (keep) => {
  const graph = layer(keep);
  expect([...fusionsOf(graph).values()].map(({ epilogue }) => epilogue.keep)).toEqual([keep]);
  const backend = createWasmBackend(ops, { tile: '4x8' });
  const executable = backend.open([]).load(programOf(graph, backend));
  const [x, w, b] = [
    tensor([9, 14], () => stream.normal()),
    tensor([14, 11], () => stream.normal()),
    tensor([11], (i) => i - 5),
  ];
  writeFeed(executable, 'x', x);
  writeFeed(executable, 'w', w);
  writeFeed(executable, 'b', b);
  executable.run(false);
  const exact = Array.from({ length: 99 }, (_, i) => {
    const [row, column] = [Math.floor(i / 11), i % 11];
    const terms = Array.from(
      { length: 14 },
      (__, k) => (x.values[row * 14 + k] as number) * (w.values[k * 11 + column] as number),
    );
    return terms.reduce((sum, term) => sum + term, b.values[column] as number);
  });
  const y = executable.read('y');
  exact.forEach((value, i) => {
    expect(y[i]).toBeCloseTo(Math.max(value, 0), 4);
  });
  if (keep) {
    const z = executable.read('z');
    exact.forEach((value, i) => {
      expect(z[i]).toBeCloseTo(value, 4);
    });
  }
});

test('an update stays behind an operation that reads the weight before it', () => {
  const build = (readsLate: boolean): Graph => {
    const builder = new GraphBuilder(ops);
    const w = builder.variable(variable('w', [4, 4]));
    const x = builder.feed('x', [4, 4]);
    const gradient = builder.emit('matmul', [x, x], { transposeA: true, transposeB: false });
    builder.output('late', builder.emit('negate', [readsLate ? w : x]));
    builder.emit('sgdUpdate', [w, gradient, builder.feed('s', [1])]);
    return builder.finish();
  };
  expect(fusionsOf(build(true)).size).toBe(0);
  expect(fusionsOf(build(false)).size).toBe(1);
});

test('an activation whose buffer is an operand of the product, or in use until it runs, stays behind', () => {
  const builder = new GraphBuilder(ops);
  const [x, w] = [builder.feed('x', [8, 8]), builder.feed('w', [8, 8])];
  const a = builder.emit('square', [x]);
  const z = builder.emit('matmul', [a, w], { transposeA: false, transposeB: false });
  const other = builder.emit('negate', [x]);
  builder.output('sum', builder.emit('reduceSum', [other], { axes: [0, 1] }));
  const y = builder.emit('relu', [z]);
  builder.output('y', y);
  const graph = builder.finish();
  const { offsets } = programOf(graph, createWasmBackend(ops, { tile: '4x8' })).memory;
  expect(fusionsOf(graph, offsets).size).toBe(1);
  const placed = (id: ValueId): number[] => offsets.map((offset, i) => (i === y ? (offsets[id] as number) : offset));
  expect(fusionsOf(graph, placed(a)).size).toBe(0);
  expect(fusionsOf(graph, placed(other)).size).toBe(0);
  expect(fusionsOf(graph, placed(z)).size).toBe(1);
});

test('probes and costly functions are never done in a product', () => {
  const builder = new GraphBuilder(ops);
  const [x, w] = [builder.feed('x', [8, 8]), builder.feed('w', [8, 8])];
  const z = builder.emit('matmul', [x, w], { transposeA: false, transposeB: false });
  builder.output('y', builder.emit('sigmoid', [z]));
  expect(fusionsOf(builder.finish()).size).toBe(0);
});
