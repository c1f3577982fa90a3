/** Data files of the user's own in the page: read in place where they are large, told where they are gone. */
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const status = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Data', exact: true });
const dataset = (page: Page): Locator => page.getByRole('region', { name: 'Graph' }).getByLabel(/^Dataset /);
const digests = (page: Page): Locator =>
  page.getByRole('region', { name: 'Kept runs' }).locator('tbody tr').filter({ hasText: 'Iris' });

const ROWS = 9000;
/** Beyond what is read into memory. */
const LARGE = 33 * 2 ** 20;

/** Three classes of four features; a column of text, which is left out, makes the file as large as it shall be. */
function table(bytes: number): string {
  const note = 'x'.repeat(Math.max(4, Math.ceil(bytes / ROWS)));
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const features = [0, 1, 2, 3].map((column) => `${(row * (column + 7)) % 10}.${(row * 31 + column * 17) % 1000}`);
    return `${features.join(',')},${note},${'abc'[row % 3]}`;
  });
  return `p,q,r,s,note,kind\n${lines.join('\n')}\n`;
}

async function openIris(app: ZlensApp): Promise<void> {
  await expect(status(app.page)).toContainText('Step');
  await app.command('Open example: Iris');
  await expect(status(app.page)).toContainText('Step 0 of 600');
}

async function useTable(app: ZlensApp, file: string): Promise<void> {
  const { page } = app;
  await page.getByRole('tab', { name: 'Data' }).click();
  await app.nextOpenFile(file);
  await page.getByRole('button', { name: 'Open a CSV…' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use this table' }).click();
  await expect(panel(page).getByRole('complementary', { name: 'Summary' })).toContainText('9,000', { timeout: 20_000 });
  await expect(dataset(page)).toContainText('9,000 rows');
}

async function trainToTheEnd({ page }: ZlensApp): Promise<void> {
  const run = page.getByRole('banner').getByRole('button', { name: /^Run/ });
  await expect(run).toBeEnabled();
  await run.click();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 30_000 });
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test('a table that is read in place trains to the same digest as one in memory, and is found again', async ({
  app,
  folderWith,
}) => {
  const { page } = app;
  const folder = folderWith({ 'small.csv': table(0) });
  const large = path.join(folder, 'large.csv');
  writeFileSync(large, table(LARGE));
  await openIris(app);
  await useTable(app, path.join(folder, 'small.csv'));
  await trainToTheEnd(app);
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(digests(page)).toHaveCount(1);
  await useTable(app, large);
  await expect(status(page)).toContainText('Step 0 of 600');
  await trainToTheEnd(app);
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(digests(page)).toHaveCount(2);
  const [first, second] = await Promise.all(
    [0, 1].map((row) => digests(page).nth(row).getByRole('cell').last().textContent()),
  );
  expect(first).toMatch(/^[0-9a-f]{8}$/);
  expect(second).toBe(first);
  await page.reload();
  await expect(dataset(page)).toContainText('9,000 rows', { timeout: 20_000 });
  expect(app.errors).toEqual([]);
});

test('a file that is cut while it is in use stops the run and says what to do', async ({ app, folderWith }) => {
  const { page } = app;
  const file = path.join(folderWith(), 'cut.csv');
  writeFileSync(file, table(LARGE));
  await openIris(app);
  await useTable(app, file);
  const run = page.getByRole('banner').getByRole('button', { name: /^Run/ });
  await expect(run).toBeEnabled();
  truncateSync(file, 1000);
  await run.click();
  await page.getByRole('tab', { name: /^Problems/ }).click();
  const problems = page.getByRole('region', { name: 'Problems', exact: true });
  await expect(problems).toContainText('The data file "cut.csv" of "data" can no longer be read');
  await expect(problems).toContainText('it is not the file any more that was chosen');
  await expect(problems).toContainText('choose it again');
  // Choosing a file again mends it.
  writeFileSync(file, table(0));
  await useTable(app, file);
  await trainToTheEnd(app);
  expect(app.errors).toEqual([]);
});
