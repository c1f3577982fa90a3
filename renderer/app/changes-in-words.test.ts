import { expect, test } from 'vitest';
import { changesInWords } from './changes-in-words';

const words = (change: Parameters<typeof changesInWords>[0][number]): string => changesInWords([change])[0]?.text ?? '';

test('a parameter is told by its title, with the words of its choices', () => {
  const change = { kind: 'parameter', id: 'act_1', type: 'activation', title: 'Function' } as const;
  expect(words({ ...change, parameter: 'function', from: 'relu', to: 'tanh' })).toBe('act_1, Function: ReLU → Tanh');
  expect(words({ ...change, type: 'dense', title: 'Bias', parameter: 'bias', from: true, to: false })).toBe(
    'act_1, Bias: on → off',
  );
});

test('nodes are told with the title of their type, and containers by name', () => {
  expect(words({ kind: 'nodeAdded', id: 'bn_1', type: 'batchNorm' })).toBe('bn_1 added (Batch norm)');
  expect(words({ kind: 'nodeRemoved', id: 'x', type: 'unknown-type' })).toBe('x removed (unknown-type)');
  const mark = { kind: 'mark', id: 'dense_1', from: undefined, to: true } as const;
  expect(words({ ...mark, mark: 'bypassed' })).toBe('dense_1: bypassed');
  expect(words({ ...mark, mark: 'parentId', to: 'block' })).toBe('dense_1 moved into block');
  expect(words({ ...mark, mark: 'parentId', from: 'block', to: undefined })).toBe('dense_1 moved out of block');
  expect(words({ kind: 'moved', ids: ['a', 'b', 'c', 'd', 'e'] })).toBe('5 nodes moved: a, b, c and 2 more');
});

test('settings have names where they have a field, and what is long is cut', () => {
  expect(words({ kind: 'setting', name: 'run.batchSize', from: 32, to: 64 })).toBe('Batch size: 32 → 64');
  expect(words({ kind: 'setting', name: 'own.key', from: undefined, to: 'x'.repeat(200) })).toBe(
    `own.key: not set → ${'x'.repeat(60)}…`,
  );
});
