import { describe, expect, test } from 'vitest';
import { Stream } from '../../core/rng';
import { GraphBuilder } from '../../ir/builder';
import type { Variable } from '../../ir/types';
import { ops } from '../../ops/index';
import { createWasmBackend } from './backend';
import { layoutOf } from './layout';
import { hasSimd, probeKernels } from './probe';
import { type Input, poison, programOf, runOperation, tensor, writeFeed } from './testing/harness';
import { switchOnRelaxedSimd } from './testing/relaxed-simd';

switchOnRelaxedSimd();
const backend = createWasmBackend(ops, { tile: '4x8' });
const stream = new Stream(5, 'backend');

const variable = (name: string, shape: readonly number[]): Variable => ({
  name,
  shape,
  role: 'weight',
  trainable: true,
  nodeId: name,
  initializer: { kind: 'constant', value: 0 },
});

test('variables open as zeros, and give back what was written, rounded to float32', () => {
  const device = backend.open([variable('a', [3, 5]), variable('b', []), variable('c', [7])]);
  expect([...device.readVariable('a')]).toEqual(Array<number>(15).fill(0));
  device.writeVariable(
    'a',
    Array.from({ length: 15 }, (_, i) => i + 0.1),
  );
  device.writeVariable('b', [-0]);
  expect([...device.readVariable('a')]).toEqual(Array.from({ length: 15 }, (_, i) => Math.fround(i + 0.1)));
  expect(Object.is(device.readVariable('b')[0], -0)).toBe(true);
  expect([...device.readVariable('c')]).toEqual(Array<number>(7).fill(0));
  expect(() => device.readVariable('d')).toThrow('No variable "d"');
});

test('the state is finite whatever its padding holds, and is looked at by role', () => {
  const device = backend.open([variable('a', [3, 5]), { ...variable('b', [3]), role: 'moving' }]);
  // NaN in every lane, then in the padding alone.
  device.restore({ bytes: device.snapshot().bytes.fill(0xff) });
  expect(device.isFinite()).toBe(false);
  device.writeVariable('a', new Float64Array(15));
  expect([device.isFinite('weight'), device.isFinite('moving')]).toEqual([true, false]);
  device.writeVariable('b', [1, 2, 3]);
  expect(device.isFinite()).toBe(true);
  device.writeVariable('b', [1, 2, Number.POSITIVE_INFINITY]);
  expect(device.isFinite()).toBe(false);
});

test('a number fills a variable and nothing else', () => {
  const device = backend.open([variable('a', [3]), variable('b', [3, 5]), variable('c', [2])]);
  device.fillVariable('b', 0.1);
  expect([...device.readVariable('b')]).toEqual(Array<number>(15).fill(Math.fround(0.1)));
  expect([...device.readVariable('a'), ...device.readVariable('c')]).toEqual([0, 0, 0, 0, 0]);
  expect(() => device.fillVariable('d', 1)).toThrow('No variable "d".');
});

test('memory that is set aside for a program does not grow when the program is loaded', () => {
  const builder = new GraphBuilder(ops);
  builder.output('y', builder.emit('exp', [builder.feed('x', [1000, 500])]));
  const program = programOf(builder.finish(), backend);
  const memoryOf = (room?: number) => {
    const device = backend.open([variable('w', [10])], room);
    const { memory } = device as unknown as { memory: { buffer: ArrayBuffer } };
    const before = memory.buffer;
    device.load(program);
    return memory.buffer === before;
  };
  expect([memoryOf(program.memory.bytes), memoryOf()]).toEqual([true, false]);
});

test('a snapshot brings the state back, and only to a device of the same variables', () => {
  const device = backend.open([variable('a', [3, 5]), variable('b', [4])]);
  device.writeVariable(
    'a',
    Array.from({ length: 15 }, (_, i) => i),
  );
  const snapshot = device.snapshot();
  device.writeVariable('a', Array<number>(15).fill(9));
  device.writeVariable('b', [1, 2, 3, 4]);
  device.restore(snapshot);
  expect([...device.readVariable('a')]).toEqual(Array.from({ length: 15 }, (_, i) => i));
  expect([...device.readVariable('b')]).toEqual([0, 0, 0, 0]);
  expect(() => backend.open([variable('a', [64])]).restore(snapshot)).toThrow('another device');
});

