import { describe, expect, test } from 'vitest';
import { Stream } from '../../../core/rng';
import { ops } from '../../../ops/index';
import { createReferenceBackend } from '../../reference/backend';
import { createWasmBackend } from '../backend';
import { probeKernels } from '../probe';
import { type Input, runOperation, tensor } from '../testing/harness';
import { switchOnRelaxedSimd } from '../testing/relaxed-simd';
import { splitColumns, splitRows, TILES, type TileName } from './matmul';

switchOnRelaxedSimd();

const stream = new Stream(11, 'matmul');
const random = (rows: number, columns: number): Input => tensor([rows, columns], () => stream.normal());

const sizes = [
  [1, 1, 1],
  [1, 5, 3],
  [2, 3, 4],
  [3, 1, 9],
  [5, 7, 8],
  [6, 4, 16],
  [7, 10, 10],
  [13, 17, 12],
  [11, 130, 20],
  [32, 130, 100],
  [40, 129, 97],
  [24, 6, 261],
  [9, 260, 5],
] as const;

const forms = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

const modes = [false, ...(probeKernels({ tile: '4x8' }).fma ? [true] : [])];
const reference = createReferenceBackend(ops);

function product(tile: TileName, relaxed: boolean, inputs: readonly Input[], transposeA: boolean, transposeB: boolean) {
  return runOperation(createWasmBackend(ops, { tile, relaxed }), 'matmul', inputs, { transposeA, transposeB }).output;
}

function operands(
  rows: number,
  inner: number,
  columns: number,
  transposeA: boolean,
  transposeB: boolean,
  bias: boolean,
) {
  return [
    transposeA ? random(inner, rows) : random(rows, inner),
    transposeB ? random(columns, inner) : random(inner, columns),
    ...(bias ? [tensor([columns], () => stream.normal())] : []),
  ];
}

describe.each(modes)('with fused multiply and add: %s', (relaxed) => {
  test.each(forms)(
    'products with transposition %s and %s agree with float64, and in all tiles bit for bit',
    (transposeA, transposeB) => {
      for (const [rows, inner, columns] of sizes) {
        for (const bias of [false, true]) {
          const inputs = operands(rows, inner, columns, transposeA, transposeB, bias);
          const exact = runOperation(reference, 'matmul', inputs, { transposeA, transposeB }).output;
          const results = (Object.keys(TILES) as TileName[]).map((tile) =>
            product(tile, relaxed, inputs, transposeA, transposeB),
          );
          const [first] = results as [Float64Array];
          const worst = first.reduce((most, value, i) => Math.max(most, Math.abs(value - (exact[i] as number))), 0);
          expect(worst, `${rows}x${inner}x${columns}`).toBeLessThan(1e-6 * (inner + 4));
          for (const result of results) expect(result).toEqual(first);
        }
      }
    },
  );

  test('a row alone gives the same bits as in a batch, wherever it stands', () => {
    const [rows, inner, columns] = [23, 150, 75];
    const [a, b] = operands(rows, inner, columns, false, false, false) as [Input, Input];
    const all = product('6x8', relaxed, [a, b], false, false);
    for (let row = 0; row < rows; row++) {
      const one = { shape: [1, inner], values: a.values.slice(row * inner, (row + 1) * inner) };
      expect(product('6x8', relaxed, [one, b], false, false)).toEqual(all.slice(row * columns, (row + 1) * columns));
    }
  });

  test('a column alone gives the same bits as among others', () => {
    const [rows, inner, columns] = [9, 40, 21];
    const [a, b] = operands(rows, inner, columns, false, true, false) as [Input, Input];
    const all = product('6x16', relaxed, [a, b], false, true);
    for (let column = 0; column < columns; column++) {
      const one = { shape: [1, inner], values: b.values.slice(column * inner, (column + 1) * inner) };
      const expected = Float64Array.from({ length: rows }, (_, row) => all[row * columns + column] as number);
      expect(product('6x16', relaxed, [a, one], false, true)).toEqual(expected);
    }
  });
});

test.each([1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 64, 100])('%d rows are split without a gap', (rows) => {
  for (const most of [2, 4, 5, 6, 8]) {
    const runs = splitRows(rows, most);
    expect(runs.reduce((sum, { size, count }) => sum + size * count, 0)).toBe(rows);
    expect(Math.max(...runs.map(({ size }) => size))).toBeLessThanOrEqual(most);
  }
});

test.each([1, 4, 5, 8, 9, 10, 12, 16, 17, 20, 24, 100, 128])(
  'panels over %d columns stay inside the padding',
  (columns) => {
    const stride = columns <= 4 ? 4 : Math.ceil(columns / 8) * 8;
    for (const vectors of [2, 3, 4]) {
      const covered = splitColumns(columns, vectors).reduce((sum, { size, count }) => sum + size * count * 4, 0);
      expect(covered).toBeGreaterThanOrEqual(columns);
      expect(covered).toBeLessThanOrEqual(stride);
    }
  },
);
