/** Runs Vitest or Playwright, and counts what they report. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runNode } from './project.mjs';

/** Colours are for a terminal; in a file they are in the way of reading. */
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @returns {Promise<Counts>} */
export function runUnitTests(parameters = []) {
  return counted(async (report) => {
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    return runNode('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...parameters], { env: plain });
  }, countVitest);
}

/** @returns {Promise<Counts>} */
export function runBrowserTests(parameters = []) {
  return counted(
    (report) =>
      runNode('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json', ...parameters], {
        env: { ...plain, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      }),
    countPlaywright,
  );
}

/** A run that ends without a report, or badly without a failed test, counts as one failure. */
async function counted(start, count) {
  const folder = mkdtempSync(path.join(tmpdir(), 'zlens-'));
  const report = path.join(folder, 'report.json');
  try {
    const { code } = await start(report);
    let counts = { passed: 0, failed: 0, skipped: 0 };
    try {
      counts = count(JSON.parse(readFileSync(report, 'utf8')));
    } catch {
      return { ...counts, failed: 1 };
    }
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countVitest(report) {
  // A file that can't be loaded has no tests that could fail.
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}
