/**
 * What the digits examples are there to show (after Ioffe and Szegedy 2015, figure 1): with batch norm the network learns
 * in its first 500 steps, and the distribution of z in its third hidden layer stays put while it learns.
 */
import { expect, test } from 'vitest';
import { runDigits } from './support/digits';

test('digits learn in 500 steps with batch norm, whose bands stay put, and not without', async () => {
  const norm = await runDigits('digits-batchnorm', 7, ['bn_3', 'y']);
  const plain = await runDigits('digits-plain', 7, ['dense_3', 'z']);
  expect(norm.accuracy).toBeGreaterThanOrEqual(0.8);
  expect(norm.accuracy - plain.accuracy).toBeGreaterThanOrEqual(0.3);
  expect(norm.spread).toBeLessThanOrEqual(1.6);
  expect(plain.spread).toBeGreaterThanOrEqual(2);
}, 120_000);
