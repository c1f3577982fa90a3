import { describe, expect, test } from 'vitest';
import { readDocument } from '../document/read';
import type { GraphDocument } from '../document/types';
import { applyEdits } from '../graph/edit';
import { printGraph } from '../ir/printer';
import { verify } from '../ir/verifier';
import { nodeRegistry } from '../nodes/index';
import { ops } from '../ops/index';
import { check, sketch } from '../testing/documents';
import { examples } from '../testing/examples';
import { nodeCases } from '../testing/node-cases';
import { lower } from './lower';
import { type CompileOptions, compileGraph } from './pipeline';
import { SIMPLIFY } from './simplify';

const OPTIONS: CompileOptions = { ops, mode: 'train', bytesOf: () => 64 };

function hello(): GraphDocument {
  const read = readDocument(examples.find(({ name }) => name === 'hello-graph.json')?.text ?? '');
  if (!read.ok) throw new Error('The example cannot be read.');
  return read.value;
}

test('the hello graph compiles to nine forward values, two derivatives and one update', () => {
  const { program, trace } = compileGraph(check(hello()), OPTIONS);
  expect(printGraph(program.graph)).toBe(`\
%0 = variable {name=w/value} : scalar  # w forward
%1 = feed {name=x2/value} : scalar  # x2 forward
%2 = feed {name=x1/value} : scalar  # x1 forward
%3 = feed {name=x0/value} : scalar  # x0 forward
%4 = square %0 : scalar  # square_1 forward
%5 = multiply %0 %2 : scalar  # multiply_2 forward
%6 = multiply %4 %1 : scalar  # multiply_1 forward
%7 = add %6 %5 : scalar  # add_1 forward
%8 = add %7 %3 : scalar  # cost forward
%9 = squareGrad %1 %0 : scalar  # square_1 backward
%10 = add %2 %9 : scalar  # square_1 backward
%11 = feed {name=optimizer/scalars/update} : 1  # optimizer update
%12 = sgdUpdate %0 %10 %11 : 0  # optimizer update
output loss = %8`);
  expect(trace.map(({ pass }) => pass)).toEqual([
    'lower',
    ...SIMPLIFY.forward.map(({ name }) => name),
    'differentiate and update',
    ...SIMPLIFY.final.map(({ name }) => name),
    'fuse elementwise',
    'copy before update',
    'schedule',
    'minimize memory',
  ]);
  expect(trace.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
  expect(trace.filter(({ pass }) => pass === 'algebra').flatMap(({ notes }) => notes)).toEqual(['x · 1: 2']);
  expect(trace.at(-1)).toMatchObject({ values: 13 });
  for (const [place, { before }] of trace.entries()) expect(before).toBe(trace[place - 1]?.values ?? 0);
});

test('another optimizer leaves the forward graph as it is', () => {
  const forward = (algorithm: string): string => {
    const edit = { kind: 'setParameter', nodeId: 'optimizer', parameter: 'algorithm', value: algorithm } as const;
    return printGraph(lower(check(applyEdits(hello(), [edit], nodeRegistry)), ops, 'train').graph);
  };
  expect(forward('adam')).toBe(forward('sgd'));
  expect(forward('rmsprop')).toBe(forward('momentum'));
});

test('a graph with errors is not compiled: whoever calls has shown the errors', () => {
  expect(() => compileGraph(check(sketch({ a: { type: 'square' } })), OPTIONS)).toThrow('with errors');
});

describe.each(nodeCases)('$title', ({ checked }) => {
  test('compiles to a graph that holds, with an update for each weight that the loss depends on', () => {
    const { program } = compileGraph(checked(), { ...OPTIONS, probes: true, gradients: true, prediction: true });
    verify(program.graph, ops);
    expect([...program.schedule].sort((a, b) => a - b)).toEqual(program.graph.values.map(({ id }) => id));
    const { values, outputs } = program.graph;
    const updated = values
      .filter(({ origin, op }) => origin.phase === 'update' && ops.get(op)?.mutates)
      .map(({ inputs }) => String(values[inputs[0] as number]?.attributes.name));
    const derived = Object.keys(outputs).filter((name) => name.startsWith('gradient/'));
    expect(updated.map((name) => `gradient/${name}`).sort()).toEqual(derived.sort());
    const nothingIsDead = values.every(
      ({ id, op }) =>
        ops.get(op)?.mutates || Object.values(outputs).includes(id) || values.some(({ inputs }) => inputs.includes(id)),
    );
    expect(nothingIsDead).toBe(true);
  });

  test('compiles twice to the same program', () => {
    const once = compileGraph(checked(), OPTIONS).program;
    expect(compileGraph(checked(), OPTIONS).program).toEqual(once);
  });

  test('in inference has neither gradients nor effects', () => {
    const { program } = compileGraph(checked(), { ...OPTIONS, mode: 'inference', probes: true });
    const phases = new Set(program.graph.values.map(({ origin }) => origin.phase));
    expect([...phases]).toEqual(['forward']);
    expect(program.graph.values.some(({ op }) => ops.get(op)?.mutates)).toBe(false);
  });
});

describe('probes', () => {
  const net = (activation: string, extra: Parameters<typeof sketch>[0] = {}) =>
    sketch({
      x: { type: 'constant', data: { value: [1, 2, 3, 4], shape: [2, 2] } },
      dense: { type: 'dense', data: { units: 2 }, from: { x: 'x' } },
      act: { type: 'activation', data: { function: activation }, from: { x: 'dense' } },
      ...extra,
    });
  const attributes = (document: GraphDocument) =>
    compileGraph(check(document), { ...OPTIONS, probes: true }).program.graph.values.find(
      ({ op }) => op === 'zStatistics',
    )?.attributes;

  test('know what is dead and saturated from the activation behind', () => {
    expect(attributes(net('relu'))).toEqual({ dead: true, saturation: 0 });
    expect(attributes(net('sigmoid'))).toEqual({ dead: false, saturation: Math.log(19) });
    expect(attributes(net('tanh'))).toEqual({ dead: false, saturation: Math.log(19) / 2 });
    expect(attributes(net('linear'))).toEqual({ dead: false, saturation: 0 });
  });

  test('are there for layers, and for any wire that asks', () => {
    const points = (document: GraphDocument) => compileGraph(check(document), { ...OPTIONS, probes: true }).probes;
    expect(points(net('relu'))).toEqual([{ nodeId: 'dense', symbol: 'z', units: 2 }]);
    const probed = net('relu', { square: { type: 'square', from: { x: 'act' }, probed: true } });
    expect(points(probed)).toEqual([
      { nodeId: 'dense', symbol: 'z', units: 2 },
      { nodeId: 'square', symbol: 'a', units: 2 },
    ]);
  });

  test('leave out numbers, labels and bypassed layers', () => {
    const document = sketch({
      w: { type: 'variable', data: { initialValue: 1 }, probed: true },
      x: { type: 'constant', data: { value: [1, 2], shape: [1, 2] } },
      dense: { type: 'dense', data: { units: 2 }, from: { x: 'x' }, bypassed: true },
    });
    expect(compileGraph(check(document), { ...OPTIONS, probes: true }).probes).toEqual([]);
  });
});
