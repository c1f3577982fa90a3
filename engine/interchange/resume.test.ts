import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../document/types';
import { ALGORITHMS } from '../nodes/optimizers/algorithms';
import { backends } from '../testing/backends';
import { sketch } from '../testing/documents';
import { openSession, train } from '../testing/sessions';
import { applyWeights, readWeights, writeWeights } from './weights';

/** Everything that has a memory or a chance in it: shuffling, dropout, batch norm, an optimizer with its slots. */
const net = (algorithm: string): GraphDocument =>
  sketch(
    {
      data: { type: 'dataset', data: { source: 'blobs', samples: 90, classes: 3, noise: 0.5, testFraction: 0.2 } },
      dense_1: { type: 'dense', data: { units: 6 }, from: { x: 'data' } },
      bn: { type: 'batchNorm', from: { x: 'dense_1' } },
      act: { type: 'activation', data: { function: 'tanh' }, from: { x: 'bn' } },
      dropout: { type: 'dropout', data: { rate: 0.3 }, from: { x: 'act' } },
      dense_2: { type: 'dense', data: { units: 3 }, from: { x: 'dropout' } },
      loss: {
        type: 'crossEntropy',
        data: { fromLogits: true },
        from: { prediction: 'dense_2', labels: 'data:labels' },
      },
      optimizer: {
        type: 'optimizer',
        data: { algorithm, learningRate: 0.01, schedule: 'exponential' },
        from: { loss: 'loss' },
      },
    },
    { run: { batchSize: 12, steps: 200, evaluateEvery: 0, probeEvery: 0 } },
  );

describe.each(backends)('on the $name backend', ({ backend }) => {
  test.each(ALGORITHMS.map(({ name }) => name))(
    'with %s, 200 steps are 100, a file, and 100 more',
    async (algorithm) => {
      const whole = train(await openSession(net(algorithm), backend), 100);
      const file = readWeights(writeWeights(whole));
      train(whole, 100);
      const resumed = await openSession(net(algorithm), backend);
      expect(file.ok && applyWeights(resumed, file.value)).toEqual([]);
      expect(resumed.step).toBe(100);
      expect(writeWeights(train(resumed, 100))).toEqual(writeWeights(whole));
    },
  );
});
