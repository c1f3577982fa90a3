import { expect, test } from 'vitest';
import { rowHeights, spreadLabels, stepTicks, WIDE } from './layout';

test('gives the selected row more height and shares what is left', () => {
  expect(rowHeights(4, 0, 248, WIDE)).toEqual([104, 48, 48, 48]);
  expect(rowHeights(2, 1, 252, WIDE)).toEqual([98, 154]);
  expect(rowHeights(3, -1, 252, WIDE)).toEqual([84, 84, 84]);
});

test('keeps least heights where there is too little room', () => {
  expect(rowHeights(8, 2, 100, WIDE)).toEqual([48, 48, 104, 48, 48, 48, 48, 48]);
  expect(rowHeights(0, -1, 100, WIDE)).toEqual([]);
});

test('leaves labels alone that do not touch', () => {
  expect(spreadLabels([10, 30, 50], 15, 9, 96)).toEqual([10, 30, 50]);
});

test('moves labels apart by at least the gap, within the limits', () => {
  for (const wanted of [
    [50, 50, 50, 50, 50],
    [0, 0, 0, 0, 0],
    [120, 120, 120, 120, 120],
    [5, 20, 22, 90, 99],
  ]) {
    const places = spreadLabels(wanted, 15, 9, 96);
    expect(places[0]).toBeGreaterThanOrEqual(9);
    expect(places.at(-1)).toBeLessThanOrEqual(96);
    for (let i = 1; i < places.length; i++) {
      expect((places[i] as number) - (places[i - 1] as number)).toBeGreaterThanOrEqual(15);
    }
  }
});

test('leaves out the tick that would touch the live step', () => {
  expect(stepTicks([0, 400, 800, 1200], 1240, (step) => step / 2, 40)).toEqual([0, 400, 800]);
});
