import { expect, test } from 'vitest';
import { reference, wasm } from '../engine/testing/backends';
import { openSession, train } from '../engine/testing/sessions';
import { chain } from './long-graphs';

test.each([reference, wasm])('10,000 layers and activations compile and train ($name)', async ({ backend }) => {
  const document = chain(['dense', 'activation'], { units: 3, function: 'softplus' });
  const { loss } = train(await openSession(document, backend), 2);
  expect(Number.isFinite(loss)).toBe(true);
});
