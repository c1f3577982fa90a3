import { expect, test } from 'vitest';
import type { GraphBuilder } from '../ir/builder';
import type { ValueId } from '../ir/types';
import { ops } from '../ops/index';
import { runPass } from '../testing/passes';
import { deadCode } from './dead-code';
import { fuseBias } from './fuse-bias';

const product = (b: GraphBuilder, x: ValueId): ValueId =>
  b.emit('matmul', [x, b.feed('w', [3, 5])], { transposeA: false, transposeB: false });
const bias = (b: GraphBuilder): ValueId => b.broadcast(b.feed('bias', [5]), [4, 5]);

test('a row added to a product is the product’s own bias, on either side', () => {
  for (const flip of [false, true]) {
    const { graph } = runPass(fuseBias, (b, x) => {
      const operands = [product(b, x), bias(b)];
      return b.emit('add', flip ? operands.reverse() : operands);
    });
    const left = deadCode.run(graph, ops).graph.values;
    expect(left.map(({ op, inputs }) => `${op} ${inputs}`)).toEqual(['feed ', 'feed ', 'feed ', 'matmul 0,1,2']);
  }
});

test('a product that is read elsewhere, a full matrix and a second bias stay', () => {
  const shared = runPass(fuseBias, (b, x) => {
    const y = product(b, x);
    return b.emit('add', [b.emit('add', [y, bias(b)]), y]);
  });
  const matrix = runPass(fuseBias, (b, x) => b.emit('add', [product(b, x), b.feed('m', [4, 5])]));
  const second = runPass(fuseBias, (b, x) => {
    const y = b.emit('matmul', [x, b.feed('w', [3, 5]), b.feed('b', [5])], { transposeA: false, transposeB: false });
    return b.emit('add', [y, bias(b)]);
  });
  for (const { applied } of [shared, matrix, second]) expect(applied).toEqual({});
});
