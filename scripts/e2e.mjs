/** `npm run test:e2e`: the browser tests alone, with Playwright's own parameters after `--`. */
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { fail, runNode } from './lib/project.mjs';

try {
  await ensureChromium();
  await ensureBuild(['node', 'page']);
  const { code } = await runNode('node_modules/@playwright/test/cli.js', ['test', ...process.argv.slice(2)]);
  process.exitCode = code;
} catch (error) {
  fail(error);
}
