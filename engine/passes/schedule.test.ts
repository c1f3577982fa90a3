import { expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import type { Graph, Value, ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { check } from '../testing/documents';
import { blobsNet } from '../testing/networks';
import { nodeCases } from '../testing/node-cases';
import { randomGraph } from '../testing/random-graphs';
import { compileGraph } from './pipeline';
import { schedule } from './schedule';

const SIGNATURE = {
  featureShape: [2],
  classes: 3,
  trainRows: 72,
  testRows: 18,
  classNames: ['a', 'b', 'c'],
  preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
} as const;

/** Rules that any order must keep. */
function checkOrder(graph: Graph, order: readonly ValueId[]): void {
  expect(
    [...order].sort((a, b) => a - b),
    'each value once',
  ).toEqual(graph.values.map(({ id }) => id));
  const time = new Map(order.map((id, place) => [id, place]));
  const when = (id: ValueId): number => time.get(id) as number;
  const value = (id: ValueId): Value => graph.values[id] as Value;
  for (const id of order) {
    for (const input of value(id).inputs) expect(when(input)).toBeLessThan(when(id));
  }
  for (const update of graph.values) {
    for (const place of ops.get(update.op)?.mutates ?? []) {
      const written = update.inputs[place] as ValueId;
      const readers = graph.values.filter(({ inputs, op }) => inputs.includes(written) && !ops.get(op)?.mutates);
      for (const { id } of readers)
        expect(when(id), `%${id} reads what %${update.id} writes`).toBeLessThan(when(update.id));
    }
  }
  for (const probe of graph.values.filter(({ origin }) => origin.phase === 'probe')) {
    const of = probe.inputs[0] as ValueId;
    const between = order.slice(when(of) + 1, when(probe.id)).map((id) => value(id).origin.phase);
    expect(between.every((phase) => phase === 'probe')).toBe(true);
  }
}

test('updates come after the last reader of what they overwrite', () => {
  const b = new GraphBuilder(ops);
  const w = b.variable({
    name: 'w',
    shape: [2],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  const [x, s] = [b.feed('x', [2]), b.feed('s', [1])];
  const update = b.emit('sgdUpdate', [w, x, s]);
  const late = b.emit('multiply', [b.emit('exp', [x]), w]);
  b.output('y', late);
  const graph = b.finish();
  const order = schedule(graph, ops);
  expect(order.indexOf(update)).toBe(order.indexOf(late) + 1);
  checkOrder(graph, order);
});

test('an update comes as soon as it may, not at the end', () => {
  const b = new GraphBuilder(ops);
  const w = b.variable({
    name: 'w',
    shape: [2],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  const [x, s] = [b.feed('x', [2]), b.feed('s', [1])];
  const reader = b.emit('multiply', [x, w]);
  const end = b.emit('tanh', [b.emit('exp', [reader])]);
  const update = b.emit('sgdUpdate', [w, x, s]);
  b.output('y', end);
  const order = schedule(b.finish(), ops);
  expect(order.indexOf(update)).toBe(order.indexOf(reader) + 1);
});

test('a probe follows its value at once', () => {
  const b = new GraphBuilder(ops);
  const z = b.emit('tanh', [b.feed('x', [4, 2])]);
  const y = b.emit('exp', [z]);
  const probe = b.within('z', 'probe', () => b.emit('zStatistics', [z], { dead: false, saturation: 0 }));
  b.output('y', y);
  b.output('z', probe);
  const order = schedule(b.finish(), ops);
  expect(order.indexOf(probe)).toBe(order.indexOf(z) + 1);
});

test('updates of one another’s inputs are a bug that throws', () => {
  const b = new GraphBuilder(ops);
  const w = b.variable({
    name: 'w',
    shape: [2],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  const update = b.emit('sgdUpdate', [w, b.feed('g', [2]), b.feed('s', [1])]);
  // A value that needs the update's own (empty) output and reads what it writes.
  b.emit('sgdUpdate', [w, w, b.emit('reshape', [b.feed('t', [1])], { shape: [1] })]);
  const graph = b.finish();
  const waiting = { ...(graph.values[update] as Value), inputs: [0, graph.values.length, 2] };
  const broken = { ...graph, values: graph.values.map((value) => (value.id === update ? waiting : value)) };
  expect(() => schedule(broken, ops)).toThrow('Updates wait');
});

test('random graphs with updates keep the rules', () => {
  for (let seed = 0; seed < 60; seed++) {
    const { graph } = randomGraph(seed);
    checkOrder(graph, schedule(graph, ops));
  }
});

test('compiled networks keep the rules, with probes and every kind of optimizer', () => {
  for (const algorithm of ['sgd', 'momentum', 'rmsprop', 'adam']) {
    const checked = check(blobsNet({ optimizer: { algorithm } }), { data: new Map([['data', SIGNATURE]]) });
    const options = { ops, mode: 'train', probes: true, bytesOf: () => 64 } as const;
    const { program, probes } = compileGraph(checked, options);
    expect(probes.length).toBe(3);
    checkOrder(program.graph, program.schedule);
  }
  for (const { checked } of nodeCases) {
    const { program } = compileGraph(checked(), { ops, mode: 'train', probes: true, bytesOf: () => 64 });
    checkOrder(program.graph, program.schedule);
  }
});
