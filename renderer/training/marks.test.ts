import { expect, test } from 'vitest';
import { placeLabels } from './marks';

const place = (...marks: [x: number, width: number][]) =>
  placeLabels(
    marks.map(([x, width]) => ({ x, width })),
    0,
    300,
    4,
  );

test('a label stands at the right of its line, at the left where the chart ends', () => {
  expect(place([50, 100])).toEqual([{ left: 54, row: 0 }]);
  expect(place([280, 100])).toEqual([{ left: 176, row: 0 }]);
  expect(place([40, 290])).toEqual([{ left: 0, row: 0 }]);
});

test('labels that would cover each other stand one below the other, the newest on top', () => {
  expect(place([50, 100], [60, 100])).toEqual([
    { left: 54, row: 1 },
    { left: 64, row: 0 },
  ]);
});

test('the oldest labels go where there is no room for all', () => {
  expect(place([50, 100], [52, 100], [54, 100], [56, 100])[0]).toBeNull();
});
