/** The way of a person's first hour: see it train, open, edit, wire, undo, run, save, reopen; with mouse and keyboard. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const status = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });
const graph = (page: Page): Locator => page.getByRole('region', { name: 'Graph' });
const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });
const field = (page: Page, name: string | RegExp): Locator => inspector(page).getByRole('textbox', { name });
const node = (page: Page, name: string): Locator => graph(page).getByRole('group', { name, exact: true });
const port = (page: Page, name: string): Locator => graph(page).getByRole('button', { name, exact: true });
const wire = (page: Page, name: string): Locator => graph(page).getByRole('img', { name, exact: true });

/** The numbers that the run's status tells. */
async function runStatus(page: Page): Promise<{ step: number; loss: number; accuracy: number }> {
  const text = (await status(page).textContent()) ?? '';
  const number = (pattern: RegExp): number => Number((pattern.exec(text)?.[1] ?? 'NaN').replaceAll(',', ''));
  return { step: number(/Step ([\d,]+)/), loss: number(/loss ([\d.]+)/), accuracy: number(/accuracy ([\d.]+)/) };
}

async function openExample(app: ZlensApp, title: string): Promise<void> {
  await expect(status(app.page)).toContainText('Step');
  await app.command(`Open example: ${title}`);
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(title);
}

async function runTo(app: ZlensApp, step: number): Promise<void> {
  await app.page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(async () => (await runStatus(app.page)).step, { timeout: 20_000 }).toBeGreaterThanOrEqual(step);
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test.describe('at the very first start', () => {
  test.use({ firstStart: true });

  test('the first open trains the digits at once: the loss falls, the accuracy rises, the bands move', async ({
    app,
  }) => {
    const { page } = app;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Digits with batch norm');
    await expect.poll(async () => (await runStatus(page)).step, { timeout: 20_000 }).toBeGreaterThan(0);
    await page.getByRole('tab', { name: 'z-statistics' }).click();
    const bands = page.getByRole('region', { name: 'z-statistics' }).getByRole('table');
    await expect(bands.getByRole('row')).toHaveCount(8);
    const cell = bands
      .getByRole('row', { name: /Dense dense_4/ })
      .getByRole('cell')
      .nth(6);
    const early = Number((await cell.textContent())?.replace('−', '-'));
    await expect.poll(async () => (await runStatus(page)).step, { timeout: 30_000 }).toBeGreaterThan(1500);
    const { loss, accuracy } = await runStatus(page);
    expect(loss).toBeLessThan(0.6);
    expect(accuracy).toBeGreaterThan(0.8);
    expect(Number((await cell.textContent())?.replace('−', '-'))).toBeGreaterThan(early);
  });

  test('a new graph ends the run of the one before it, and shows nothing of it', async ({ app }) => {
    const { page } = app;
    await expect(status(page)).toContainText('loss');
    await app.command('New graph');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Untitled');
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toHaveCount(0);
    await expect(status(page)).not.toContainText('loss');
    await expect(page.getByRole('region', { name: 'z-statistics' }).getByRole('table')).toHaveCount(0);
  });
});

test('an example opens, runs, pauses, and a reset repeats the same run', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  await app.command('One step');
  await expect(status(page)).toContainText('Step 1 ');
  const first = await runStatus(page);
  await runTo(app, 500);
  expect((await runStatus(page)).loss).toBeLessThan(first.loss / 5);
  await page.getByRole('button', { name: 'Reset to the same initial weights' }).click();
  await expect(status(page)).toContainText('Step 0');
  await app.command('One step');
  await expect(status(page)).toContainText('Step 1 ');
  expect((await runStatus(page)).loss).toBe(first.loss);
});

test('a parameter is edited in the inspector, counted, undone and redone', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await expect(inspector(page).getByRole('heading', { name: 'Dense' })).toBeVisible();
  await expect(inspector(page)).toContainText('48');
  await field(page, 'Units').fill('24');
  await field(page, 'Units').press('Enter');
  await expect(inspector(page)).toContainText('72');
  await graph(page).click({ position: { x: 8, y: 8 } });
  await page.keyboard.press('Control+z');
  await node(page, 'Dense dense_1').click();
  await expect(field(page, 'Units')).toHaveValue('16');
  await page.keyboard.press('Control+y');
  await expect(field(page, 'Units')).toHaveValue('24');
});

test('a wire is removed, its lack is told, and the mouse draws it again', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  const lost = wire(page, 'Wire from data features to dense_1 x');
  await lost.click({ force: true });
  await page.keyboard.press('Delete');
  await expect(lost).toHaveCount(0);
  await page.getByRole('tab', { name: 'Problems' }).click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('ZL206');
  await expect(problems).toContainText('dense_1');
  await port(page, 'data output features').dragTo(port(page, 'dense_1 input x'));
  await expect(lost).toHaveCount(1);
  await expect(problems).toContainText('No problems');
});