/** w ← w − rate · x, with a probe of w. */
function program(shape: readonly number[]) {
  const builder = new GraphBuilder(ops);
  const w = builder.variable(variable('w', shape));
  const x = builder.feed('x', shape);
  const doubled = builder.emit('multiply', [x, builder.broadcast(builder.constant(2), shape)]);
  builder.output('doubled', doubled);
  builder.within('w', 'probe', () =>
    builder.output('frame', builder.emit('zStatistics', [x], { dead: false, saturation: 0 })),
  );
  builder.within('w', 'update', () => builder.emit('sgdUpdate', [w, x, builder.feed('s', [1])]));
  return builder.finish();
}

test('programs share the state and nothing else, and stay usable when a later one grows the memory', () => {
  const graph = program([4, 6]);
  const device = backend.open(graph.variables);
  const first = device.load(programOf(graph, backend));
  writeFeed(
    first,
    'x',
    tensor([4, 6], () => 1),
  );
  writeFeed(
    first,
    's',
    tensor([1], () => 0.5),
  );
  const other = new GraphBuilder(ops);
  const w = other.variable(variable('w', [4, 6]));
  other.output('sum', other.emit('reduceSum', [w], { axes: [0, 1] }));
  other.output('large', other.emit('reduceSum', [other.feed('large', [1000, 1000])], { axes: [0, 1] }));
  const second = device.load(programOf(other.finish(), backend));
  first.run(false);
  second.run(false);
  expect(second.readScalar('sum')).toBe(-12);
  expect([...first.read('doubled')]).toEqual(Array<number>(24).fill(2));
});

test('probes run only when asked for', () => {
  const graph = program([3]);
  const executable = backend.open(graph.variables).load(programOf(graph, backend));
  writeFeed(
    executable,
    'x',
    tensor([3], (i) => i),
  );
  executable.run(false);
  expect(executable.read('frame')[0]).toBe(0);
  executable.run(true);
  expect(executable.read('frame')[0]).toBe(3);
  expect(executable.print()).toContain('(export "step")');
});

test('the output of an elementwise operation may lie on its input', () => {
  const builder = new GraphBuilder(ops);
  const [x, y] = [builder.feed('x', [5, 9]), builder.feed('y', [5, 9])];
  builder.output('z', builder.emit('subtract', [x, y]));
  const graph = builder.finish();
  const plan = programOf(graph, backend);
  const offsets = [...plan.memory.offsets];
  offsets[2] = offsets[1] as number;
  const executable = backend.open([]).load({ ...plan, memory: { ...plan.memory, offsets } });
  writeFeed(
    executable,
    'x',
    tensor([5, 9], (i) => 3 * i),
  );
  writeFeed(
    executable,
    'y',
    tensor([5, 9], (i) => i),
  );
  executable.run(false);
  expect([...executable.read('z')]).toEqual(Array.from({ length: 45 }, (_, i) => 2 * i));
});

test('constants are in memory before the first run, with one value filling a shape', () => {
  const builder = new GraphBuilder(ops);
  builder.output('filled', builder.emit('negate', [builder.constant(2.5, [3, 5])]));
  builder.output('listed', builder.emit('negate', [builder.constant([1, 2, 3, 4, 5, 6], [2, 3])]));
  const graph = builder.finish();
  const executable = backend.open([]).load(programOf(graph, backend));
  executable.run(false);
  expect([...executable.read('filled')]).toEqual(Array<number>(15).fill(-2.5));
  expect([...executable.read('listed')]).toEqual([-1, -2, -3, -4, -5, -6]);
});

describe('a row alone gives the same bits as in a batch', () => {
  const [rows, columns] = [13, 10];
  const unit = (): Input => tensor([columns], () => 0.5 + stream.uniform());
  const batch = tensor([rows, columns], () => 3 * stream.normal());
  const statistics = [unit(), unit(), unit(), unit()];
  test.each([
    ['softmax', [], {}],
    ['normalize', statistics, { epsilon: 1e-3, statistics: 'fixed' }],
    ['sigmoid', [], {}],
    ['tanh', [], {}],
    ['gelu', [], {}],
  ] as const)('%s', (op, more, attributes) => {
    const all = runOperation(backend, op, [batch, ...more], attributes).output;
    for (let row = 0; row < rows; row++) {
      const one = { shape: [1, columns], values: batch.values.slice(row * columns, (row + 1) * columns) };
      const alone = runOperation(backend, op, [one, ...more], attributes).output;
      expect(alone).toEqual(all.slice(row * columns, (row + 1) * columns));
    }
  });
});

