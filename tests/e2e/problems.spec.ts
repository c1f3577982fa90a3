/** Problems: where they are, what mends them, all at once and one by one. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const graph = (page: Page): Locator => page.getByRole('region', { name: 'Graph' });
const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });
const problems = (page: Page): Locator => page.getByRole('region', { name: 'Problems' });
const node = (page: Page, name: string): Locator => graph(page).getByRole('group', { name, exact: true });
const wire = (page: Page, name: string): Locator => graph(page).getByRole('img', { name, exact: true });

async function openExample(app: ZlensApp, title: string): Promise<void> {
  await expect(app.page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command(`Open example: ${title}`);
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(title);
}

async function cut(page: Page, name: string): Promise<void> {
  await wire(page, name).click({ force: true });
  await page.keyboard.press('Delete');
  await expect(wire(page, name)).toHaveCount(0);
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('problems stand in the order of the data, and fixing all mends them as one step', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  await cut(page, 'Wire from loss loss to optimizer loss');
  await cut(page, 'Wire from data features to dense_1 x');
  await page.getByRole('tab', { name: 'Problems' }).click();
  await expect(problems(page).getByRole('listitem')).toHaveText([/dense_1 · x/, /optimizer · loss/]);
  await expect(problems(page)).toContainText('2 errors');
  await problems(page).getByRole('button', { name: 'Fix all' }).click();
  await expect(problems(page)).toContainText('No problems');
  await expect(wire(page, 'Wire from data features to dense_1 x')).toHaveCount(1);
  await app.command('Undo: fix all problems');
  await expect(problems(page).getByRole('listitem')).toHaveCount(2);
});

test('too few units for the classes are told at the wire, and given by one click', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  await node(page, 'Dense dense_1').click();
  await inspector(page).getByRole('textbox', { name: 'Units' }).fill('3');
  await page.getByRole('tab', { name: 'Problems' }).click();
  await expect(problems(page)).toContainText('ZL308');
  const marked = wire(page, 'Wire from softmax y to loss prediction').locator('.wire');
  await expect(marked).toHaveAttribute('data-severity', 'error');
  await problems(page).getByRole('button', { name: 'Give dense_1 4 units' }).first().click();
  await expect(problems(page)).toContainText('No problems');
  await expect(marked).not.toHaveAttribute('data-severity', 'error');
  await expect(inspector(page).getByRole('textbox', { name: 'Units' })).toHaveValue('4');
});

test('a layer behind data becomes a graph that trains by one fix', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  for (const name of ['Accuracy accuracy', 'Cross-entropy loss', 'Optimizer optimizer']) {
    await node(page, name).click();
    await page.keyboard.press('Delete');
    await expect(node(page, name)).toHaveCount(0);
  }
  await page.getByRole('tab', { name: 'Problems' }).click();
  await problems(page).getByRole('button', { name: 'Add a cross-entropy loss and an optimizer' }).click();
  await expect(problems(page)).toContainText('No problems');
  await app.command('One step');
  await expect(page.getByRole('status', { name: 'Run status' })).toContainText('Step 1 ');
});

test('a click on a problem selects its node', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  await cut(page, 'Wire from data features to dense_1 x');
  await page.getByRole('tab', { name: 'Problems' }).click();
  await problems(page).getByRole('button', { name: /ZL206/ }).click();
  await expect(inspector(page).getByRole('heading', { name: 'Dense' })).toBeVisible();
  await expect(node(page, 'Dense dense_1')).toBeFocused();
});
