import { expect, test } from 'vitest';
import { ops } from '../ops/index';
import { GraphBuilder } from './builder';
import { liveValues, rebuild } from './rebuild';

function graph() {
  const b = new GraphBuilder(ops);
  const w = b.variable({
    name: 'w',
    shape: [2],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  b.variable({
    name: 'unread',
    shape: [1],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  const x = b.feed('x', [2]);
  const dead = b.emit('exp', [x]);
  const y = b.within('a', 'forward', () => b.emit('add', [w, x]));
  b.emit('sgdUpdate', [w, b.emit('negate', [x]), b.feed('s', [1])]);
  b.output('y', y);
  return { graph: b.finish(), dead };
}

test('what an output or an effect needs is live', () => {
  const { graph: before, dead } = graph();
  const live = liveValues(before, ops);
  expect(before.values.filter(({ id }) => !live.has(id)).map(({ op, id }) => `${op} ${id}`)).toEqual([
    'variable 1',
    `exp ${dead}`,
  ]);
});

test('a copy leaves out dead values, and keeps every variable with its place in the state', () => {
  const { graph: before } = graph();
  const after = rebuild(before, ops, () => null);
  expect(after.values.map(({ op }) => op)).toEqual(['variable', 'feed', 'add', 'negate', 'feed', 'sgdUpdate']);
  expect(after.variables).toBe(before.variables);
  expect(after.values[after.outputs.y as number]?.origin).toEqual({ nodeId: 'a', phase: 'forward' });
});

test('a replaced value stands in for it everywhere', () => {
  const { graph: before } = graph();
  const after = rebuild(before, ops, (value, inputs, b) => (value.op === 'negate' ? b.emit('square', inputs) : null));
  const update = after.values.find(({ op }) => op === 'sgdUpdate');
  expect(after.values[update?.inputs[1] as number]?.op).toBe('square');
});
