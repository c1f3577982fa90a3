/** In inference a row does not feel the rows around it: alone it gives the same bits as in a batch. */
import { describe, expect, test } from 'vitest';
import type { Stream } from '../../engine/core/rng';
import { type Shape, sizeOf } from '../../engine/core/shape';
import type { CheckedGraph } from '../../engine/graph/types';
import { nodeRegistry } from '../../engine/nodes/index';
import { backends } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { runNodes } from '../../engine/testing/programs';
import { fill } from '../../engine/testing/random';

const ROWS = 13;
const ROW_SHAPES: readonly Shape[] = [[6], [5, 5, 4]];
/** Where defaults do not fit the rows. */
const DATA: Readonly<Record<string, Record<string, unknown>>> = {
  groupNorm: { groups: 2 },
  reshape: { shape: [2, -1] },
  reduceMean: { axis: [-1] },
  reduceSum: { axis: [-1] },
  conv2d: { filters: 5, kernelSize: 3 },
  concat: { axis: -1 },
};
/** They join rows, or take what is no row of features. */
const JOINING = new Set(['matmul', 'oneHot']);

const layerTypes = [...nodeRegistry.values()].filter(
  ({ inputs, outputs, role, structure, type, category }) =>
    inputs.length > 0 &&
    outputs.length > 0 &&
    role === undefined &&
    category !== 'loss' &&
    structure === undefined &&
    !JOINING.has(type),
);

function onRows(
  type: string,
  values: readonly number[],
  row: Shape,
  extra: Record<string, unknown> = {},
): CheckedGraph {
  const inputs = nodeRegistry.get(type)?.inputs ?? [];
  const rows = values.length / sizeOf(row);
  return check(
    sketch(
      {
        // A constant would be folded away.
        x: { type: 'variable', data: { initialValue: values, shape: [rows, ...row], trainable: false } },
        y: { type, data: { ...DATA[type], ...extra }, from: Object.fromEntries(inputs.map(({ name }) => [name, 'x'])) },
      },
      { run: { batchSize: rows } },
    ),
  );
}

/** Values at the node's first output, with weights that are the same each time. */
function valuesOf(checked: CheckedGraph, backend: (typeof backends)[number]['backend']): number[] {
  const running = runNodes(checked, backend, 'inference');
  for (const { name, shape } of running.device.variables) {
    if (name === 'x/value') continue;
    const variance = name.endsWith('variance');
    const draw = (stream: Stream): number => (variance ? 0.2 + stream.uniform() : stream.normal());
    running.set(name, fill(`weight ${name}`, shape, draw));
  }
  const port = nodeRegistry.get(checked.byId.get('y')?.definition.type ?? '')?.outputs[0]?.name;
  return [...running.run().read(`y.${port}`)];
}

const cases = layerTypes.flatMap(({ type, parameters }) => {
  const functions =
    parameters.function?.kind === 'choice' ? parameters.function.choices.map(({ value }) => value) : [null];
  return functions.map((name) => ({ type, extra: name === null ? {} : { function: name }, title: name ?? '' }));
});

describe.each(backends)('on the $name backend', ({ backend }) => {
  test.each(cases)('$type $title gives each row the same bits alone as among others', ({ type, extra }) => {
    const fitting = ROW_SHAPES.filter((row) => onRows(type, fill(`rows of ${row}`, [2, ...row]), row, extra).ok);
    expect(fitting.length).toBeGreaterThan(0);
    for (const row of fitting) {
      const x = fill(`rows of ${row}`, [ROWS, ...row], (stream) =>
        type === 'log' ? stream.uniform() : stream.normal(),
      );
      const together = valuesOf(onRows(type, x, row, extra), backend);
      const [wide, size] = [together.length / ROWS, sizeOf(row)];
      expect(together.some((value) => value !== 0) || type === 'subtract').toBe(true);
      for (let i = 0; i < ROWS; i++) {
        const alone = valuesOf(onRows(type, x.slice(i * size, (i + 1) * size), row, extra), backend);
        expect(alone, `row ${i}`).toEqual(together.slice(i * wide, (i + 1) * wide));
      }
    }
  });
});
