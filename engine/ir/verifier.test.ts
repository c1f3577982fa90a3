import { expect, test } from 'vitest';
import { ops } from '../ops/index';
import { randomGraph } from '../testing/random-graphs';
import { GraphBuilder } from './builder';
import { printGraph, printValue } from './printer';
import type { Graph, Value } from './types';
import { verify } from './verifier';

function graph(): Graph {
  const b = new GraphBuilder(ops);
  const w = b.variable({
    name: 'w',
    shape: [3],
    role: 'weight',
    trainable: true,
    initializer: { kind: 'constant', value: 0 },
    nodeId: 'w',
  });
  const x = b.feed('x', [3]);
  const y = b.within('sum', 'forward', () => b.emit('add', [w, x]));
  b.within('step', 'update', () => b.emit('sgdUpdate', [w, y, b.feed('s', [1])]));
  b.output('y', y);
  return b.finish();
}

/** The graph with one value changed. */
function changed(place: number, change: Partial<Value>): Graph {
  const good = graph();
  return { ...good, values: good.values.map((value, i) => (i === place ? { ...value, ...change } : value)) };
}

test('takes what the builder makes', () => {
  expect(verify(graph(), ops)).toEqual(graph());
  for (let seed = 0; seed < 20; seed++) verify(randomGraph(seed).graph, ops);
});

test.each<[string, Graph, string]>([
  ['an id that is not its place', changed(2, { id: 7 }), 'stands at place 2'],
  ['an unknown operation', changed(2, { op: 'magic' }), 'has an unknown operation'],
  ['an input from below', changed(2, { inputs: [0, 4] }), 'uses a value that is not above it'],
  ['an input that is not there', changed(2, { inputs: [0, -1] }), 'uses a value that is not above it'],
  ['itself as an input', changed(2, { inputs: [0, 2] }), 'uses a value that is not above it'],
  ['another shape than the rule’s', changed(2, { shape: [4] }), 'has another shape'],
  ['an update of what is no variable', changed(4, { inputs: [1, 2, 3] }), 'mutates what is no variable'],
  ['a variable that nobody declared', { ...graph(), variables: [] }, 'is not declared'],
  ['a feed that nobody declared', { ...graph(), feeds: [] }, 'is not declared'],
  ['an output without a value', { ...graph(), outputs: { y: 99 } }, 'output "y" has no value'],
  ['a broken length', changed(1, { shape: [1.5], attributes: { name: 'x', shape: [1.5] } }), 'has a broken shape'],
])('refuses %s', (_, broken, message) => {
  expect(() => verify(broken, ops)).toThrow(message);
});

test('prints one value a line', () => {
  expect(printGraph(graph())).toBe(
    [
      '%0 = variable {name=w} : 3  # forward',
      '%1 = feed {name=x} : 3  # forward',
      '%2 = add %0 %1 : 3  # sum forward',
      '%3 = feed {name=s} : 1  # step update',
      '%4 = sgdUpdate %0 %2 %3 : 0  # step update',
      'output y = %2',
    ].join('\n'),
  );
});

test('cuts long lists of numbers when it prints', () => {
  const b = new GraphBuilder(ops);
  const id = b.constant(
    Array.from({ length: 100 }, (_, i) => i),
    [10, 10],
  );
  expect(printValue(b.value(id))).toBe('%0 = constant {values=[0,1,2,3,4,5,6,7, … 100]} : 10×10  # forward');
  expect(printValue(b.value(b.constant(0.5)))).toBe('%1 = constant {values=[0.5]} : scalar  # forward');
});
