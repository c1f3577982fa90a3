import { describe, expect, test } from 'vitest';
import { DEFAULT_RUN, FORMAT, type GraphDocument, VERSION } from '../document/types';
import { multiply } from '../nodes/multiply';
import { checkGraph } from './check';
import { inputPort, inputPorts, portNames } from './ports';
import { defineNode, type NodeDefinition, type TensorType } from './types';

/** A node that takes two or more inputs, as `concat` does. */
const join = defineNode({
  type: 'join',
  title: 'Join',
  category: 'shape',
  icon: 'join',
  idStem: 'join',
  documentation: { text: 'Joins.', references: [] },
  inputs: [
    { name: 'a', title: 'a', kinds: ['tensor', 'scalar'] },
    { name: 'b', title: 'b', kinds: ['tensor', 'scalar'], variadic: true },
  ],
  outputs: [{ name: 'y', title: 'y', kinds: ['tensor'] }],
  parameters: {},
  infer: ({ inputs }) => ({ y: { kind: 'tensor', shape: [Object.keys(inputs).length] } }),
  lower: () => ({}),
});

const names = (definition: NodeDefinition, wired: string[]): string =>
  inputPorts(definition, wired)
    .map(({ name }) => name)
    .join('');

describe('input ports', () => {
  test('of a fixed list are the declared ones', () => {
    expect(inputPorts(multiply, ['a', 'b', 'c'])).toBe(multiply.inputs);
    expect(inputPort(multiply, 'c')).toBeUndefined();
  });

  test.each([
    ['', 'ab'],
    ['a', 'ab'],
    ['ab', 'abc'],
    ['b', 'abc'],
    ['abc', 'abcd'],
    ['abd', 'abcd'],
    ['d', 'abd'],
    ['abcd?', 'abcde'],
  ])('of a list without end with wires at "%s" are "%s"', (wired, expected) => {
    expect(names(join, [...wired])).toBe(expected);
  });

  test('after z go on with two letters', () => {
    const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
    expect(inputPorts(join, alphabet).at(-1)?.name).toBe('aa');
    expect(
      inputPorts(join, [...alphabet, 'aa', 'az'])
        .map(({ name }) => name)
        .slice(-3),
    ).toEqual(['aa', 'ab', 'az']);
  });

  test('that are not declared need no wire', () => {
    expect(inputPorts(join, ['a', 'b']).map(({ optional }) => optional ?? false)).toEqual([false, false, true]);
  });

  test.each(['', 'A', 'aaa', '1', 'b2', '__proto__'])('never have the name "%s"', (name) => {
    expect(inputPort(join, name)).toBeUndefined();
  });

  test('are named with an ellipsis where there can be more', () => {
    expect(portNames(join.inputs)).toBe('a, b, …');
    expect(portNames([])).toBe('none');
  });
});

test('a node reads a list of inputs in the order of its ports, whatever the order of the wires', () => {
  const constant = defineNode({
    ...join,
    type: 'number',
    inputs: [],
    outputs: [{ name: 'value', title: 'value', kinds: ['scalar'] }],
    infer: () => ({ value: { kind: 'scalar', shape: [] } satisfies TensorType }),
  });
  const edge = (from: string, port: string) => ({
    id: `${from}-${port}`,
    source: from,
    sourceHandle: 'value',
    target: 'j',
    targetHandle: port,
  });
  const node = (id: string, type: string) => ({ id, type, position: { x: 0, y: 0 }, data: {} });
  const document: GraphDocument = {
    format: FORMAT,
    version: VERSION,
    name: '',
    seed: 1,
    nodes: [node('j', 'join'), ...['p', 'q', 'r', 's'].map((id) => node(id, 'number'))],
    edges: [edge('s', 'd'), edge('q', 'b'), edge('p', 'a'), edge('r', 'aa')],
    run: { ...DEFAULT_RUN },
  };
  const registry = new Map([join, constant].map((definition) => [definition.type, definition]));
  const { byId, diagnostics } = checkGraph(document, { registry, initializers: {}, data: new Map() });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(Object.keys(byId.get('j')?.inputs ?? {})).toEqual(['a', 'b', 'd', 'aa']);
  expect(Object.values(byId.get('j')?.sources ?? {}).map(({ id }) => id)).toEqual(['p', 'q', 's', 'r']);
  expect(byId.get('j')?.outputs.y?.shape).toEqual([4]);
});
