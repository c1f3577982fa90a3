import { expect, test } from 'vitest';
import { meetsStop } from './stop-when';

const at = (loss: number, accuracy: number) => ({ loss, metrics: { accuracy } });

test('a run stops below or above a bound of its loss or a metric', () => {
  expect(meetsStop({ metric: 'loss', below: 0.1 }, 'train', at(0.09, 0))).toBe(true);
  expect(meetsStop({ metric: 'loss', below: 0.1 }, 'train', at(0.1, 0))).toBe(false);
  expect(meetsStop({ metric: 'accuracy', above: 0.9 }, 'train', at(1, 0.95))).toBe(true);
  expect(meetsStop({ metric: 'loss', below: 0, above: 5 }, 'train', at(6, 0))).toBe(true);
});

test('only by numbers of the split that it names', () => {
  const stop = { metric: 'accuracy', above: 0.9, split: 'test' } as const;
  expect([meetsStop(stop, 'train', at(1, 1)), meetsStop(stop, 'test', at(1, 1))]).toEqual([false, true]);
});

test('no bound is met by what is not finite or not there', () => {
  expect(meetsStop({ metric: 'loss', above: 1 }, 'train', at(Number.POSITIVE_INFINITY, 0))).toBe(false);
  expect(meetsStop({ metric: 'loss', below: 1 }, 'train', at(Number.NaN, 0))).toBe(false);
  expect(meetsStop({ metric: 'f1', above: 0 }, 'train', at(1, 1))).toBe(false);
  expect(meetsStop(undefined, 'train', at(1, 1))).toBe(false);
});
