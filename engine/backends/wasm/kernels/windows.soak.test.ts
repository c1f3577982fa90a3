import { expect, test } from 'vitest';
import { compareWindows } from '../testing/windows';

test('thousands of random windows give what their definitions say', () => {
  let compared = 0;
  for (let seed = 1000; seed < 4000; seed++) if (compareWindows(seed)) compared++;
  expect(compared).toBeGreaterThan(2000);
});
