import { expect, test } from 'vitest';
import { switchOnRelaxedSimd } from '../../engine/backends/wasm/testing/relaxed-simd';
import { growingTypes, randomNetwork } from '../../engine/testing/random-nodes';
import { comparable, expectAgreement } from './differential';
import { loadTensorFlow } from './translate';

switchOnRelaxedSimd();

test('ten thousand random networks agree with TensorFlow.js', async () => {
  const tf = await loadTensorFlow();
  const types = growingTypes.filter((type) => comparable.includes(type));
  let open = 0;
  for (let seed = 10_000; seed < 20_000; seed++) {
    const { document } = randomNetwork(seed, 3 + (seed % 20), types);
    if (!expectAgreement(tf, document, seed)) open++;
  }
  expect(open).toBeLessThan(200);
});
