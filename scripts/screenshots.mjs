/** `npm run screenshots`: the pictures of the README, taken from the running app in a Chromium. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserFlags } from '../tests/e2e/flags.mjs';
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium, findChromium } from './lib/chromium.mjs';
import { root } from './lib/project.mjs';

const PICTURES = [
  { file: 'main-dark.png', size: [1440, 900], scheme: 'dark', panel: 'z-statistics', node: 'Batch norm bn_1' },
  { file: 'training-light.png', size: [1440, 900], scheme: 'light', panel: 'Training', node: 'Optimizer optimizer' },
  { file: 'main-small.png', size: [1024, 700], scheme: 'dark', panel: 'z-statistics', node: 'Batch norm bn_2' },
];

await ensureChromium();
await ensureBuild(['node', 'page']);
const { servePage } = await import('../out/main/serve.js');
const server = await servePage({ root: path.join(root, 'out/renderer'), port: 0 });
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: browserFlags });
mkdirSync(path.join(root, 'docs'), { recursive: true });
for (const { file, size, scheme, panel, node } of PICTURES) {
  const [width, height] = size;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  // The first open trains the digits by itself.
  await page.goto(server.address);
  await page.getByRole('tab', { name: panel }).click();
  await page.getByRole('group', { name: node, exact: true }).click();
  await page
    .getByRole('status', { name: 'Run status' })
    .filter({ hasText: /Step 1,[2-9]/ })
    .waitFor();
  await page.screenshot({ path: path.join(root, 'docs', file) });
  process.stderr.write(`docs/${file}\n`);
  await page.close();
}
await browser.close();
await server.close();
