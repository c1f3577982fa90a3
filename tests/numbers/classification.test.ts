/** Softmax and cross-entropy by hand-made numbers, wired both ways. */
import { describe, expect, test } from 'vitest';
import { backends, reference } from '../../engine/testing/backends';
import { check, sketch } from '../../engine/testing/documents';
import { expectNear, expectNearNumber } from '../../engine/testing/expect';
import { runBackward, runNodes } from '../../engine/testing/programs';
import { fill } from '../../engine/testing/random';

const softmaxOf = (z: readonly number[], rows = 1) =>
  check(
    sketch({
      z: { type: 'variable', data: { initialValue: z, shape: [rows, z.length / rows] } },
      softmax: { type: 'softmax', from: { x: 'z' } },
    }),
  );

interface LossSketch {
  prediction: readonly number[];
  labels: readonly number[];
  rows?: number;
  wiring: 'probabilities' | 'logits' | 'softmax';
  reduction?: 'mean' | 'sum';
  oneHot?: boolean;
}

function lossOf({ prediction, labels, rows = 1, wiring, reduction = 'mean', oneHot = true }: LossSketch) {
  const shape = [rows, prediction.length / rows];
  return check(
    sketch({
      z: { type: 'variable', data: { initialValue: prediction, shape } },
      ...(wiring === 'softmax' ? { softmax: { type: 'softmax', from: { x: 'z' } } } : {}),
      y: { type: 'constant', data: { value: labels, shape: oneHot ? shape : [rows] } },
      loss: {
        type: 'crossEntropy',
        data: { fromLogits: wiring === 'logits', reduction },
        from: { prediction: wiring === 'softmax' ? 'softmax' : 'z', labels: 'y' },
      },
      accuracy: { type: 'accuracy', from: { prediction: wiring === 'softmax' ? 'softmax' : 'z', labels: 'y' } },
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    }),
  );
}

