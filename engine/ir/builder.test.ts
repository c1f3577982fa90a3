import { describe, expect, test } from 'vitest';
import { ops } from '../ops/index';
import { GraphBuilder } from './builder';
import type { Variable } from './types';

const variable = (name: string, shape: number[] = [2, 3]): Variable => ({
  name,
  shape,
  role: 'weight',
  trainable: true,
  initializer: { kind: 'constant', value: 0 },
  nodeId: name,
});

const builder = (): GraphBuilder => new GraphBuilder(ops);

describe('equal values', () => {
  test('are emitted once', () => {
    const b = builder();
    const x = b.feed('x', [2, 3]);
    expect(b.emit('tanh', [x])).toBe(b.emit('tanh', [x]));
    expect(b.constant(1, [3])).toBe(b.constant(1, [3]));
    expect(b.constant(1, [3])).not.toBe(b.constant(1, [2]));
    expect(b.emit('leakyRelu', [x], { slope: 0.3 })).not.toBe(b.emit('leakyRelu', [x], { slope: 0.1 }));
  });

  test('are kept apart in forward and backward, so that a gradient never stands in front of what it belongs to', () => {
    const b = builder();
    const x = b.feed('x', [3]);
    const forward = b.emit('tanh', [x]);
    expect(b.within('a', 'backward', () => b.emit('tanh', [x]))).not.toBe(forward);
  });

  test('with an effect are emitted each time', () => {
    const b = builder();
    const [w, g, s] = [b.variable(variable('w')), b.feed('g', [2, 3]), b.feed('s', [1])];
    expect(b.emit('sgdUpdate', [w, g, s])).not.toBe(b.emit('sgdUpdate', [w, g, s]));
  });

  test('of a name are one variable and one feed', () => {
    const b = builder();
    expect(b.variable(variable('w'))).toBe(b.variable(variable('w')));
    expect(b.feed('x', [3])).toBe(b.feed('x', [3]));
    const graph = b.finish();
    expect([graph.variables.length, graph.feeds.length, graph.values.length]).toEqual([1, 1, 2]);
  });
});

describe('shapes', () => {
  test('come from the operation’s rule', () => {
    const b = builder();
    const [x, w] = [b.feed('x', [4, 2]), b.variable(variable('w'))];
    expect(b.shape(b.emit('matmul', [x, w], { transposeA: false, transposeB: false }))).toEqual([4, 3]);
  });

  test('that do not fit throw where they are emitted', () => {
    const b = builder();
    const [x, y] = [b.feed('x', [4, 2]), b.feed('y', [3])];
    expect(() => b.emit('add', [x, y])).toThrow('"add" cannot take shapes [4,2] [3]');
    expect(() => b.emit('matmul', [x, x], { transposeA: false, transposeB: false })).toThrow('matmul');
    expect(() => b.elementwise('add', [x, y])).toThrow('do not broadcast');
  });

  test('are broadcast for elementwise operations, and only where they have to be', () => {
    const b = builder();
    const [x, row, column] = [b.feed('x', [2, 3]), b.feed('row', [3]), b.feed('column', [2, 1])];
    expect(b.shape(b.elementwise('add', [row, column]))).toEqual([2, 3]);
    expect(b.broadcast(x, [2, 3])).toBe(x);
    expect(b.value(b.broadcast(row, [2, 3])).op).toBe('broadcastTo');
  });
});

test('values remember the node and phase they were made in, and the outer one is put back', () => {
  const b = builder();
  const x = b.within('outer', 'forward', () => {
    b.within('inner', 'backward', () => b.feed('x', []));
    return b.feed('y', []);
  });
  expect(b.value(0).origin).toEqual({ nodeId: 'inner', phase: 'backward' });
  expect(b.value(x).origin).toEqual({ nodeId: 'outer', phase: 'forward' });
  expect(() => b.within('failing', 'update', () => b.emit('nothing'))).toThrow('Unknown operation "nothing"');
  expect(b.value(b.feed('z', [])).origin).toEqual({ nodeId: '', phase: 'forward' });
});

test('a graph that is continued keeps ids, variables, feeds and outputs', () => {
  const b = builder();
  const [w, x] = [b.variable(variable('w')), b.feed('x', [2, 3])];
  b.output('y', b.emit('add', [w, x]));
  const graph = b.finish();
  const more = GraphBuilder.from(graph, ops);
  expect([more.variable(variable('w')), more.feed('x', [2, 3])]).toEqual([w, x]);
  more.output('z', more.emit('tanh', [x]));
  expect(more.finish().values.slice(0, 3)).toEqual(graph.values);
  expect(more.finish().outputs).toEqual({ y: 2, z: 3 });
  expect(graph.outputs).toEqual({ y: 2 });
});
