/** Batch normalization by its published formulas: forward, backward, moving statistics, and what follows from them. */
import { describe, expect, test } from 'vitest';
import { backends, reference } from '../../engine/testing/backends';
import { check, named, sketch } from '../../engine/testing/documents';
import { expectNear, expectNearNumber } from '../../engine/testing/expect';
import { type Running, runBackward, runNodes } from '../../engine/testing/programs';
import { fill } from '../../engine/testing/random';

const X = [1, 2, 3, 6, 5, 4, 7, 12];
const DY = [1, 0, 0, 1, 0, 0, 0, -1];

const column = (values: ArrayLike<number>, j: number, columns = 2): number[] =>
  Array.from(values).filter((_, i) => i % columns === j);

const normOf = (x: readonly number[], shape: readonly number[], data: Record<string, unknown>) =>
  check(
    sketch(
      {
        x: { type: 'variable', data: { initialValue: x, shape } },
        bn: { type: 'batchNorm', data, from: { x: 'x' } },
      },
      { run: { batchSize: shape[0] as number } },
    ),
  );

/** One forward and backward pass over X. */
function pass(backend: (typeof backends)[number]['backend'], epsilon: number): Running {
  const running = runBackward(normOf(X, [4, 2], { epsilon }), backend, 'bn.y');
  running.feed('seed', DY);
  return running.run();
}

describe.each(backends)('on the $name backend', ({ backend, tolerance, precision }) => {
  const near = { relative: tolerance, absolute: precision === 'float64' ? 1e-10 : 1e-6 };

  test.each([
    {
      epsilon: 1e-5,
      first: [-1.3416394449, -0.4472131483, 0.4472131483, 1.3416394449],
      second: [-1.0690445858, 0, -0.5345222929, 1.6035668788],
    },
    {
      epsilon: 1e-3,
      first: [-1.3415066425, -0.4471688808, 0.4471688808, 1.3415066425],
      second: [-1.0690067895, 0, -0.5345033948, 1.6035101843],
    },
  ])('normalizes each column with ε $epsilon', ({ epsilon, first, second }) => {
    const y = pass(backend, epsilon).read('bn.y');
    expectNear(column(y, 0), first, near);
    expectNear(column(y, 1), second, near);
  });

  test('derives the gradients by x, γ and β', () => {
    const running = pass(backend, 1e-5);
    const dx = running.read('gradient/x/value');
    expectNear(column(dx, 0), [0.134164347, -0.1788851252, -0.044721449, 0.0894422272], near);
    expectNear(column(dx, 1), [-0.1145404095, 0.2672611465, -0.0572702048, -0.0954505322], near);
    expectNear(running.read('gradient/bn/gamma'), [-1.3416394449, -1.6035668788], near);
    expectNear(running.read('gradient/bn/beta'), [1, 0], near);
    const sums = [0, 1].map((j) => column(dx, j).reduce((sum, d) => sum + d, 0));
    expectNear(sums, [0, 0], { absolute: precision === 'float64' ? 1e-12 : 1e-6 }, 'Σ dx');
  });

  test.each([
    { movingVariance: 'biased', variance: [1.4, 2.3] },
    { movingVariance: 'unbiased', variance: [1.5666666666667, 2.7666666666667] },
  ])('moves its statistics once from (0, 1), with $movingVariance variance', ({ movingVariance, variance }) => {
    const checked = normOf(X, [4, 2], { momentum: 0.9, movingVariance });
    const running = runNodes(checked, backend);
    const node = checked.byId.get('bn');
    const scalars = node?.definition.scalars?.({ parameters: node.parameters, step: 1, inputs: node.inputs }) ?? {};
    for (const [name, values] of Object.entries(scalars)) running.feed(`bn/scalars/${name}`, values);
    running.run();
    expectNear(running.get('bn/moving_mean'), [0.4, 0.6], near);
    expectNear(running.get('bn/moving_variance'), variance, near);
  });

  test.each([[[3, -1]], [[1000, 0.5]]])('gives β in training for the one example [%s], and warns', (x) => {
    const checked = normOf(x, [1, 2], {});
    const [warning] = named(checked.diagnostics, 'batchOfOne');
    expect(warning).toMatchObject({ code: 'ZL403', severity: 'warning', where: { nodeId: 'bn' } });
    const running = runNodes(checked, backend);
    running.set('bn/gamma', [3, -2]);
    running.set('bn/beta', [0.5, -7]);
    expect([...running.run().read('bn.y')]).toEqual([0.5, -7]);
  });

  test('has mean β and variance γ²σ²/(σ² + ε) in training, whatever x is', () => {
    for (const [scale, shift] of [
      [1, 0],
      [0.05, 3],
      [40, -100],
    ] as const) {
      const shape = [64, 3];
      const x = fill(`x ${scale}`, shape, (s) => shift + scale * s.normal());
      const running = runNodes(normOf(x, shape, { epsilon: 1e-3 }), backend);
      const [gamma, beta] = [
        [0.5, -2, 3],
        [1, -4, 0.25],
      ];
      running.set('bn/gamma', gamma as number[]);
      running.set('bn/beta', beta as number[]);
      const y = running.run().read('bn.y');
      for (let j = 0; j < 3; j++) {
        const before = moments(column(x, j, 3));
        const after = moments(column(y, j, 3));
        const expected = ((gamma?.[j] as number) ** 2 * before.variance) / (before.variance + 1e-3);
        expectNearNumber(after.mean, beta?.[j] as number, { absolute: 1e-5 }, 'mean');
        expectNearNumber(after.variance, expected, { relative: 1e-5 }, 'variance');
      }
    }
  });

  test('gives the same on one row alone as on a batch, bit for bit, in inference', () => {
    const weights = {
      gamma: [1.5, -0.3, 2],
      beta: [0.1, 0.2, -5],
      moving_mean: [0.4, -3, 11],
      moving_variance: [0.7, 2, 9],
    };
    const x = fill('rows', [13, 3]);
    const run = (values: readonly number[]): number[] => {
      const running = runNodes(normOf(values, [values.length / 3, 3], {}), backend, 'inference');
      for (const [name, list] of Object.entries(weights)) running.set(`bn/${name}`, list);
      return [...running.run().read('bn.y')];
    };
    const together = run(x);
    for (let row = 0; row < 13; row++) {
      const range = [3 * row, 3 * row + 3] as const;
      expect(run(x.slice(...range)), `row ${row}`).toEqual(together.slice(...range));
    }
  });
});

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

