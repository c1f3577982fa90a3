/** How the normalizations go over into each other: what they agree on at the ends of their parameters. */
import { describe, expect, test } from 'vitest';
import { sizeOf } from '../../engine/core/shape';
import { backends, reference } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { expectNear } from '../../engine/testing/expect';
import { feedScalars, type Running, runBackward, runNodes } from '../../engine/testing/programs';
import { fill } from '../../engine/testing/random';

const MATRIX = [9, 6];
const IMAGES = [3, 4, 5, 6];
const MOVING = { moving_mean: [0.3, -1, 2, 0, 0.5, -0.2], moving_variance: [0.6, 2, 1, 3, 0.5, 1.4] };
const AFFINE = { gamma: [1.5, -0.5, 2, 1, 0.3, -1], beta: [0.1, 0.2, -3, 0, 1, 0.5] };

interface Outcome {
  y: Float64Array;
  dx: Float64Array;
  weights: ReadonlyMap<string, Float64Array>;
}

/** One forward and backward pass of a node on a variable of this shape, with the same weights for each type. */
function pass(type: string, data: object, shape: number[], backend = reference.backend): Outcome {
  const value = fill(`x of ${shape}`, shape, (s) => 0.5 + 1.3 * s.normal());
  const checked = check(
    sketch(
      {
        x: { type: 'variable', data: { initialValue: value, shape } },
        norm: { type, data: { epsilon: 1e-3, ...data }, from: { x: 'x' } },
      },
      { run: { batchSize: shape[0] } },
    ),
  );
  const running: Running = runBackward(checked, backend, 'norm.y');
  running.feed('seed', fill(`seed of ${shape}`, shape));
  feedScalars(running, checked);
  for (const [name, values] of Object.entries({ ...MOVING, ...AFFINE })) {
    if (running.device.variables.some((variable) => variable.name === `norm/${name}`))
      running.set(`norm/${name}`, values);
  }
  running.run();
  const names = running.device.variables.map(({ name }) => name).filter((name) => name.startsWith('norm/'));
  const weights = new Map(names.map((name) => [name, running.get(name)]));
  return { y: running.read('norm.y'), dx: running.read('gradient/x/value'), weights };
}

function expectEqual(a: Outcome, b: Outcome, tolerance: number): void {
  expectNear(a.y, b.y, { absolute: tolerance, relative: tolerance }, 'y');
  expectNear(a.dx, b.dx, { absolute: tolerance, relative: tolerance }, 'dx');
}

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  const tolerance = precision === 'float64' ? 1e-12 : 1e-5;

  test.each([[MATRIX], [IMAGES]])('batch renorm without corrections is batch norm, of [%s]', (shape) => {
    const limits = { rMax: 1, dMax: 0 };
    const [renorm, norm] = [pass('batchRenorm', limits, shape, backend), pass('batchNorm', {}, shape, backend)];
    expectEqual(renorm, norm, tolerance);
    // The moving statistics take the same part of the batch.
    for (const [name, values] of norm.weights)
      expectNear(renorm.weights.get(name) ?? [], values, { absolute: tolerance });
  });

  test.each([[MATRIX], [IMAGES]])(
    'batch renorm without limits normalizes by the moving statistics, of [%s]',
    (shape) => {
      const free = pass('batchRenorm', { rMax: 1e6, dMax: 1e6 }, shape, backend);
      const moving = pass('batchNorm', { statistics: 'moving' }, shape, backend);
      expectNear(free.y, moving.y, { absolute: 10 * tolerance, relative: tolerance });
    },
  );

  test.each([[MATRIX], [IMAGES]])('group norm with a group for each channel is instance norm, of [%s]', (shape) => {
    const { y } = pass('groupNorm', { groups: 6 }, shape, backend);
    const x = fill(`x of ${shape}`, shape, (s) => 0.5 + 1.3 * s.normal());
    const places = sizeOf(shape.slice(1, -1));
    const expected = new Float64Array(x.length);
    for (let example = 0; example < (shape[0] as number); example++) {
      for (let channel = 0; channel < 6; channel++) {
        const at = Array.from({ length: places }, (_, place) => (example * places + place) * 6 + channel);
        const mean = at.reduce((sum, i) => sum + (x[i] as number), 0) / places;
        const variance = at.reduce((sum, i) => sum + ((x[i] as number) - mean) ** 2, 0) / places;
        for (const i of at) {
          const unit = ((x[i] as number) - mean) / Math.sqrt(variance + 1e-3);
          expected[i] = unit * (AFFINE.gamma[channel] as number) + (AFFINE.beta[channel] as number);
        }
      }
    }
    expectNear(y, expected, { absolute: tolerance, relative: tolerance });
  });

  test('group norm with one group is layer norm on vectors', () => {
    expectEqual(pass('groupNorm', { groups: 1 }, MATRIX, backend), pass('layerNorm', {}, MATRIX, backend), tolerance);
  });

  test('layer norm of a matrix is batch norm of its transpose', () => {
    const square = [6, 6];
    const plain = { center: false, scale: false };
    const layer = pass('layerNorm', plain, square, backend).y;
    const x = fill(`x of ${square}`, square, (s) => 0.5 + 1.3 * s.normal());
    const turned = Array.from({ length: 36 }, (_, i) => x[(i % 6) * 6 + Math.floor(i / 6)] as number);
    const checked = check(
      sketch({
        x: { type: 'variable', data: { initialValue: turned, shape: square } },
        norm: { type: 'batchNorm', data: { epsilon: 1e-3, ...plain }, from: { x: 'x' } },
      }),
    );
    const batch = runNodes(checked, backend).run().read('norm.y');
    expectNear(
      layer,
      Array.from({ length: 36 }, (_, i) => batch[(i % 6) * 6 + Math.floor(i / 6)] as number),
      { absolute: tolerance },
    );
  });
});

test.each(['batchNorm', 'layerNorm', 'groupNorm'])(
  '%s does not feel the scale of what is in front, and its gradient is 1/a of it',
  (type) => {
    const a = 10;
    const shape = [8, 6];
    const kernel = fill('kernel', [4, 6]);
    const run = (factor: number) => {
      const checked = check(
        sketch({
          u: { type: 'constant', data: { value: fill('u', [8, 4]), shape: [8, 4] } },
          dense: { type: 'dense', data: { units: 6, useBias: false }, from: { x: 'u' } },
          norm: {
            type,
            data: { epsilon: 1e-12, ...(type === 'groupNorm' ? { groups: 2 } : {}) },
            from: { x: 'dense' },
          },
        }),
      );
      const running = runBackward(checked, reference.backend, 'norm.y');
      running.set(
        'dense/kernel',
        kernel.map((w) => w * factor),
      );
      running.feed('seed', fill('seed', shape));
      running.run();
      return { y: running.read('norm.y'), gradient: running.read('gradient/dense/kernel') };
    };
    const [plain, scaled] = [run(1), run(a)];
    expectNear(scaled.y, plain.y, { absolute: 1e-9 });
    expectNear(
      scaled.gradient,
      plain.gradient.map((g) => g / a),
      { relative: 1e-4, absolute: 1e-9 },
    );
    expect(Math.max(...plain.gradient.map(Math.abs))).toBeGreaterThan(0.01);
  },
);