describe('losses at the edge', () => {
  const loss = (logits: Input, labels: Input): number =>
    runOperation(backend, 'softmaxCrossEntropy', [logits, labels], { reduction: 'mean' }).output[0] as number;

  test('are finite for logits of any finite size', () => {
    expect(
      loss(
        tensor([1, 2], (i) => (i === 0 ? 1000 : 0)),
        tensor([1], () => 1),
      ),
    ).toBe(1000);
    expect(
      loss(
        tensor([1, 2], (i) => (i === 0 ? 1e4 : -1e4)),
        tensor([1], () => 0),
      ),
    ).toBe(0);
  });

  test('softmax of [1000, 0] is [1, 0]', () => {
    const logits = tensor([1, 2], (i) => (i === 0 ? 1000 : 0));
    expect([...runOperation(backend, 'softmax', [logits]).output]).toEqual([1, 0]);
  });

  test('are NaN when a logit is NaN', () => {
    expect(
      loss(
        { shape: [1, 3], values: [0, Number.NaN, 0] },
        tensor([1], () => 0),
      ),
    ).toBeNaN();
  });

  test('labels outside the classes read nothing and weigh nothing', () => {
    const labels = { shape: [4], values: [-1, 3, 1e20, Number.NaN] };
    expect(
      loss(
        tensor([4, 3], (i) => i),
        labels,
      ),
    ).toBe(0);
  });
});

test('moments that decay below 1e-25 become zero, not denormal', () => {
  const shape = [8, 8];
  const tiny = tensor(shape, () => 1e-37);
  const zero = tensor(shape, () => 0);
  const scalars = tensor([7], (i) => [1e-3, 0.9, 0.1, 0.999, 0.001, 1e-7, 1][i] as number);
  const { written } = runOperation(backend, 'adamUpdate', [zero, zero, tiny, tiny, scalars]);
  expect(written.get(2)).toEqual(new Float64Array(64));
  expect(written.get(3)).toEqual(new Float64Array(64));
});

test('repeated runs give the same bytes', () => {
  const x = tensor([33, 20], () => stream.normal());
  const labels = tensor([33], (i) => i % 20);
  const once = runOperation(backend, 'softmaxCrossEntropyGrad', [x, labels, tensor([], () => 1)], {
    reduction: 'mean',
  });
  const again = runOperation(backend, 'softmaxCrossEntropyGrad', [x, labels, tensor([], () => 1)], {
    reduction: 'mean',
  });
  expect(again.output).toEqual(once.output);
});

test('strides keep rows off whole kibibytes and vectors whole', () => {
  expect(layoutOf([5, 3])).toEqual({ rows: 5, columns: 3, stride: 4, bytes: 80 });
  expect(layoutOf([5, 10]).stride).toBe(16);
  expect(layoutOf([5, 256]).stride).toBe(272);
  expect(layoutOf([2, 3, 784])).toEqual({ rows: 6, columns: 784, stride: 784, bytes: 6 * 784 * 4 });
  expect(layoutOf([7]).bytes).toBe(64);
  expect(layoutOf([]).bytes).toBe(64);
});

test('the probe chooses a tile of the table and says whether it fuses', () => {
  const choice = probeKernels();
  expect(['4x8', '6x8', '6x16']).toContain(choice.tile);
  expect(Object.values(choice.measured).every((speed) => speed > 0)).toBe(true);
  expect(probeKernels({ relaxed: false, tile: '5x8' })).toEqual({ fma: false, tile: '5x8', measured: {} });
  expect(hasSimd()).toBe(true);
});

test('poisoned memory is NaN wherever nothing was written', () => {
  const builder = new GraphBuilder(ops);
  builder.feed('x', [3]);
  builder.output('y', builder.emit('negate', [builder.feed('z', [2, 3])]));
  const executable = backend.open([]).load(programOf(builder.finish(), backend));
  poison(executable, 'x');
  executable.run(false);
  expect([...executable.read('y')].every(Number.isNaN)).toBe(true);
});
