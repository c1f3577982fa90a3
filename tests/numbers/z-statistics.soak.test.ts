import { expect, test } from 'vitest';
import { backends } from '../../engine/testing/backends';
import { checkZStatistics } from '../../engine/testing/z-statistics';

test.each(backends)('statistics of 500 random tensors are those of two passes in float64: $name', ({ backend }) => {
  expect.hasAssertions();
  for (let seed = 1000; seed < 1500; seed++) checkZStatistics(seed, backend);
});
