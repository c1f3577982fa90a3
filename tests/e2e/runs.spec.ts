/** Runs that are kept: named, compared, exported, deleted, and there again after a restart. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const status = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Runs', exact: true });
const rows = (page: Page): Locator => panel(page).getByRole('region', { name: 'Kept runs' }).locator('tbody tr');

async function runIris(app: ZlensApp): Promise<void> {
  const { page } = app;
  await expect(status(page)).toContainText('Step');
  await app.command('Open example: Iris');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Iris');
  await expect(status(page)).toContainText('Step 0 of 600');
  await app.command('Run');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(rows(page).filter({ hasText: 'Iris' })).toHaveCount(1);
}

const nameOf = (page: Page, row: number): Locator =>
  rows(page).filter({ hasText: 'Iris' }).nth(row).getByRole('button');

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('a finished run is kept with its digest, and is there again after a restart', async ({ app }) => {
  const { page } = app;
  await runIris(app);
  await expect(rows(page).filter({ hasText: 'Iris' })).toContainText('600');
  const digest = await rows(page).filter({ hasText: 'Iris' }).getByRole('cell').last().textContent();
  expect(digest).toMatch(/^[0-9a-f]{8}$/);
  await nameOf(page, 0).click();
  const name = panel(page).getByRole('textbox', { name: /^Name of Run/ });
  await name.fill('Baseline');
  await name.press('Enter');
  await expect(nameOf(page, 0)).toHaveText('Baseline');
  await page.reload();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(nameOf(page, 0)).toHaveText('Baseline');
  await expect(rows(page).filter({ hasText: 'Iris' })).toContainText(digest as string);
});

test('two runs are compared in what their graphs differ', async ({ app }) => {
  const { page } = app;
  await runIris(app);
  await page.getByRole('group', { name: 'Optimizer optimizer' }).click();
  const rate = page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: /Learning rate/ });
  await rate.fill('0.05');
  await rate.press('Enter');
  await app.command('Reset to the same weights');
  await app.command('Run');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 20_000 });
  await expect(rows(page).filter({ hasText: 'Iris' })).toHaveCount(2);
  await nameOf(page, 1).click();
  await nameOf(page, 0).click({ modifiers: ['Shift'] });
  await expect(panel(page)).toContainText('What differs');
  await expect(panel(page)).toContainText(/Learning rate.*0\.01 .*0\.05/);
});

test('a run is exported as CSV and for TensorBoard, opened as a graph, and deleted', async ({ app, folderWith }) => {
  const { page } = app;
  const folder = folderWith();
  await runIris(app);
  await nameOf(page, 0).click();
  const csv = path.join(folder, 'run.csv');
  const written = await app.nextSaveFile(csv);
  await panel(page).getByRole('button', { name: 'Export all curves of the run as CSV' }).click();
  await written();
  expect(readFileSync(csv, 'utf8').split('\n')[0]).toMatch(/^step,loss,accuracy,validation_loss,/);
  const events = path.join(folder, 'events');
  const exported = await app.nextSaveFile(events);
  await panel(page)
    .getByRole('button', { name: /event file that TensorBoard reads/ })
    .click();
  await exported();
  // The length of the first record and its CRC, as in every event file.
  expect(readFileSync(events).subarray(0, 12).toString('hex')).toBe('1800000000000000a37f4b22');
  await panel(page).getByRole('button', { name: 'Open its graph' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Iris (Run');
  await nameOf(page, 0).click();
  await panel(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(rows(page).filter({ hasText: /Run .*Iris/ })).toHaveCount(0);
});
