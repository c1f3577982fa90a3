import { expect, test } from 'vitest';
import { checkDirections } from '../testing/directions';

test('derivatives of a thousand random graphs agree with differences along three directions each', () => {
  for (let seed = 1000; seed < 2000; seed++) {
    const largest = checkDirections(seed, 3, 5 + (seed % 30));
    expect(largest).toBeGreaterThan(1e-6);
  }
});
