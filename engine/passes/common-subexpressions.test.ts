import { expect, test } from 'vitest';
import { runPass } from '../testing/passes';
import { commonSubexpressions } from './common-subexpressions';

test('a value of the backward pass that the forward pass has computed is taken from there', () => {
  const { text, applied } = runPass(commonSubexpressions, (b, x) => {
    const y = b.within('act', 'forward', () => b.emit('tanh', [x]));
    const again = b.within('act', 'backward', () => b.emit('tanh', [x]));
    return b.within('end', 'backward', () => b.emit('multiply', [y, again]));
  });
  expect(applied).toEqual({ 'value computed before': 1 });
  expect(text).toBe(`\
%0 = feed {name=x} : 4×3  # forward
%1 = tanh %0 : 4×3  # act forward
%2 = multiply %1 %1 : 4×3  # end backward
output y = %2`);
});

test('sums and products are equal the other way round, differences are not', () => {
  const both = (op: string) =>
    runPass(commonSubexpressions, (b, x) => {
      const z = b.emit('exp', [x]);
      return b.emit('divide', [b.emit(op, [x, z]), b.emit(op, [z, x])]);
    }).applied;
  expect(both('add')).toEqual({ 'value computed before': 1 });
  expect(both('multiply')).toEqual({ 'value computed before': 1 });
  expect(both('subtract')).toEqual({});
});

test('constants of 0 and −0 are two', () => {
  const { applied } = runPass(commonSubexpressions, (b, x) =>
    b.emit('divide', [b.emit('multiply', [x, b.constant(0, [4, 3])]), b.emit('multiply', [x, b.constant(-0, [4, 3])])]),
  );
  expect(applied).toEqual({});
});

test('updates and probes are never one', () => {
  const { graph } = runPass(commonSubexpressions, (b, x) => {
    const w = b.variable({
      name: 'w',
      shape: [4, 3],
      role: 'weight',
      trainable: true,
      initializer: { kind: 'constant', value: 0 },
      nodeId: 'w',
    });
    const s = b.feed('s', [1]);
    b.emit('sgdUpdate', [w, x, s]);
    b.emit('sgdUpdate', [w, x, s]);
    for (const name of ['a', 'b']) {
      b.within(name, 'probe', () => b.output(name, b.emit('zStatistics', [x], { dead: false, saturation: 0 })));
    }
    return b.emit('exp', [x]);
  });
  const count = (op: string): number => graph.values.filter((value) => value.op === op).length;
  expect([count('sgdUpdate'), count('zStatistics')]).toEqual([2, 2]);
});
