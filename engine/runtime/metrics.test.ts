import { expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { nodeRegistry } from '../nodes/index';
import { reference, wasm } from '../testing/backends';
import { sketch } from '../testing/documents';
import { openSession, succeeded } from '../testing/sessions';

/** More rows than go through in one chunk, and no multiple of it. */
const ROWS = 2300;
const CLASSES = ['accuracy', 'precision', 'recall', 'f1', 'auc'];

/** A linear classifier of blobs with all metrics of classes, and a regression on the one-hot classes. */
function net(batchSize: number, more: Parameters<typeof sketch>[0] = {}): GraphDocument {
  const of = (type: string, data = {}) => ({ type, data, from: { prediction: 'p', labels: 'data:labels' } });
  return sketch(
    {
      data: {
        type: 'dataset',
        data: { source: 'blobs', samples: ROWS, classes: 3, noise: 1.5, testFraction: 0 },
      },
      z: { type: 'dense', data: { units: 3 }, from: { x: 'data' } },
      p: { type: 'softmax', from: { x: 'z' } },
      loss: of('crossEntropy'),
      ...Object.fromEntries(CLASSES.map((type) => [type, of(type)])),
      hot: { type: 'oneHot', from: { x: 'data:labels' } },
      mae: { type: 'meanAbsoluteError', from: { prediction: 'p', labels: 'hot' } },
      r2: { type: 'rSquared', from: { prediction: 'p', labels: 'hot' } },
      ...more,
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    },
    { run: { batchSize, shuffle: false } },
  );
}

test.each([reference, wasm])('metrics of a split are those of all its rows as one batch, on $name', async (kind) => {
  const whole = await openSession(net(ROWS), kind.backend);
  const evaluated = succeeded(whole.evaluate('train'));
  expect(whole.update()).toBeNull();
  const batch = whole.metrics();
  expect(Object.keys(evaluated.metrics).sort()).toEqual([...CLASSES, 'mae', 'r2'].sort());
  for (const [id, value] of Object.entries(evaluated.metrics)) {
    expect(value, id).toBeCloseTo(batch[id] as number, kind === reference ? 9 : 5);
    expect(value, id).toBeGreaterThan(-3);
    expect(value, id).toBeLessThan(1);
  }
});

test('the metrics of a step are those of its batch, again and again', async () => {
  const session = await openSession(net(50), reference.backend);
  const seen = new Set<number>();
  for (let step = 0; step < 4; step++) {
    expect(session.update()).toBeNull();
    expect(session.metrics()).toEqual(session.metrics());
    seen.add(session.metrics().auc as number);
  }
  expect(seen.size).toBeGreaterThan(1);
});

test('a metric that is not defined is NaN in a frame and null in JSON', async () => {
  const session = await openSession(
    sketch({
      p: { type: 'variable', data: { initialValue: [0.2, 0.7, 0.4], shape: [3, 1] } },
      y: { type: 'constant', data: { value: [1, 1, 1] } },
      auc: { type: 'auc', from: { prediction: 'p', labels: 'y' } },
      r2: { type: 'rSquared', from: { prediction: 'p', labels: 'y' } },
      loss: { type: 'meanSquaredError', from: { prediction: 'p', labels: 'y' } },
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    }),
    reference.backend,
  );
  expect(session.update()).toBeNull();
  expect(session.metrics()).toEqual({ auc: Number.NaN, r2: Number.NaN });
  const { metrics } = succeeded(session.evaluate('train'));
  expect(JSON.stringify(metrics)).toBe('{"auc":null,"r2":null}');
});

test('a metric that compares rows with one another is taken over all of them at once', async () => {
  const centred = {
    mean: { type: 'reduceMean', data: { axis: 0, keepDims: true }, from: { x: 'z' } },
    far: { type: 'subtract', from: { a: 'z', b: 'mean' } },
    centred: { type: 'meanAbsoluteError', from: { prediction: 'far', labels: 'hot' } },
  };
  const session = await openSession(net(ROWS, centred), reference.backend);
  const evaluated = succeeded(session.evaluate('train'));
  expect(session.update()).toBeNull();
  expect(evaluated.metrics.centred).toBeCloseTo(session.metrics().centred as number, 9);
});

test('every metric tells what is not defined, or is defined for every prediction', () => {
  for (const { type, role, metric, documentation } of nodeRegistry.values()) {
    if (role !== 'metric' || !metric) continue;
    expect(documentation.text, type).toContain('null in JSON');
  }
});
