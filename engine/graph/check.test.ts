import { expect, test } from 'vitest';
import { check, named, sketch } from '../testing/documents';

const classifier = (loss: 'loss' | 'accuracy') =>
  sketch({
    x: { type: 'constant', data: { value: [1, 2, 3, 4], shape: [2, 2] } },
    y: { type: 'constant', data: { value: [1, 0, 0, 1], shape: [2, 2] } },
    dense: { type: 'dense', data: { units: 2 }, from: { x: 'x' } },
    loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'dense', labels: 'y' } },
    accuracy: { type: 'accuracy', from: { prediction: 'dense', labels: 'y' } },
    optimizer: { type: 'optimizer', from: { loss } },
  });

test('an optimizer fed by a metric has nothing to train, for a metric has no derivative', () => {
  expect(named(check(classifier('loss')).diagnostics, 'nothingToTrain')).toEqual([]);
  expect(named(check(classifier('accuracy')).diagnostics, 'nothingToTrain')).toHaveLength(1);
});
