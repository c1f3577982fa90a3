/** Layers against frozen values and gradients of PyTorch; how those were made is told in make_layers.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reference, wasm } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { expectNear } from '../../engine/testing/expect';
import { runBackward } from '../../engine/testing/programs';

interface Tensor {
  shape: number[];
  values: number[];
}

interface LayerCase {
  title: string;
  type: string;
  data: Record<string, unknown>;
  operands: Record<string, Tensor>;
  /** Moving statistics before the step. */
  state?: Record<string, Tensor>;
  y: Tensor;
  seed: number[];
  gradients: Record<string, number[]>;
}

const url = new URL('layers.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(url, 'utf8')) as { cases: LayerCase[] };

describe.each([
  { name: 'reference', tool: reference, relative: 1e-9 },
  { name: 'wasm', tool: wasm, relative: 1e-5 },
])('$name', ({ tool, relative }) => {
  test.each(cases)('$title: values and gradients agree with PyTorch', (item) => {
    const { type, data, operands, state, y, seed, gradients } = item;
    const x = operands.x as Tensor;
    const checked = check(
      sketch({
        x: { type: 'variable', data: { initialValue: x.values, shape: x.shape } },
        layer: { type, data, from: { x: 'x' } },
      }),
    );
    const running = runBackward(checked, tool.backend, 'layer.y');
    const nameOf = (operand: string): string => (operand === 'x' ? 'x/value' : `layer/${operand}`);
    for (const [name, { values }] of Object.entries({ ...operands, ...state })) running.set(nameOf(name), values);
    const layer = checked.byId.get('layer');
    const scalars = layer?.definition.scalars?.({ parameters: layer.parameters, step: 1, inputs: layer.inputs }) ?? {};
    const fed = new Set(running.graph.feeds.map(({ name }) => name));
    for (const [name, values] of Object.entries(scalars)) {
      if (fed.has(`layer/scalars/${name}`)) running.feed(`layer/scalars/${name}`, values);
    }
    running.feed('seed', seed);
    running.run();

    expect(layer?.outputs.y?.shape).toEqual(y.shape);
    const agree = (actual: ArrayLike<number>, expected: number[], what: string): void => {
      const largest = Math.max(1, ...expected.map(Math.abs));
      expectNear(actual, expected, { absolute: relative * largest }, what);
    };
    agree(running.read('layer.y'), y.values, 'y');
    for (const [name, expected] of Object.entries(gradients)) {
      agree(running.read(`gradient/${nameOf(name)}`), expected, name);
    }
  });
});
