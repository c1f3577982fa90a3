import { expect, test } from 'vitest';
import { diagnose, type GraphDocument, newDocument } from '../../engine';
import { RunHistory } from '../run/history';
import { likelyCauses } from './causes';
import { classScores, mostConfused } from './classes';
import { earlyEnd } from './ended';

const counted = { classNames: ['cat', 'dog', 'bird'], counts: [8, 2, 0, 1, 9, 0, 0, 0, 0] };

test('per-class scores are recall and precision, and not a number where nothing is counted', () => {
  const [cat, dog, bird] = classScores(counted);
  expect(cat).toEqual({ name: 'cat', rows: 10, found: 0.8, right: 8 / 9 });
  expect(dog).toEqual({ name: 'dog', rows: 10, found: 0.9, right: 9 / 11 });
  expect([bird?.rows, bird?.found, bird?.right]).toEqual([0, Number.NaN, Number.NaN]);
});

test('the pairs that are confused most often come first, right ones not at all', () => {
  expect(mostConfused(counted, 5)).toEqual([
    { label: 'cat', predicted: 'dog', rows: 2 },
    { label: 'dog', predicted: 'cat', rows: 1 },
  ]);
});

const graph = (nodes: readonly { id: string; type: string; data?: Record<string, unknown> }[]): GraphDocument => ({
  ...newDocument('broken'),
  nodes: nodes.map((node) => ({ data: {}, ...node, position: { x: 0, y: 0 } })),
});
const brokenAt = (nodeId: string, document: GraphDocument, losses: readonly number[], features = {}): string[] => {
  const problem = diagnose('notFinite', { nodeId }, { what: 'The loss', value: 'NaN', step: losses.length });
  const history = new RunHistory();
  losses.forEach((loss, i) => {
    history.loss.push(i + 1, [loss]);
  });
  history.lastStep = losses.length;
  return likelyCauses({ problem, document, history, features }).map(({ text }) => text);
};

test('a high rate, a loss that rose, and data that is not scaled are told for what breaks', () => {
  const net = graph([
    { id: 'data', type: 'dataset' },
    { id: 'dense_1', type: 'dense' },
    { id: 'dense_2', type: 'dense' },
    { id: 'sgd', type: 'optimizer', data: { algorithm: 'sgd', learningRate: 50 } },
  ]);
  const causes = brokenAt('dense_2', net, [2, 1, 5, 80], { data: 900 });
  expect(causes[0]).toContain('learning rate of sgd is 50: more than 0.5 seldom works');
  expect(causes[1]).toContain('rose from 1.000 to 80');
  expect(causes[2]).toContain('The features of data reach 900');
  expect(causes[3]).toContain('No layer is normalized');
});

test('the logarithm that broke is told first, and a gentle rate is no cause', () => {
  const net = graph([
    { id: 'ln', type: 'log' },
    { id: 'sgd', type: 'optimizer', data: { algorithm: 'sgd', learningRate: 0.01 } },
  ]);
  const causes = brokenAt('ln', net, [2, 1.5, 1.2, 1, 0.9]);
  expect(causes).toHaveLength(1);
  expect(causes[0]).toContain('logarithm of 0');
});

test('a run that ended early says which of its bounds it met', () => {
  const ends = (stopWhen: Record<string, unknown>, value: number, step = 40) => {
    const document = newDocument('early');
    const run = { ...document.run, stopWhen: { metric: 'loss', ...stopWhen } };
    return earlyEnd({ ...document, run }, { state: 'finished', step, totalSteps: 100 }, value, 'loss');
  };
  expect(ends({ below: 0.1 }, 0.05)).toBe('Stopped early at step 40: Training loss fell below 0.1.');
  expect(ends({ patience: 5, split: 'test' }, 0.5)).toBe(
    'Stopped early at step 40: Validation loss was no better 5 times in a row.',
  );
  expect(ends({ below: 0.1 }, 0.05, 100)).toBeNull();
});
