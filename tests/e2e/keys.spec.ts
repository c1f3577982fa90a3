/** Keys: looked up, changed with conflicts told, remembered, and set back. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const row = (page: Page, id: string): Locator => dialog(page).locator(`[data-command="${id}"]`);

async function openKeys(app: ZlensApp): Promise<void> {
  await expect(app.page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command('Keyboard shortcuts');
  await expect(dialog(app.page)).toBeVisible();
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('a key is changed, works, stands in the menu, and is remembered', async ({ app }) => {
  const { page } = app;
  await openKeys(app);
  await row(page, 'view.problems')
    .getByRole('button', { name: /^Change the key/ })
    .click();
  await page.keyboard.press('Alt+j');
  await expect(row(page, 'view.problems')).toContainText('Alt+J');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+j');
  await expect(page.getByRole('region', { name: 'Problems' })).toBeVisible();
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitem', { name: 'View' }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Show Problems' })).toContainText('Alt+J');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command('Show Training');
  await page.keyboard.press('Alt+j');
  await expect(page.getByRole('region', { name: 'Problems' })).toBeVisible();
  await openKeys(app);
  await dialog(page).getByRole('button', { name: 'Reset all keys' }).click();
  await expect(row(page, 'view.problems')).not.toContainText('Alt+J');
});

test('a key that another command has is told, and can be taken from it', async ({ app }) => {
  const { page } = app;
  await openKeys(app);
  await dialog(page).getByRole('searchbox').fill('duplicate');
  await row(page, 'edit.duplicate')
    .getByRole('button', { name: /^Change the key/ })
    .click();
  await page.keyboard.press('Control+f');
  await expect(row(page, 'edit.duplicate')).toContainText('Ctrl+F is “Go to node…”.');
  await row(page, 'edit.duplicate').getByRole('button', { name: 'Take it from there' }).click();
  await expect(row(page, 'edit.duplicate')).toContainText('Ctrl+F');
  await dialog(page).getByRole('searchbox').fill('go to node');
  await expect(row(page, 'node.goTo')).not.toContainText('Ctrl+F');
  await row(page, 'node.goTo')
    .getByRole('button', { name: /^Reset the key/ })
    .click();
  await expect(row(page, 'node.goTo')).toContainText('Ctrl+F');
});

test('keys that controls need are refused, Escape cancels, Backspace takes a key away', async ({ app }) => {
  const { page } = app;
  await openKeys(app);
  const change = row(page, 'view.fit').getByRole('button', { name: /^Change the key/ });
  await change.click();
  await page.keyboard.press('Enter');
  await expect(row(page, 'view.fit')).toContainText('Enter belongs to the fields and lists.');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeVisible();
  await expect(row(page, 'view.fit')).toContainText('Ctrl+0');
  await change.click();
  await page.keyboard.press('Backspace');
  await expect(row(page, 'view.fit')).not.toContainText('Ctrl+0');
});

test('keys of the graph are dead in a text field, and alive behind a switch or a list', async ({ app }) => {
  const { page } = app;
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command('Open example: Two spirals');
  const nodes = page.getByRole('region', { name: 'Graph' }).getByRole('group');
  const dense = nodes.and(page.getByRole('group', { name: 'Dense dense_1', exact: true }));
  await dense.click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('textbox', { name: 'Units' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(dense).toBeVisible();
  await page.keyboard.press('Escape');
  const bias = inspector.getByLabel('Bias', { exact: true });
  await bias.click();
  await expect(bias).toHaveAttribute('aria-checked', 'false');
  await page.keyboard.press('Delete');
  await expect(dense).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(bias).toHaveAttribute('aria-checked', 'true');
  const initializer = inspector.getByRole('combobox', { name: 'Kernel initializer' });
  await initializer.selectOption('He normal');
  await initializer.focus();
  await page.keyboard.press('Control+z');
  await expect(initializer).toHaveValue('glorotUniform');
});
