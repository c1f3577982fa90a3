/** The Data panel: what is in a data set, tables of one's own, and how the world is shifted. */
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Data', exact: true });
const view = (page: Page, name: string): Locator => panel(page).getByRole('radio', { name, exact: true });

const FLOWERS = `id;name;length;width;kind\n${Array.from(
  { length: 60 },
  (_, i) => `${i};n${i};${(i % 7) + 0.5};${i % 11 === 3 ? '' : `${i % 9},5`};${['rose', 'tulip'][i % 2]}`,
).join('\n')}\n`;

async function openExample(app: ZlensApp, title: string): Promise<void> {
  await expect(app.page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command(`Open example: ${title}`);
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(title);
  await app.page.getByRole('tab', { name: 'Data' }).click();
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('a data set is summed up, column by column, row by row', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Iris');
  await expect(panel(page).getByRole('complementary', { name: 'Summary' })).toContainText('150');
  await expect(panel(page).getByRole('img', { name: /^Distribution of/ })).toHaveCount(4);
  await view(page, 'Rows').check();
  const rows = panel(page).getByRole('region', { name: 'Rows of the data' });
  await expect(rows).toContainText('setosa');
  // Only what is in sight is drawn; the end is there when it is scrolled to.
  expect(await rows.locator('.data-row').count()).toBeLessThan(60);
  await rows.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(rows).toContainText('149');
  await page.getByRole('radio', { name: 'Test', exact: true }).check();
  await expect(rows.locator('.data-row').nth(1)).toContainText('test');
});

test('pictures are shown with their labels', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  await view(page, 'Pictures').check();
  await expect(panel(page).getByRole('img', { name: /^Row 0: \d$/ })).toBeVisible();
});

test('a table is looked at before it is read, and used as one step', async ({ app, folderWith }) => {
  const { page } = app;
  const file = path.join(folderWith({ 'flowers.csv': FLOWERS }), 'flowers.csv');
  await openExample(app, 'Iris');
  await app.nextOpenFile(file);
  await page.getByRole('button', { name: 'Open a CSV…' }).click();
  const wizard = page.getByRole('dialog', { name: 'Open flowers.csv' });
  await expect(wizard).toContainText('found: semicolon');
  await expect(wizard.getByRole('combobox', { name: 'Role of id' })).toHaveValue('ignored');
  await expect(wizard.getByRole('combobox', { name: 'Role of kind' })).toHaveValue('label');
  await wizard.getByRole('combobox', { name: 'Role of name' }).selectOption('feature');
  await expect(wizard).toContainText('name holds text');
  await expect(wizard.getByRole('button', { name: 'Use this table' })).toBeDisabled();
  await wizard.getByRole('combobox', { name: 'Role of name' }).selectOption('ignored');
  await wizard.getByRole('button', { name: 'Use this table' }).click();
  const summary = panel(page).getByRole('complementary', { name: 'Summary' });
  await expect(summary).toContainText('60');
  await expect(summary).toContainText('tulip');
  await view(page, 'Columns').check();
  await expect(panel(page).getByRole('img', { name: /^Distribution of/ })).toHaveCount(2);
  await app.command('Undo');
  await expect(summary).toContainText('150');
});

test('a file that is no table is told, and nothing changes', async ({ app, folderWith }) => {
  const { page } = app;
  const file = path.join(folderWith({ 'empty.csv': '\n\n' }), 'empty.csv');
  await openExample(app, 'Iris');
  await app.nextOpenFile(file);
  await page.getByRole('button', { name: 'Open a CSV…' }).click();
  const wizard = page.getByRole('dialog');
  await expect(wizard).toContainText('No rows are found');
  await expect(wizard.getByRole('button', { name: 'Use this table' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(panel(page).getByRole('complementary', { name: 'Summary' })).toContainText('150');
});

test('a shift is previewed on the data, and taken back by undo', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await view(page, 'Shift').check();
  await expect(panel(page)).toContainText('Add a recipe');
  await panel(page).getByRole('combobox', { name: 'Add to shift' }).selectOption('translate');
  await expect(panel(page).getByRole('region', { name: 'Distributions before and after' })).toContainText('→');
  await app.command('Undo');
  await expect(panel(page)).toContainText('Add a recipe');
});

test('a graph without data offers to add some', async ({ app }) => {
  const { page } = app;
  await app.command('New graph');
  await page.getByRole('tab', { name: 'Data' }).click();
  await panel(page).getByRole('button', { name: 'Add a dataset' }).click();
  await expect(panel(page).getByRole('complementary', { name: 'Summary' })).toContainText('10,000');
});
