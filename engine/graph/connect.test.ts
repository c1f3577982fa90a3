import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { check, namesOf, sketch } from '../testing/documents';
import { connectionProblem } from './connect';

const options = { registry: nodeRegistry, initializers: INITIALIZERS };

const document = sketch({
  a: { type: 'variable', data: { initialValue: [1, 2, 3, 4], shape: [2, 2] } },
  row: { type: 'constant', data: { value: [1, 2, 3] } },
  number: { type: 'constant', data: { value: 1 } },
  labels: { type: 'constant', data: { value: [0, 1] } },
  dense: { type: 'dense', data: { units: 3 }, from: { x: 'a' } },
  act: { type: 'activation', from: { x: 'dense' } },
  second: { type: 'dense', data: { units: 2 }, from: { x: 'act' } },
  sum: { type: 'add', from: { a: 'a' } },
  loss: { type: 'crossEntropy', from: { labels: 'labels' } },
  optimizer: { type: 'optimizer', from: { loss: 'loss' } },
});

/** The reason against a wire, written `node:port > node:port`. */
function problemOf(wire: string, of: GraphDocument = document) {
  const [from = '', to = ''] = wire.split(' > ');
  const [source = '', sourceHandle = ''] = from.split(':');
  const [target = '', targetHandle = ''] = to.split(':');
  return connectionProblem(of, check(of), { source, sourceHandle, target, targetHandle }, options);
}

test.each(['a:value > sum:b', 'number:value > sum:b', 'dense:z > loss:prediction', 'second:z > loss:prediction'])(
  '%s can be drawn',
  (wire) => {
    expect(problemOf(wire)).toBeNull();
  },
);

describe('a wire is refused', () => {
  test.each([
    ['act:y > act:x', 'cycle', 'act'],
    ['second:z > dense:x', 'cycle', 'dense'],
    ['second:z > act:x', 'cycle', 'act'],
    ['a:z > sum:b', 'edgePort', 'a'],
    ['a:value > sum:c', 'edgePort', 'sum'],
    ['ghost:y > sum:b', 'edgePort', 'ghost'],
    ['a:value > ghost:x', 'edgePort', 'ghost'],
    ['a:value > optimizer:loss', 'notScalar', 'optimizer'],
    ['number:value > second:x', 'portKind', 'second'],
    ['act:y > sum:b', 'shapeMismatch', 'sum'],
    ['row:value > sum:b', 'shapeMismatch', 'sum'],
    ['labels:value > second:x', 'rankMismatch', 'second'],
    ['labels:value > loss:prediction', 'rankMismatch', 'loss'],
  ])('%s: %s at %s', (wire, name, nodeId) => {
    const problem = problemOf(wire);
    expect(problem && namesOf([problem])).toEqual([name]);
    expect(problem?.where.nodeId).toBe(nodeId);
    expect(problem?.hint).not.toMatch(/are: \.$|\{\w+\}/);
  });
});

test('a wire that is already at the input is replaced, and so no reason', () => {
  expect(problemOf('a:value > second:x')).toBeNull();
  expect(problemOf('a:value > act:x')).toBeNull();
});

test('the reason is in the words that the check of the drawn wire would use', () => {
  const wire = { id: 'e', source: 'number', sourceHandle: 'value', target: 'second', targetHandle: 'x' };
  const drawn = { ...document, edges: [...document.edges.filter(({ target }) => target !== 'second'), wire] };
  const told = check(drawn).diagnostics.find(({ where }) => where.nodeId === 'second');
  expect(told?.message).toContain('one number');
  // A wire that is not drawn yet needs no fix.
  const { fix: _, ...words } = told ?? {};
  expect(problemOf('number:value > second:x')).toEqual(words);
});

test('an error that the target has anyway is no reason', () => {
  const nodes = document.nodes.map((node) => (node.id === 'sum' ? { ...node, data: { odd: 1 } } : node));
  const broken = nodes.map((node) => (node.id === 'second' ? { ...node, data: { units: -1 } } : node));
  expect(problemOf('a:value > second:x', { ...document, nodes: broken })).toBeNull();
});
