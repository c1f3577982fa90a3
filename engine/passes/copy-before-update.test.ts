import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import { printGraph } from '../ir/printer';
import type { ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { ops } from '../ops/index';
import { reference, wasm } from '../testing/backends';
import { sketch } from '../testing/documents';
import { openSession, train } from '../testing/sessions';
import { copyBeforeUpdate } from './copy-before-update';

/** The graph of two weights of three numbers and what `make` adds, after the pass. */
function after(make: (b: GraphBuilder, w: ValueId, v: ValueId, rate: ValueId) => void): string {
  const b = new GraphBuilder(ops);
  const weight = (name: string): ValueId =>
    b.variable({
      name: `${name}/value`,
      shape: [3],
      role: 'weight',
      trainable: true,
      initializer: { kind: 'constant', value: 1 },
      nodeId: name,
    });
  make(b, weight('w'), weight('v'), b.feed('rate', [1]));
  const { graph } = copyBeforeUpdate.run(verify(b.finish(), ops), ops);
  return printGraph(verify(graph, ops)).replaceAll(/ {2}#.*/g, '');
}

test('weights that are each other’s gradients are copied', () => {
  const text = after((b, w, v, rate) => {
    b.emit('sgdUpdate', [w, v, rate]);
    b.emit('sgdUpdate', [v, w, rate]);
  });
  expect(text).toBe(`\
%0 = variable {name=w/value} : 3
%1 = variable {name=v/value} : 3
%2 = feed {name=rate} : 1
%3 = stopGradient %1 : 3
%4 = sgdUpdate %0 %3 %2 : 0
%5 = stopGradient %0 : 3
%6 = sgdUpdate %1 %5 %2 : 0`);
});

test('a result that is a weight, or one in another shape, is copied; a computed one is not', () => {
  const text = after((b, w, v, rate) => {
    b.emit('sgdUpdate', [w, b.emit('square', [v]), rate]);
    b.output('same', b.emit('reshape', [w], { shape: [3, 1] }));
    b.output('untouched', v);
    b.output('computed', b.emit('square', [w]));
  });
  expect(text).toContain('output same = %7');
  expect(text).toContain('%7 = stopGradient %5');
  expect(text).toContain('output untouched = %1');
  expect(text).toContain('output computed = %6');
  expect(text.match(/stopGradient/g)).toHaveLength(1);
});

describe.each([
  ['wasm', wasm],
  ['reference', reference],
])('on %s', (_, { backend }) => {
  test.each([[[]], [[3]]])(
    'two weights of shape %j that are multiplied are both moved by the old value of the other',
    async (shape) => {
      const document = sketch({
        w: { type: 'variable', data: { initialValue: 2, shape } },
        v: { type: 'variable', data: { initialValue: 3, shape } },
        product: { type: 'multiply', from: { a: 'w', b: 'v' } },
        loss: { type: 'reduceSum', from: { x: 'product' } },
        optimizer: { type: 'optimizer', data: { learningRate: 0.1 }, from: { loss: 'loss' } },
      });
      const session = train(await openSession(document, backend), 1);
      expect(session.device.readVariable('w/value')[0]).toBeCloseTo(1.7, 6);
      expect(session.device.readVariable('v/value')[0]).toBeCloseTo(2.8, 6);
    },
  );

  test('a loss that is a weight itself is told as it was before its update', async () => {
    const document = sketch({
      w: { type: 'variable', data: { initialValue: 2 } },
      optimizer: { type: 'optimizer', data: { learningRate: 0.5 }, from: { loss: 'w' } },
    });
    const session = await openSession(document, backend);
    const losses = [1, 2, 3].map(() => train(session, 1).loss);
    expect(losses).toEqual([2, 1.5, 1]);
  });
});
