import { expect, test } from 'vitest';
import { checkNetworkDirections, checkNetworkGradients } from '../engine/testing/network-gradients';

test('derivatives of a thousand random networks agree with differences along random directions', () => {
  let moving = 0;
  for (let seed = 1000; seed < 2000; seed++) if (checkNetworkDirections(seed, 2, 4 + (seed % 20)) > 1e-3) moving++;
  expect(moving).toBeGreaterThan(900);
});

test('every derivative of 300 random networks agrees with its difference', () => {
  for (let seed = 2000; seed < 2300; seed++)
    expect(checkNetworkGradients(seed, 3 + (seed % 8)).size).toBeGreaterThan(0);
});
