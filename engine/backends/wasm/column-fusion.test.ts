import { describe, expect, test } from 'vitest';
import { Stream } from '../../core/rng';
import { GraphBuilder } from '../../ir/builder';
import type { Graph, Value } from '../../ir/types';
import { ops } from '../../ops/index';
import { programOf as planned } from '../../testing/programs';
import { createWasmBackend } from './backend';
import { findColumnGroups } from './column-fusion';
import { findFusions } from './fusion';
import { Steps } from './steps';
import { poison, programOf, runOperation, tensor, writeFeed } from './testing/harness';
import { switchOnRelaxedSimd } from './testing/relaxed-simd';

switchOnRelaxedSimd();
const backend = createWasmBackend(ops, { tile: '4x8' });
const stream = new Stream(3, 'column-fusion');
const attributes = { epsilon: 1e-3, statistics: 'batch' };

interface Wish {
  activation: string;
  /** Whether all values are read afterwards. */
  all?: boolean;
  probe?: boolean;
}

/** Batch norm and activation of x [shape], and their gradients from the activation's derivative dy. */
function normAndActivation(shape: readonly number[], { activation, all = false, probe = false }: Wish): Graph {
  const b = new GraphBuilder(ops);
  const columns = [shape.at(-1) as number];
  const axes = shape.slice(0, -1).map((_, axis) => axis);
  // Values of the arena, not feeds: they may be written over when nothing reads them any more.
  const own = (name: string): number => b.emit('negate', [b.feed(name, shape)]);
  const [x, dy] = [own('x'), own('dy')];
  const [gamma, beta] = [b.feed('gamma', columns), b.feed('beta', columns)];
  const mean = b.emit('columnMean', [x]);
  const variance = b.emit('columnVariance', [x, mean]);
  const y = b.emit('normalize', [x, mean, variance, gamma, beta], attributes);
  if (probe)
    b.within('n', 'probe', () => b.output('frame', b.emit('zStatistics', [y], { dead: false, saturation: 0 })));
  const a = b.emit(activation, [y]);
  b.output('a', a);
  const g = b.emit(`${activation}Grad`, [dy, a]);
  const gradShift = b.emit('reduceSum', [g], { axes });
  const gradScale = b.emit('normalizeGradScale', [g, x, mean, variance], { epsilon: attributes.epsilon });
  const statistics = [mean, variance, gamma, gradScale, gradShift];
  b.output('dx', b.emit('normalizeGradInput', [g, x, ...statistics], { epsilon: attributes.epsilon }));
  b.output('gradScale', gradScale);
  b.output('gradShift', gradShift);
  const graph = b.finish();
  if (!all) return graph;
  const made = graph.values.filter(({ op }) => op !== 'feed');
  return { ...graph, outputs: { ...graph.outputs, ...Object.fromEntries(made.map(({ id }) => [`v${id}`, id])) } };
}

function groupsOf(graph: Graph, program = planned(graph, backend)): string[] {
  const { values } = graph;
  const steps = new Steps(program, ops, (id) => program.memory.offsets[id] as number);
  const groups = findColumnGroups(steps, ops, findFusions(steps, ops));
  return [...groups.values()].map(({ members }) => members.map(({ id }) => (values[id] as Value).op).join(' '));
}

const FORWARD = 'columnMean columnVariance normalize';
const BACKWARD = 'reduceSum normalizeGradScale normalizeGradInput';
const SHAPES = [
  [1, 1],
  [2, 3],
  [5, 4],
  [7, 10],
  [64, 17],
  [65, 16],
  [200, 6],
  [3, 5, 4, 9],
  [60, 100],
];

describe('a batch norm with its activation and their gradients', () => {
  test.each(['relu', 'sigmoid', 'tanh'])('%s: is two passes over blocks of columns', (activation) => {
    for (const probe of [false, true]) {
      const graph = normAndActivation([12, 9], { activation, probe });
      const [forward, backward] = groupsOf(graph);
      expect(forward).toContain(`${FORWARD} ${activation}`);
      expect(backward).toContain(`${activation}Grad ${BACKWARD}`);
    }
  });

  test.each(['relu', 'sigmoid', 'tanh'])('%s: gives the bits of each operation by itself', (activation) => {
    for (const shape of SHAPES) {
      for (const all of [false, true]) {
        const graph = normAndActivation(shape, { activation, all });
        const inputs = new Map(
          graph.feeds.map((feed) => [feed.name, tensor(feed.shape, () => 3 + stream.normal())] as const),
        );
        const alone = new Map<number, ReturnType<typeof tensor>>();
        for (const { id, op, inputs: read, attributes: own, shape: to } of graph.values) {
          const given = op === 'feed' ? inputs.get(String(own.name)) : undefined;
          const operands = read.map((input) => alone.get(input) as ReturnType<typeof tensor>);
          const result =
            given ??
            tensor(
              to,
              (
                (values) => (i: number) =>
                  values[i] as number
              )(runOperation(backend, op, operands, own).output),
            );
          alone.set(id, result);
        }
        // With memory of its own for each value, and with memory that is used again.
        for (const program of [programOf(graph, backend), planned(graph, backend)]) {
          expect(groupsOf(graph, program).length).toBeGreaterThan(0);
          const executable = backend.open([]).load(program);
          poison(executable, 'x');
          for (const [name, input] of inputs) writeFeed(executable, name, input);
          for (let i = 0; i < 2; i++) executable.run(false);
          for (const [name, id] of Object.entries(graph.outputs)) {
            expect([...executable.read(name)], `${name} of ${shape}`).toEqual([...(alone.get(id)?.values ?? [])]);
          }
        }
      }
    }
  });
});

test('a value that is written over in between stays out of the group', () => {
  const graph = normAndActivation([12, 9], { activation: 'relu', probe: true });
  const program = planned(graph, backend);
  const relu = graph.values.find(({ op }) => op === 'relu') as Value;
  const y = graph.values.find(({ op }) => op === 'normalize') as Value;
  // The activation over y, which the probe reads in between.
  const offsets = program.memory.offsets.map((offset, id, all) => (id === relu.id ? (all[y.id] as number) : offset));
  expect(groupsOf(graph, { ...program, memory: { ...program.memory, offsets } })[0]).not.toContain('relu');
});

test('operations that only share what they read are not joined', () => {
  const b = new GraphBuilder(ops);
  const x = b.feed('x', [8, 4]);
  const y = b.emit('exp', [x]);
  b.output('sum', b.emit('reduceSum', [x], { axes: [0] }));
  b.output('y', y);
  b.output('z', b.emit('tanh', [x]));
  expect(groupsOf(b.finish())).toEqual(['exp reduceSum']);
});

test('the mean of values that are made in the group waits until its first row is there', () => {
  const b = new GraphBuilder(ops);
  const x = b.emit('square', [b.feed('x', [5, 3])]);
  b.output('mean', b.emit('columnMean', [x]));
  const graph = b.finish();
  expect(groupsOf(graph)).toEqual(['square columnMean']);
  const executable = backend.open([]).load(planned(graph, backend));
  writeFeed(
    executable,
    'x',
    tensor([5, 3], (i) => i),
  );
  executable.run(false);
  // Of squares: (0 + 9 + 36 + 81 + 144)/5 and so on.
  expect([...executable.read('mean')]).toEqual([54, 67, 82]);
});