test('a wire that cannot be is refused with the reason', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  const from = await port(page, 'data output labels').boundingBox();
  const to = await port(page, 'dense_1 input x').boundingBox();
  if (!from || !to) throw new Error('The ports are not visible.');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2 - 20, to.y + to.height / 2, { steps: 5 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  const reason = page.getByText(/carries labels/);
  await expect(reason).toBeVisible();
  const shown = await reason.boundingBox();
  expect(Math.abs((shown?.x ?? 0) - to.x)).toBeLessThan(60);
  expect(Math.abs((shown?.y ?? 0) - to.y)).toBeLessThan(60);
  await page.mouse.up();
  await expect(wire(page, 'Wire from data labels to dense_1 x')).toHaveCount(0);
  await expect(wire(page, 'Wire from data features to dense_1 x')).toHaveCount(1);
});

test('the keyboard alone adds a node, connects it and takes it back', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  await app.command('Add node: Dense');
  const added = node(page, 'Dense dense_2');
  await expect(added).toBeVisible();
  await added.focus();
  await app.command('Connect to…');
  const list = page.getByRole('dialog');
  await list.getByRole('searchbox').fill('softmax');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Wire from dense_2 z to softmax x')).toHaveCount(1);
  await app.command('Undo');
  await app.command('Undo');
  await expect(added).toHaveCount(0);
  await expect(wire(page, 'Wire from dense_1 z to softmax x')).toHaveCount(1);
});

test('a learning rate changed on the running graph compiles nothing and goes on', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await app.command('Speed: 100 steps a second');
  await runTo(app, 5);
  await node(page, 'Optimizer optimizer').click();
  await field(page, /Learning rate/).fill('0.02');
  await field(page, /Learning rate/).press('Enter');
  const { step } = await runStatus(page);
  await expect.poll(async () => (await runStatus(page)).step).toBeGreaterThan(step);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Run', exact: true })).toBeVisible();
});

test('a node is renamed by keys: what is not allowed stays in the field, and the focus returns to the card', async ({
  app,
}) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_2').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F2');
  await expect(field(page, 'Id')).toBeFocused();
  await page.keyboard.type('hidden two');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Id')).toBeFocused();
  await expect(field(page, 'Id')).toHaveValue('hidden two');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('hidden');
  await page.keyboard.press('Enter');
  await expect(node(page, 'Dense hidden')).toBeFocused();
  await expect(wire(page, 'Wire from act_1 y to hidden x')).toHaveCount(1);
});

test('a number that is not allowed stays in its field with the reason', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await field(page, 'Units').fill('0');
  await field(page, 'Units').press('Enter');
  await expect(field(page, 'Units')).toHaveValue('0');
  await expect(inspector(page)).toContainText('At least 1.');
  await field(page, 'Units').press('Escape');
  await expect(field(page, 'Units')).toHaveValue('16');
});

test('a lint is mended by its fix', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  await node(page, 'Dense dense_1').click();
  await inspector(page).getByLabel('Bias', { exact: true }).click();
  await page.getByRole('tab', { name: 'Problems' }).click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('ZL401');
  await problems.getByRole('button', { name: /Turn off the bias/ }).click();
  await expect(problems).toContainText('No problems');
});

test('a graph is saved, changed, and opened again as it was saved', async ({ app, folderWith }) => {
  const { page } = app;
  const file = path.join(folderWith(), 'mine.zlens.json');
  await openExample(app, 'Iris');
  await node(page, 'Dense dense_1').click();
  await field(page, 'Units').fill('12');
  await field(page, 'Units').press('Enter');
  const saved = await app.nextSaveFile(file);
  await app.command('Save as…');
  await saved();
  const document = JSON.parse(readFileSync(file, 'utf8'));
  expect(document).toMatchObject({ format: 'zlens-graph', version: 1, name: 'Iris' });
  expect(document.nodes.find(({ id }: { id: string }) => id === 'dense_1').data.units).toBe(12);
  await openExample(app, 'Two spirals');
  await app.nextOpenFile(file);
  await app.command('Open…');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Iris');
  await node(page, 'Dense dense_1').click();
  await expect(field(page, 'Units')).toHaveValue('12');
  await runTo(app, 300);
  expect((await runStatus(page)).accuracy).toBeGreaterThan(0.8);
});

test('a broken file is refused with the reason, and the open graph stays', async ({ app, folderWith }) => {
  const { page } = app;
  const text = '{ "format": "zlens-graph", "version": 99, "nodes": [] }';
  const file = path.join(folderWith({ 'broken.json': text }), 'broken.json');
  await openExample(app, 'Iris');
  await app.nextOpenFile(file);
  await app.command('Open…');
  await expect(page.getByText(/version 99/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Iris');
});
