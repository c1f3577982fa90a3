/** The inspector's form: sums, dragging, defaults, several nodes at once, parts that fold, what is drawn before a run. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const graph = (page: Page): Locator => page.getByRole('region', { name: 'Graph' });
const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });
const field = (page: Page, name: string | RegExp): Locator => inspector(page).getByRole('textbox', { name });
const node = (page: Page, name: string): Locator => graph(page).getByRole('group', { name, exact: true });

async function openExample(app: ZlensApp, title: string): Promise<void> {
  await expect(app.page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command(`Open example: ${title}`);
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(title);
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('a sum shows what it comes to, Enter takes it, and one undo takes it back', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  const units = field(page, 'Units');
  await units.fill('(4+4)*3');
  await expect(inspector(page).getByText('= 24')).toBeVisible();
  await units.press('Enter');
  await expect(units).toHaveValue('24');
  await app.command('Undo: Units of dense_1');
  await expect(units).toHaveValue('16');
});

test('a sum that cannot be calculated stays with the reason, and Escape brings the number back', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  const units = field(page, 'Units');
  for (const [text, reason] of [
    ['16*', 'The sum is not finished.'],
    ['16*x', '“x” cannot be read.'],
    ['16/0', 'This has no finite value.'],
    ['16/3', 'A whole number is needed.'],
    ['1-2', 'At least 1.'],
  ] as const) {
    await units.fill(text);
    await expect(inspector(page)).toContainText(reason);
  }
  await units.press('Escape');
  await expect(units).toHaveValue('16');
});

test('dragging a label changes its number as one step', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  const label = inspector(page).locator('label', { hasText: 'Units' });
  const box = await label.boundingBox();
  if (!box) throw new Error('The label is not visible.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 34, y, { steps: 6 });
  await page.mouse.move(box.x + 64, y, { steps: 6 });
  await page.mouse.up();
  await expect(field(page, 'Units')).toHaveValue('26');
  await app.command('Undo: Units of dense_1');
  await expect(field(page, 'Units')).toHaveValue('16');
});

test('each field goes back to its default by its own button', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await field(page, 'Units').fill('24');
  await inspector(page).getByRole('button', { name: 'Reset to default' }).first().click();
  await expect(field(page, 'Units')).toHaveValue('16');
});

test('several nodes are edited at once, and what they differ in says so', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await field(page, 'Units').fill('12');
  await node(page, 'Dense dense_2').click({ modifiers: ['Shift'] });
  await expect(inspector(page).getByRole('heading', { name: '2 nodes selected' })).toBeVisible();
  const units = field(page, 'Units');
  await expect(units).toHaveValue('');
  await expect(units).toHaveAttribute('placeholder', 'several values');
  await units.fill('20');
  await units.press('Enter');
  for (const id of ['dense_1', 'dense_2']) {
    await app.command('Select nothing');
    await node(page, `Dense ${id}`).click();
    await expect(field(page, 'Units')).toHaveValue('20');
  }
  await app.command('Undo: Units of 2 nodes');
  await expect(field(page, 'Units')).toHaveValue('16');
});

test('what is rarely touched is folded, and what was changed in it is counted', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Optimizer optimizer').click();
  const fold = inspector(page).getByRole('button', { name: /^Weight decay and clipping/ });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await fold.click();
  await field(page, 'Clip by norm').fill('1');
  await field(page, 'Clip by norm').press('Enter');
  await fold.click();
  await expect(fold).toContainText('1');
  await inspector(page).getByRole('button', { name: 'Reset all of weight decay and clipping' }).click();
  await fold.click();
  await expect(field(page, 'Clip by norm')).toHaveValue('0');
});

test('a layer shows both shapes and its first weights, an optimizer its schedule before it runs', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_2').click();
  await expect(inspector(page)).toContainText('32×16 in and out');
  await expect(inspector(page)).toContainText('16×32 in and out in lectures');
  await expect(inspector(page).getByRole('img', { name: 'First values of kernel' })).toBeVisible();
  await node(page, 'Optimizer optimizer').click();
  const curve = inspector(page).getByRole('img', { name: 'Learning rate over the run' });
  await expect(curve).toHaveCount(0);
  await inspector(page).getByRole('combobox', { name: 'Schedule' }).selectOption('Cosine');
  await expect(curve).toBeVisible();
});

test('recipes of a shift are added, ordered and removed', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Iris');
  await node(page, 'Dataset data').click();
  await inspector(page).getByRole('button', { name: 'Shift', exact: true }).click();
  const add = inspector(page).getByRole('combobox', { name: 'Add to shift' });
  await add.selectOption('Translate');
  await add.selectOption('Scale');
  const recipes = inspector(page).locator('.list-item h4');
  await expect(recipes).toHaveText(['Translate', 'Scale']);
  await inspector(page).getByRole('button', { name: 'Move scale up' }).click();
  await expect(recipes).toHaveText(['Scale', 'Translate']);
  await inspector(page).getByRole('button', { name: 'Remove scale' }).click();
  await expect(recipes).toHaveText(['Translate']);
});

test('a node is bypassed from its inspector', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await graph(page)
    .getByRole('group', { name: / act_1$/ })
    .click();
  const bypass = inspector(page).getByRole('button', { name: 'Bypass' });
  await bypass.click();
  await expect(bypass).toHaveAttribute('aria-pressed', 'true');
  await app.command('Undo: bypass act_1');
  await expect(bypass).toHaveAttribute('aria-pressed', 'false');
});
