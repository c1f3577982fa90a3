import { expect, test } from 'vitest';
import { runPass } from '../testing/passes';
import { deadCode } from './dead-code';

test('what neither an output nor an update needs goes, with all that only it had read', () => {
  const { text, applied } = runPass(deadCode, (b, x) => {
    b.emit('tanh', [b.emit('exp', [b.feed('unused', [2])])]);
    return b.emit('negate', [x]);
  });
  expect(applied).toEqual({ 'values nobody needs': 3 });
  expect(text).toBe(`\
%0 = feed {name=x} : 4×3  # forward
%1 = negate %0 : 4×3  # forward
output y = %1`);
});

test('an update in place and what it reads stay', () => {
  const { graph } = runPass(deadCode, (b, x) => {
    const w = b.variable({
      name: 'w',
      shape: [4, 3],
      role: 'weight',
      trainable: true,
      initializer: { kind: 'constant', value: 0 },
      nodeId: 'w',
    });
    b.emit('sgdUpdate', [w, b.emit('square', [x]), b.feed('s', [1])]);
    return b.emit('negate', [x]);
  });
  expect(graph.values.map(({ op }) => op)).toEqual(['feed', 'variable', 'square', 'feed', 'sgdUpdate', 'negate']);
});
