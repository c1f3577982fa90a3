import { describe, expect, test } from 'vitest';
import { reference, wasm } from '../testing/backends';
import { sketch } from '../testing/documents';
import { openSession, succeeded } from '../testing/sessions';
import { areaUnderCurve } from './auc';

/** The metric of a prediction that stands in the graph. */
async function metricOf(
  type: string,
  prediction: readonly number[],
  shape: readonly number[],
  labels: readonly number[],
  data: Record<string, unknown> = {},
  labelShape: readonly number[] = [labels.length],
  { backend } = reference,
): Promise<number> {
  const session = await openSession(
    sketch({
      p: { type: 'constant', data: { value: prediction, shape } },
      y: { type: 'constant', data: { value: labels, shape: labelShape } },
      value: { type, data, from: { prediction: 'p', labels: 'y' } },
    }),
    backend,
  );
  return succeeded(session.evaluate('train')).metrics.value as number;
}

/** Rows with the largest value at a class. */
const rowsOf = (classes: readonly number[], count: number): number[] =>
  classes.flatMap((c) => Array.from({ length: count }, (_, j) => (j === c ? 2 : j * 0.1)));

describe('the example of scikit-learn’s pages', () => {
  const truth = [0, 1, 2, 0, 1, 2];
  const guess = rowsOf([0, 2, 1, 0, 0, 1], 3);

  test.each([
    ['precision', 'macro', 0.2222222222],
    ['precision', 'micro', 0.3333333333],
    ['precision', 'weighted', 0.2222222222],
    ['recall', 'macro', 0.3333333333],
    ['recall', 'micro', 0.3333333333],
    ['recall', 'weighted', 0.3333333333],
    ['f1', 'macro', 0.2666666667],
    ['f1', 'micro', 0.3333333333],
    ['f1', 'weighted', 0.2666666667],
  ])('%s, %s, is %d', async (type, average, expected) => {
    for (const kind of [reference, wasm]) {
      const value = await metricOf(type, guess, [6, 3], truth, { average }, [6], kind);
      expect(value).toBeCloseTo(expected, 6);
    }
  });

  test('area under the curve of .1, .4, .35, .8 is .75', async () => {
    expect(await metricOf('auc', [0.1, 0.4, 0.35, 0.8], [4, 1], [0, 0, 1, 1])).toBeCloseTo(0.75, 12);
  });

  test('R² of 2.5, 0, 2, 8 against 3, −.5, 2, 7 is .9486', async () => {
    expect(await metricOf('rSquared', [2.5, 0, 2, 8], [4], [3, -0.5, 2, 7])).toBeCloseTo(0.9486081370449679, 12);
  });

  test('R² of two columns is the mean of theirs', async () => {
    const value = await metricOf('rSquared', [0, 2, -1, 2, 8, -5], [3, 2], [0.5, 1, -1, 1, 7, -6], {}, [3, 2]);
    expect(value).toBeCloseTo(0.9368005266622779, 12);
  });

  test('mean absolute error of 2.5, 0, 2, 8 against 3, −.5, 2, 7 is .5', async () => {
    expect(await metricOf('meanAbsoluteError', [2.5, 0, 2, 8], [4, 1], [3, -0.5, 2, 7])).toBeCloseTo(0.5, 12);
  });
});

describe('a prediction of one column', () => {
  const [p, y] = [
    [0.9, 0.4, 0.6, 0.2],
    [1, 1, 0, 0],
  ];

  test.each([
    ['accuracy', {}, 0.5],
    ['accuracy', { threshold: 0.3 }, 0.75],
    ['precision', { average: 'binary' }, 0.5],
    ['recall', { average: 'binary', threshold: 0.3 }, 1],
    ['f1', { average: 'binary', threshold: 0.3 }, 0.8],
  ])('has %s %o of %d', async (type, data, expected) => {
    for (const kind of [reference, wasm]) {
      expect(await metricOf(type, p, [4, 1], y, data, [4], kind)).toBeCloseTo(expected, 6);
      expect(await metricOf(type, p, [4, 1], y, data, [4, 1], kind)).toBeCloseTo(expected, 6);
    }
  });
});

describe('area under the curve', () => {
  const scores = Float64Array.from({ length: 60 }, (_, i) => ((i * 37) % 11) / 11);
  const positive = (row: number): boolean => (row * 7) % 5 < 2;

  test('is the share of pairs in the right order, ties counting half', () => {
    let pairs = 0;
    let right = 0;
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 60; j++) {
        if (!positive(i) || positive(j)) continue;
        pairs++;
        right += (scores[i] as number) > (scores[j] as number) ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      }
    }
    expect(areaUnderCurve(scores, positive)).toBeCloseTo(right / pairs, 12);
  });

  test('is not defined without positives, without negatives, or with NaN among the scores', () => {
    expect(areaUnderCurve(scores, () => true)).toBeNaN();
    expect(areaUnderCurve(scores, () => false)).toBeNaN();
    expect(areaUnderCurve(Float64Array.of(Number.NaN, 1), (row) => row === 0)).toBeNaN();
  });

  test('of two logits is that of their difference', async () => {
    const logits = [5, 4, 0, 0.5, 2, 4, 9, 8];
    const difference = [-1, 0.5, 2, -1];
    const labels = [0, 1, 1, 0];
    const [two, one] = [
      await metricOf('auc', logits, [4, 2], labels),
      await metricOf('auc', difference, [4, 1], labels),
    ];
    expect(two).toBeCloseTo(one, 12);
  });

  test('of more classes is the mean of those that have both kinds of examples', async () => {
    const value = await metricOf('auc', [0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.5, 0.2, 0.3], [3, 3], [0, 1, 1]);
    expect(value).toBeCloseTo((1 + 0.5) / 2, 12);
  });
});
