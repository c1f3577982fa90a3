/** Undo by name, and the list of all steps to go back and forward in. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const graph = (page: Page): Locator => page.getByRole('region', { name: 'Graph' });
const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });
const units = (page: Page): Locator => inspector(page).getByRole('textbox', { name: 'Units' });
const node = (page: Page, name: string): Locator => graph(page).getByRole('group', { name, exact: true });

/** Three steps: units, bias, a copy. */
async function threeSteps(app: ZlensApp): Promise<Locator> {
  const { page } = app;
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command('Open example: Two spirals');
  await node(page, 'Dense dense_1').click();
  await units(page).fill('24');
  await units(page).press('Enter');
  await inspector(page).getByLabel('Bias', { exact: true }).click();
  await app.command('Duplicate');
  await expect(node(page, 'Dense dense_4')).toBeVisible();
  await app.command('History…');
  return page.getByRole('dialog', { name: 'History' }).getByRole('option');
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('the history lists every step by name, and a click goes there and back', async ({ app }) => {
  const { page } = app;
  const steps = await threeSteps(app);
  await expect(steps).toHaveText([
    /Opened “Two spirals”/,
    /Units of dense_1/,
    /Bias of dense_1/,
    /duplicate 1 node.*now/,
  ]);
  await steps.nth(1).click();
  await expect(node(page, 'Dense dense_4')).toHaveCount(0);
  await expect(steps.nth(1)).toContainText('now');
  await expect(steps.nth(3)).toContainText('undone');
  await steps.nth(3).click();
  await expect(node(page, 'Dense dense_4')).toBeVisible();
  await steps.nth(0).click();
  await page.keyboard.press('Escape');
  await node(page, 'Dense dense_1').click();
  await expect(units(page)).toHaveValue('16');
});

test('the keyboard alone goes through the history', async ({ app }) => {
  const { page } = app;
  const steps = await threeSteps(app);
  const list = page.getByRole('listbox', { name: 'History' });
  await expect(list).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(steps.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(steps.nth(3)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('selecting, zooming, running and failing edits are no steps', async ({ app }) => {
  const { page } = app;
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command('Open example: Two spirals');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two spirals');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await node(page, 'Dense dense_1').click();
  await app.command('Zoom in');
  await app.command('One step');
  await units(page).fill('x');
  await units(page).press('Escape');
  await units(page).fill('16');
  await units(page).press('Enter');
  await app.command('History…');
  await expect(page.getByRole('dialog', { name: 'History' }).getByRole('option')).toHaveCount(1);
});
