import { expect, test } from 'vitest';
import { iris } from './iris';

const { features, labels, rows, classNames, notes } = iris();
const flower = (number: number): number[] =>
  [...features.subarray((number - 1) * 4, number * 4)].map((length) => Math.round(length * 10) / 10);

test('there are 50 flowers of each species, in the original order', () => {
  expect(rows).toBe(150);
  expect([...labels]).toEqual(Array.from({ length: 150 }, (_, row) => Math.floor(row / 50)));
  expect(classNames).toEqual(['setosa', 'versicolor', 'virginica']);
});

test("the flowers are those of Fisher's table", () => {
  expect(flower(1)).toEqual([5.1, 3.5, 1.4, 0.2]);
  expect(flower(35)).toEqual([4.9, 3.1, 1.5, 0.2]);
  expect(flower(38)).toEqual([4.9, 3.6, 1.4, 0.1]);
  expect(flower(51)).toEqual([7, 3.2, 4.7, 1.4]);
  expect(flower(150)).toEqual([5.9, 3, 5.1, 1.8]);
});

test('the means of each species are those that Fisher printed', () => {
  const means = [0, 1, 2].map((species) =>
    [0, 1, 2, 3].map((column) => {
      let sum = 0;
      for (let row = species * 50; row < species * 50 + 50; row++) sum += features[row * 4 + column]!;
      return Number((sum / 50).toFixed(3));
    }),
  );
  expect(means).toEqual([
    [5.006, 3.428, 1.462, 0.246],
    [5.936, 2.77, 4.26, 1.326],
    [6.588, 2.974, 5.552, 2.026],
  ]);
});

test('Anderson and Fisher are named', () => {
  expect(notes.join()).toMatch(/Anderson.*Fisher/);
});
