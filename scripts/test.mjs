/** `npm test`: every check and every test. The last line says how many passed and failed, and nothing else. */
import { build } from './lib/build.mjs';
import { runChecks } from './lib/checks.mjs';
import { Trouble } from './lib/project.mjs';
import { runBrowserTests, runUnitTests } from './lib/suites.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };

async function step(title, work) {
  console.log(`\n${title}`);
  let counts;
  try {
    counts = await work();
  } catch (error) {
    console.log(error instanceof Trouble ? error.message : error);
    counts = { passed: 0, failed: 1 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped ?? 0;
  return counts.failed === 0;
}

await step('Checks', runChecks);
const built = await step('Build', async () => {
  await build(['node', 'page']);
  return { passed: 1, failed: 0 };
});
await step('Unit tests', runUnitTests);
if (built) await step('Browser tests', runBrowserTests);

console.log(total.skipped === 0 ? '' : `\n${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