describe.each(backends)('on the $name backend', ({ backend, precision }) => {
  const near = precision === 'float64' ? { relative: 1e-9 } : { relative: 1e-5, absolute: 1e-6 };

  test('softmax of [5, 2, −1, 3] is [.842034, .041922, .002087, .113957]', () => {
    const y = runNodes(softmaxOf([5, 2, -1, 3]), backend)
      .run()
      .read('softmax.y');
    expectNear(y, [0.842034, 0.041922, 0.002087, 0.113957], { absolute: 5e-7 });
    const exact = [5, 2, -1, 3].map(Math.exp);
    const sum = exact.reduce((a, b) => a + b, 0);
    expectNearNumber(sum, 176.2556, { absolute: 5e-5 });
    expectNear(
      y,
      exact.map((t) => t / sum),
      near,
    );
  });

  test('softmax stays finite for a logit of 1000, and sums to 1', () => {
    expect([
      ...runNodes(softmaxOf([1000, 0]), backend)
        .run()
        .read('softmax.y'),
    ]).toEqual([1, 0]);
    expect([
      ...runNodes(softmaxOf([-1000, -1000]), backend)
        .run()
        .read('softmax.y'),
    ]).toEqual([0.5, 0.5]);
  });

  test('softmax does not change when all logits move by the same', () => {
    const z = [0.5, -1.25, 2, 0];
    const y = runNodes(softmaxOf(z), backend).run().read('softmax.y');
    for (const c of [8, -32, 100]) {
      expectNear(
        runNodes(softmaxOf(z.map((v) => v + c)), backend)
          .run()
          .read('softmax.y'),
        y,
        { relative: 1e-6 },
      );
    }
  });

  test('softmax of two is the sigmoid of their difference', () => {
    for (const [a, b] of [
      [0.3, -1.2],
      [4, 1],
      [-2, 5],
    ] as const) {
      const y = runNodes(softmaxOf([a, b]), backend)
        .run()
        .read('softmax.y');
      expectNearNumber(y[0] as number, 1 / (1 + Math.exp(b - a)), near);
    }
  });

  test('the loss of ŷ = [.3, .2, .1, .4] for the second class is ln 5', () => {
    const sketchOf = { prediction: [0.3, 0.2, 0.1, 0.4], labels: [0, 1, 0, 0], wiring: 'probabilities' } as const;
    const running = runNodes(lossOf(sketchOf), backend).run();
    expectNear(running.read('loss'), [1.6094379124], near);
  });

  test.each(['logits', 'softmax'] as const)('its gradient by the logits is ŷ − y, wired from %s', (wiring) => {
    const z = [0.3, 0.2, 0.1, 0.4].map(Math.log);
    const running = runNodes(lossOf({ prediction: z, labels: [0, 1, 0, 0], wiring }), backend).run();
    expectNear(running.read('loss'), [1.6094379124], near);
    expectNear(running.read('gradient/z/value'), [0.3, -0.8, 0.1, 0.4], { absolute: 1e-6, relative: 0 });
  });

  test.each(['logits', 'softmax'] as const)(
    'is 1000 for z = [1000, 0] and the second class, wired from %s',
    (wiring) => {
      for (const oneHot of [true, false]) {
        const labels = oneHot ? [0, 1] : [1];
        const running = runNodes(lossOf({ prediction: [1000, 0], labels, wiring, oneHot }), backend).run();
        expect(running.read('loss')[0]).toBe(1000);
        expect([...running.read('gradient/z/value')]).toEqual([1, -1]);
      }
    },
  );

  test('a mean divides loss and gradient by the rows; a sum does not', () => {
    const [prediction, labels] = [fill('rows of logits', [5, 3]), [0, 2, 1, 1, 0]];
    const run = (reduction: 'mean' | 'sum') =>
      runNodes(lossOf({ prediction, labels, rows: 5, wiring: 'softmax', reduction, oneHot: false }), backend).run();
    const [mean, sum] = [run('mean'), run('sum')];
    expectNear(
      sum.read('loss'),
      mean.read('loss').map((l) => 5 * l),
      near,
    );
    const scaled = mean.read('gradient/z/value').map((d) => 5 * d);
    expectNear(sum.read('gradient/z/value'), scaled, { relative: 1e-5, absolute: 1e-6 });
  });

  test('accuracy takes logits, probabilities, indices and one-hot rows alike; the first of equals wins', () => {
    const prediction = [1, 2, 3, /**/ 5, 5, 0, /**/ 0, 9, 1, /**/ 2, 1, 0];
    const indices = [2, 0, 0, 0];
    const oneHot = [0, 0, 1, /**/ 1, 0, 0, /**/ 1, 0, 0, /**/ 1, 0, 0];
    for (const wiring of ['logits', 'softmax'] as const) {
      const shared = { prediction, rows: 4, wiring };
      const byIndex = runNodes(lossOf({ ...shared, labels: indices, oneHot: false }), backend).run();
      const byRow = runNodes(lossOf({ ...shared, labels: oneHot }), backend).run();
      expect([byIndex.read('metric/accuracy')[0], byRow.read('metric/accuracy')[0]]).toEqual([0.75, 0.75]);
    }
  });
});

test('the fused loss equals softmax and logarithm apart to 1e-12', () => {
  const prediction = fill('many logits', [20, 6], (s) => 3 * s.normal());
  const labels = fill('many labels', [20], (s) => s.integer(6));
  const fused = runNodes(
    lossOf({ prediction, labels, rows: 20, wiring: 'softmax', oneHot: false }),
    reference.backend,
  ).run();
  expect(fused.graph.values.some(({ op }) => op === 'crossEntropy')).toBe(false);

  // The same without the pass that fuses: probabilities that no softmax made.
  const apart = runBackward(softmaxOf(prediction, 20), reference.backend, 'softmax.y');
  const probabilities = apart.run().read('softmax.y');
  const chosen = labels.map((label, row) => probabilities[row * 6 + label] as number);
  const loss = -chosen.reduce((sum, p) => sum + Math.log(p), 0) / 20;
  expectNear(fused.read('loss'), [loss], { absolute: 1e-12 });

  // dL/dp of the plain form, sent back through softmax.
  const seed = new Float64Array(120);
  labels.forEach((label, row) => {
    seed[row * 6 + label] = -1 / (20 * (chosen[row] as number));
  });
  apart.feed('seed', seed);
  expectNear(fused.read('gradient/z/value'), apart.run().read('gradient/z/value'), { absolute: 1e-12 });
});
