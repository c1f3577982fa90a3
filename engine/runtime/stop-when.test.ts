import { expect, test } from 'vitest';
import type { StopWhen } from '../document/types';
import { StopWatch } from './stop-when';

const at = (loss: number, accuracy: number) => ({ loss, metrics: { accuracy } });
const meets = (stop: StopWhen | undefined, split: 'train' | 'test', numbers: ReturnType<typeof at>) =>
  new StopWatch(stop).meets(split, numbers);

/** At which of these numbers, from 1, a run ends; 0: at none. */
const endsAt = (stop: StopWhen, losses: readonly number[]): number => {
  const watch = new StopWatch(stop);
  return losses.findIndex((loss) => watch.meets('train', at(loss, loss))) + 1;
};

test('a run stops below or above a bound of its loss or a metric', () => {
  expect(meets({ metric: 'loss', below: 0.1 }, 'train', at(0.09, 0))).toBe(true);
  expect(meets({ metric: 'loss', below: 0.1 }, 'train', at(0.1, 0))).toBe(false);
  expect(meets({ metric: 'accuracy', above: 0.9 }, 'train', at(1, 0.95))).toBe(true);
  expect(meets({ metric: 'loss', below: 0, above: 5 }, 'train', at(6, 0))).toBe(true);
});

test('only by numbers of the split that it names', () => {
  const stop = { metric: 'accuracy', above: 0.9, split: 'test' } as const;
  expect([meets(stop, 'train', at(1, 1)), meets(stop, 'test', at(1, 1))]).toEqual([false, true]);
});

test('no bound is met by what is not finite or not there', () => {
  expect(meets({ metric: 'loss', above: 1 }, 'train', at(Number.POSITIVE_INFINITY, 0))).toBe(false);
  expect(meets({ metric: 'loss', below: 1 }, 'train', at(Number.NaN, 0))).toBe(false);
  expect(meets({ metric: 'f1', above: 0 }, 'train', at(1, 1))).toBe(false);
  expect(meets(undefined, 'train', at(1, 1))).toBe(false);
});

test('with patience a run stops after as many numbers in a row that are no better than the best', () => {
  expect(endsAt({ metric: 'loss', patience: 2 }, [3, 2, 2.5, 1, 1, 0.5, 0.6, 0.7])).toBe(8);
  expect(endsAt({ metric: 'loss', patience: 1 }, [3, 2, 2])).toBe(3);
  expect(endsAt({ metric: 'loss', patience: 3 }, [3, 2, 1, 0])).toBe(0);
});

test('better is lower for the loss, higher for a metric, or as the document says', () => {
  expect(endsAt({ metric: 'accuracy', patience: 1 }, [0.1, 0.2, 0.15])).toBe(3);
  expect(endsAt({ metric: 'accuracy', direction: 'min', patience: 1 }, [0.3, 0.2, 0.25])).toBe(3);
});

test('what is better by less than the least difference, or is not finite, is no better', () => {
  expect(endsAt({ metric: 'loss', patience: 2, minDelta: 0.1 }, [1, 0.95, 0.91])).toBe(3);
  expect(endsAt({ metric: 'loss', patience: 2 }, [1, Number.NaN, Number.NEGATIVE_INFINITY])).toBe(3);
});

test('a restarted watch counts anew', () => {
  const watch = new StopWatch({ metric: 'loss', patience: 2 });
  const look = (loss: number) => watch.meets('train', at(loss, 0));
  expect([look(1), look(2)]).toEqual([false, false]);
  watch.restart();
  expect([look(2), look(2), look(2)]).toEqual([false, false, true]);
});
