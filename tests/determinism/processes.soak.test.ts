import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundle, bundleTrainer, trainInProcess } from './elsewhere';
import { exampleNets, randomNets, smoothNets } from './nets';

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleTrainer();
}, 60_000);
afterAll(() => bundle.remove());

test.each(['wasm', 'reference'] as const)(
  'two hundred networks end in the same bytes in five processes: %s',
  async (backend) => {
    const documents = [...(backend === 'wasm' ? exampleNets() : []), ...smoothNets(), ...randomNets(196, 1000)];
    const order = { documents, backend, steps: 100 };
    const first = await trainInProcess(bundle, order, true);
    for (let run = 1; run < 5; run++) expect(await trainInProcess(bundle, order, true)).toEqual(first);
  },
);
