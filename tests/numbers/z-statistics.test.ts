import { expect, test } from 'vitest';
import { backends } from '../../engine/testing/backends';
import { checkZStatistics } from '../../engine/testing/z-statistics';

test.each(backends)('statistics of 50 random tensors are those of two passes in float64: $name', ({ backend }) => {
  expect.hasAssertions();
  for (let seed = 0; seed < 50; seed++) checkZStatistics(seed, backend);
});
