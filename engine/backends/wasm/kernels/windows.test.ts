import { expect, test } from 'vitest';
import { tapsInside, windowAxis } from '../../../ir/windows';
import { compareWindows } from '../testing/windows';

test('random windows give what their definitions say', () => {
  let compared = 0;
  for (let seed = 0; seed < 60; seed++) if (compareWindows(seed)) compared++;
  expect(compared).toBeGreaterThan(40);
});

test('same padding splits evenly and puts the odd pixel at the end', () => {
  expect(windowAxis(5, 2, 1, 'same')).toMatchObject({ places: 5, before: 0 });
  expect(windowAxis(5, 3, 2, 'same')).toMatchObject({ places: 3, before: 1 });
  expect(windowAxis(6, 3, 2, 'same')).toMatchObject({ places: 3, before: 0 });
  expect(windowAxis(7, 4, 1, 'same')).toMatchObject({ places: 7, before: 1 });
  expect(windowAxis(5, 2, 1, 'same', 3)).toMatchObject({ places: 5, before: 1 });
});

test('valid windows lie inside', () => {
  expect(windowAxis(28, 3, 1, 'valid')).toMatchObject({ places: 26, before: 0 });
  expect(windowAxis(7, 3, 2, 'valid')).toMatchObject({ places: 3, before: 0 });
  expect(windowAxis(2, 3, 1, 'valid').places).toBe(0);
  expect(tapsInside(windowAxis(7, 3, 2, 'valid'), 2)).toEqual({ from: 0, to: 3 });
});