/** Dense into batch norm, with the kernel as given. */
const layer = (useBias: boolean, epsilon: number) =>
  check(
    sketch({
      u: { type: 'constant', data: { value: fill('u', [8, 4]), shape: [8, 4] } },
      dense: { type: 'dense', data: { units: 3, useBias }, from: { x: 'u' } },
      bn: { type: 'batchNorm', data: { epsilon }, from: { x: 'dense' } },
    }),
  );
const KERNEL = fill('kernel', [4, 3]);
const SEED = fill('seed', [8, 3]);

describe('a dense layer into batch norm', () => {
  test.each(backends)('does not feel the bias: $name', ({ backend, precision }) => {
    const absolute = precision === 'float64' ? 1e-12 : 1e-6;
    const running = runBackward(layer(true, 1e-3), backend, 'bn.y');
    running.set('dense/kernel', KERNEL);
    running.feed('seed', SEED);
    const plain = running.run().read('bn.y');
    running.set('dense/bias', [0.5, -1, 2]);
    expectNear(running.run().read('bn.y'), plain, { absolute });
    expectNear(running.read('gradient/dense/bias'), [0, 0, 0], { absolute: 2 * absolute });
  });

  test('does not feel the scale of the kernel, and has a gradient of 1/a of it', () => {
    const a = 10;
    const running = runBackward(layer(false, 1e-12), reference.backend, 'bn.y');
    running.feed('seed', SEED);
    running.set('dense/kernel', KERNEL);
    const [y, gradient] = [running.run().read('bn.y'), running.read('gradient/dense/kernel')];
    running.set(
      'dense/kernel',
      KERNEL.map((w) => a * w),
    );
    expectNear(running.run().read('bn.y'), y, { absolute: 1e-9 });
    expectNear(
      running.read('gradient/dense/kernel'),
      gradient.map((g) => g / a),
      { relative: 1e-4, absolute: 1e-9 },
    );
  });

  test('is one dense layer with folded weights in inference', () => {
    const statistics = { mean: [0.4, -1, 2], variance: [0.5, 2, 7], gamma: [2, -0.5, 1], beta: [0.1, 3, -1] };
    const running = runNodes(layer(false, 1e-3), reference.backend, 'inference');
    running.set('dense/kernel', KERNEL);
    running.set('bn/gamma', statistics.gamma);
    running.set('bn/beta', statistics.beta);
    running.set('bn/moving_mean', statistics.mean);
    running.set('bn/moving_variance', statistics.variance);
    const normalized = running.run().read('bn.y');

    const factor = statistics.variance.map((v, j) => (statistics.gamma[j] as number) / Math.sqrt(v + 1e-3));
    const folded = runNodes(layer(true, 1e-3), reference.backend, 'inference');
    folded.set(
      'dense/kernel',
      KERNEL.map((w, i) => w * (factor[i % 3] as number)),
    );
    folded.set(
      'dense/bias',
      statistics.beta.map((b, j) => b - (factor[j] as number) * (statistics.mean[j] as number)),
    );
    expectNear(folded.run().read('dense.z'), normalized, { absolute: 1e-5 });
  });

  test('the gradient by x is that of the published identity per unit', () => {
    // ‖∂L/∂x‖² = (γ²/σ²)(‖∂L/∂y‖² − ⟨1, ∂L/∂y⟩²/m − ⟨∂L/∂y, x̂⟩²/m) at ε = 0 (Santurkar et al. 2018, theorem 4.1).
    const [x, dy] = [fill('identity x', [8, 3]), fill('identity dy', [8, 3])];
    const running = runBackward(normOf(x, [8, 3], { epsilon: 0 }), reference.backend, 'bn.y');
    const gamma = [0.5, -2, 1];
    running.set('bn/gamma', gamma);
    running.feed('seed', dy);
    const dx = running.run().read('gradient/x/value');
    const square = (list: number[]): number => list.reduce((sum, value) => sum + value ** 2, 0);
    for (let j = 0; j < 3; j++) {
      const { mean, variance } = moments(column(x, j, 3));
      const [d, hat] = [column(dy, j, 3), column(x, j, 3).map((value) => (value - mean) / Math.sqrt(variance))];
      const [sum, dot] = [d.reduce((a, b) => a + b, 0), d.reduce((a, b, i) => a + b * (hat[i] as number), 0)];
      const expected = ((gamma[j] as number) ** 2 / variance) * (square(d) - sum ** 2 / 8 - dot ** 2 / 8);
      expectNearNumber(square(column(dx, j, 3)), expected, { relative: 1e-9 });
    }
  });
});
