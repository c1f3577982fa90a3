/** Sets up a fresh machine for `npm start`, `npm test` and `npm run zlens`: packages, a build, a browser for the tests. */
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { checkNode, ensurePackages } from './lib/packages.mjs';
import { fail } from './lib/project.mjs';

const goal = process.argv[2];

try {
  checkNode();
  await ensurePackages();
  // The tests build by themselves, after the checks.
  if (goal === 'app') await ensureBuild(['node', 'page']);
  if (goal === 'cli') await ensureBuild(['node']);
  if (goal === 'test') await ensureChromium();
} catch (error) {
  fail(error);
}
