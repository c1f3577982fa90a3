import { expect, test } from 'vitest';
import type { GraphNode } from '../../engine';
import { learningRateOf, learningRates } from './learning-rate';

const node = (type: string, data: Record<string, unknown> = {}): GraphNode => ({
  ...{ id: type, type, data },
  position: { x: 0, y: 0 },
});

test('knows the rate of every algorithm, not its corrected step', () => {
  for (const algorithm of ['sgd', 'momentum', 'rmsprop', 'adam']) {
    expect(learningRateOf(node('optimizer', { algorithm, learningRate: 0.25 }), 3)).toBe(0.25);
  }
});

test('follows the schedule', () => {
  const data = { learningRate: 0.8, schedule: 'step', decaySteps: 10, decayRate: 0.5 };
  expect([1, 10, 11, 21].map((step) => learningRateOf(node('optimizer', data), step))).toEqual([0.8, 0.8, 0.4, 0.2]);
});

test('only optimizers have one', () => {
  const nodes = [node('dense'), node('optimizer', { learningRate: 0.1 })];
  const document = { format: 'zlens-graph', version: 1, name: '', seed: 1, nodes, edges: [] } as const;
  const run = { batchSize: 1, steps: 1, shuffle: true, evaluateEvery: 1, probeEvery: 1 };
  expect(learningRates({ ...document, nodes, edges: [], run }, 1)).toEqual({ optimizer: 0.1 });
});
