/** A browser's page trains to the same bytes as a process of Node with the same arithmetic. */
import { readFile } from 'node:fs/promises';
import { bundleTrainer, trainInProcess } from '../determinism/elsewhere';
import { exampleNets, randomNets, smoothNets } from '../determinism/nets';
import type { Order, Trained } from '../determinism/trainer';
import { expect, test } from './app';

declare global {
  var zlensTrainAll: (order: Order) => Promise<Trained[]>;
}

test('networks end in the same bytes in Chromium and in Node', async ({ openBrowser }) => {
  const bundle = await bundleTrainer();
  try {
    const { browser } = await openBrowser();
    const page = await browser.newPage();
    await page.addScriptTag({ type: 'module', content: await readFile(bundle.file, 'utf8') });
    await page.waitForFunction(() => typeof globalThis.zlensTrainAll === 'function');
    const documents = [...exampleNets(), ...smoothNets(), ...randomNets(10)];
    for (const backend of ['wasm', 'reference'] as const) {
      // The float64 interpreter takes its time over large layers.
      const nets = backend === 'wasm' ? documents : [...smoothNets(), ...randomNets(4)];
      const order: Order = { documents: nets, backend, steps: 100 };
      const inPage = await page.evaluate((given) => globalThis.zlensTrainAll(given), order);
      const inNode = await trainInProcess(bundle, order, inPage[0]?.fma ?? false);
      expect(inNode.map(({ fma }) => fma)).toEqual(inPage.map(({ fma }) => fma));
      expect(inNode).toEqual(inPage);
    }
    await page.close();
  } finally {
    await bundle.remove();
  }
});
