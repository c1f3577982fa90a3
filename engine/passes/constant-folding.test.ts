import { expect, test } from 'vitest';
import { ops } from '../ops/index';
import { runPass } from '../testing/passes';
import { constantFolding } from './constant-folding';
import { deadCode } from './dead-code';

test('an operation on constants is a constant, in float64', () => {
  const { graph } = runPass(constantFolding, (b) => b.emit('exp', [b.constant([0, 1, -1], [3])]));
  const folded = graph.values.at(-1);
  expect(folded?.op).toBe('constant');
  const values = folded?.attributes.values as readonly number[];
  [1, Math.E, 1 / Math.E].forEach((value, i) => {
    expect(Math.abs((values[i] as number) / value - 1)).toBeLessThan(1e-15);
  });
});

test('a whole tree goes, matrix products among it', () => {
  const { graph } = runPass(constantFolding, (b, x) => {
    const w = b.emit('matmul', [b.constant([1, 2, 3, 4, 5, 6], [3, 2]), b.constant(2, [2, 3])], {
      transposeA: false,
      transposeB: false,
    });
    return b.emit('matmul', [x, b.emit('negate', [w])], { transposeA: false, transposeB: false });
  });
  const left = deadCode.run(graph, ops).graph;
  expect(left.values.map(({ op }) => op)).toEqual(['feed', 'constant', 'matmul']);
  expect(left.values[1]?.attributes.values).toEqual([-6, -6, -6, -14, -14, -14, -22, -22, -22]);
});

test('equal numbers are kept as one', () => {
  const { text } = runPass(constantFolding, (b) => b.emit('square', [b.constant([3, -3, 3], [3])]));
  expect(text).toContain('constant {values=[9]} : 3');
});

test('what is not finite stays a computation, to be found at its node', () => {
  const { applied } = runPass(constantFolding, (b) => b.emit('log', [b.constant(-1, [3])]));
  expect(applied).toEqual({});
});

test('large results and long work stay for the device', () => {
  expect(runPass(constantFolding, (b) => b.broadcast(b.constant([1, 2], [2]), [1000, 2])).applied).toEqual({});
  const product = runPass(constantFolding, (b) =>
    b.emit('matmul', [b.constant(1, [2, 400_000]), b.constant(1, [400_000, 2])], {
      transposeA: false,
      transposeB: false,
    }),
  );
  expect(product.applied).toEqual({});
});

test('what reads a feed or a variable is not known', () => {
  expect(runPass(constantFolding, (b, x) => b.emit('multiply', [x, b.constant(2, [4, 3])])).applied).toEqual({});
});
