/** Buffers that share memory over time: a step gives the same as where every value has memory of its own. */
import { expect, test } from 'vitest';
import type { GraphDocument } from '../engine/document/types';
import { ops } from '../engine/ops/index';
import { compileGraph } from '../engine/passes/pipeline';
import { initialValues } from '../engine/runtime/initialize';
import { wasm } from '../engine/testing/backends';
import { check, sketch } from '../engine/testing/documents';
import { expectNear } from '../engine/testing/expect';
import { feedScalars } from '../engine/testing/programs';
import { fill } from '../engine/testing/random';
import { randomNetwork } from '../engine/testing/random-nodes';

/** Loss and gradients of one step of generated code. */
function step(document: GraphDocument, keepAll: boolean): Map<string, Float64Array> {
  const checked = check(document);
  const bytesOf = wasm.backend.bytesOf.bind(wasm.backend);
  const { program } = compileGraph(checked, { ops, mode: 'train', bytesOf, gradients: true, keepAll });
  const device = wasm.backend.open(program.graph.variables);
  for (const variable of device.variables) device.writeVariable(variable.name, initialValues(variable, 1));
  const executable = device.load(program);
  feedScalars({ graph: program.graph, feed: (name, values) => executable.feed(name).data.set(values) }, checked);
  executable.run(false);
  return new Map(Object.keys(program.graph.outputs).map((name) => [name, executable.read(name)]));
}

function expectSame(document: GraphDocument): void {
  const apart = step(document, true);
  for (const [name, values] of step(document, false)) {
    expectNear(values, apart.get(name) ?? [], { absolute: 1e-5, relative: 1e-4 }, name);
  }
}

test('random networks give the same with shared memory', () => {
  expect.hasAssertions();
  for (let seed = 0; seed < 60; seed++) expectSame(randomNetwork(seed, 4 + (seed % 16)).document);
});

test('patches of narrow rows leave alone what lies behind them', () => {
  const variable = (name: string, shape: number[]) => ({
    type: 'variable',
    data: { initialValue: fill(name, shape), shape },
  });
  expect.hasAssertions();
  for (const [width, kernelSize] of [
    [5, 2],
    [4, 2],
    [7, 3],
    [3, 1],
  ] as const) {
    expectSame(
      sketch({
        x: variable('x', [1, 5]),
        w: variable('w', [1, 5]),
        image: variable('image', [1, 3, width, 1]),
        squares: { type: 'meanSquaredError', data: { reduction: 'sum' }, from: { prediction: 'x', labels: 'w' } },
        conv: { type: 'conv2d', data: { filters: 3, kernelSize, strides: 2, useBias: false }, from: { x: 'image' } },
        twice: { type: 'add', from: { a: 'squares', b: 'squares' } },
        mean: { type: 'reduceMean', from: { x: 'conv' } },
        loss: { type: 'add', from: { a: 'twice', b: 'mean' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      }),
    );
  }
});
