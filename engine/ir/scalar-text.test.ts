import { expect, test } from 'vitest';
import { ops } from '../ops/index';
import { contract } from './contract';
import { compileScalar, scalarInputs } from './evaluate-scalar';
import type { Scalar } from './scalar';
import { parseScalar, scalarText } from './scalar-text';

const ATTRIBUTES = { slope: 0.3, alpha: 1, epsilon: 1e-3, exponent: 3, expression: 'add($0,$1)', rate: 0.5 };

test.each([...ops.values()].filter(({ scalar, name }) => scalar && name !== 'fused'))(
  'the expression of $name reads back as it was written, and keeps its value when contracted',
  ({ scalar }) => {
    const inputs = scalarInputs(4);
    const expression = scalar?.(inputs, ATTRIBUTES) as Scalar;
    const [joined] = contract([expression]) as [Scalar];
    for (const each of [expression, joined]) {
      expect(parseScalar(scalarText(each))).toEqual(each);
      const [x, y] = [expression, each].map((item) =>
        compileScalar(item)(
          [0.3, -0.7, 1.9, 0.4].map((value) => Float64Array.of(value)),
          0,
        ),
      );
      expect(Number.isNaN(x) ? Number.isNaN(y) : Math.abs((x as number) - (y as number)) < 1e-12).toBe(true);
    }
  },
);

test('numbers keep their sign, size and whether they are one', () => {
  for (const value of [0, -0, 1e-30, -2.5e25, 0.1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(parseScalar(scalarText({ kind: 'constant', value }))).toEqual({ kind: 'constant', value });
  }
});

test.each(['', 'add($0)', 'tanh($0,$1)', 'what($0)', 'add($0,$1', '$x', 'fma($0,$1)', 'tanh($0))'])(
  '"%s" is a bug that throws',
  (text) => {
    expect(() => parseScalar(text)).toThrow('no scalar expression');
  },
);
