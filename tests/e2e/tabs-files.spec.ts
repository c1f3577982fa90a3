/** Several graphs in tabs: what each keeps, closing, dropping, comparing, and a run that goes on out of sight. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
const strip = (page: Page): Locator => page.getByRole('tablist', { name: 'Open graphs' });
const tab = (page: Page, name: string | RegExp): Locator => strip(page).getByRole('tab', { name });
const status = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });
const node = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Graph' }).getByRole('group', { name, exact: true });

/** Opens an example and changes it, so that it keeps its tab. */
async function changed(app: ZlensApp, example: string): Promise<void> {
  await app.command(`Open example: ${example}`);
  await expect(title(app.page)).toHaveText(example);
  await app.command('Add node: Dense');
}

const tabNames = async (page: Page): Promise<string[]> =>
  (await strip(page).getByRole('tab').allTextContents()).map((name) => name.trim());

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('each tab keeps its graph, its changes, its selection and its way back', async ({ app }) => {
  const { page } = app;
  await expect(strip(page)).toHaveCount(0);
  await changed(app, 'Iris');
  await app.command('Open example: Two spirals');
  expect(await tabNames(page)).toEqual(['Iris', 'Two spirals']);
  await node(page, 'Dense dense_2').click();
  await tab(page, /Iris/).click();
  await expect(title(page)).toHaveText('Iris');
  await expect(tab(page, 'Iris, not saved')).toHaveAttribute('aria-selected', 'true');
  await app.command('Undo');
  await expect(page.getByRole('tab', { name: 'Iris', exact: true })).toBeVisible();
  await tab(page, /Two spirals/).click();
  await expect(page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: 'Id' })).toHaveValue(
    'dense_2',
  );
});

test('a run goes on while its tab is out of sight, and its tab says so', async ({ app }) => {
  const { page } = app;
  await changed(app, 'Iris');
  await app.command('Undo');
  await app.command('Add node: Comment');
  await app.command('Speed: 100 steps a second');
  await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click();
  await expect(status(page)).toContainText(/Step [1-9]/);
  await app.command('New graph');
  await expect(status(page)).not.toContainText('loss');
  await expect(tab(page, /Iris, not saved, Trains on out of sight/)).toBeVisible();
  await tab(page, /Iris/).click();
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  const step = async () =>
    Number(/Step ([\d,]+)/.exec((await status(page).textContent()) ?? '')?.[1]?.replace(',', ''));
  const before = await step();
  await expect.poll(step).toBeGreaterThan(before);
});

test('the keyboard goes through the tabs, moves one and closes one', async ({ app }) => {
  const { page } = app;
  await changed(app, 'Iris');
  await changed(app, 'Two spirals');
  await app.command('New graph');
  const [next, previous] =
    app.hostKind === 'page' ? ['Alt+PageDown', 'Alt+PageUp'] : ['Control+PageDown', 'Control+PageUp'];
  await page.keyboard.press(next);
  await expect(title(page)).toHaveText('Iris');
  await page.keyboard.press(previous);
  await expect(title(page)).toHaveText('Untitled');
  await tab(page, 'Untitled').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  expect(await tabNames(page)).toEqual(['Iris', 'Untitled', 'Two spirals']);
  await page.keyboard.press('Delete');
  await expect(title(page)).toHaveText('Two spirals');
  expect(await tabNames(page)).toEqual(['Iris', 'Two spirals']);
});

test('a tab is dragged to another place, and the middle button closes one that is saved', async ({ app }) => {
  const { page } = app;
  await changed(app, 'Iris');
  await app.command('Open example: Two spirals');
  const [from, to] = [await tab(page, /spirals/).boundingBox(), await tab(page, /Iris/).boundingBox()];
  if (!from || !to) throw new Error('The tabs are not visible.');
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 10, { steps: 6 });
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 3 });
  await page.mouse.up();
  expect(await tabNames(page)).toEqual(['Two spirals', 'Iris']);
  await tab(page, /spirals/).click({ button: 'middle' });
  await expect(strip(page)).toHaveCount(0);
  await expect(title(page)).toHaveText('Iris');
});

test('closing asks about what is not saved, and a closed graph comes back', async ({ app }) => {
  const { page } = app;
  await changed(app, 'Iris');
  const question = page.getByRole('dialog', { name: /Save the changes to “Iris”/ });
  await app.command('Close graph');
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(title(page)).toHaveText('Iris');
  await app.command('Close graph');
  await question.getByRole('button', { name: 'Don’t save' }).click();
  await expect(title(page)).toHaveText('Untitled');
  await app.command('Open closed graph again');
  await expect(title(page)).toHaveText('Iris');
  await expect(node(page, 'Dense dense_3')).toBeVisible();
});

test('what has changed since saving is told in words, and reverting is one step back and forth', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Two spirals');
  await node(page, 'Dense dense_1').click();
  const units = page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: 'Units' });
  await units.fill('24');
  await units.press('Enter');
  await app.command('Add node: Dropout');
  await app.command('Compare with saved…');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('dense_1, Units: 16 → 24');
  await expect(dialog).toContainText(/added \(Dropout\)/);
  await dialog.getByRole('button', { name: 'Revert to saved' }).click();
  await expect(page.getByRole('group', { name: /^Dropout / })).toHaveCount(0);
  await app.command('Undo: revert to saved');
  await app.command('Compare with saved…');
  await expect(dialog).toContainText('dense_1, Units: 16 → 24');
});

test('the whole graph is exported as a vector picture with its texts escaped', async ({ app, folderWith }) => {
  const { page } = app;
  await app.command('Open example: Two spirals');
  await expect(title(page)).toHaveText('Two spirals');
  const name = page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: 'Name' });
  await name.fill('<script>alert("x")</script>');
  await name.press('Enter');
  const file = path.join(folderWith(), 'graph.svg');
  const saved = await app.nextSaveFile(file);
  await app.command('Export graph as SVG…');
  await saved();
  const markup = readFileSync(file, 'utf8');
  expect(markup).toContain('&lt;script&gt;');
  expect(markup).not.toContain('<script');
  expect(markup.match(/>dense_\d</g)).toHaveLength(3);
  const parsed = await page.evaluate((text) => {
    const found = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { error: found.querySelector('parsererror')?.textContent ?? '', root: found.documentElement.localName };
  }, markup);
  expect(parsed).toEqual({ error: '', root: 'svg' });
});

for (const [panel, what] of [
  ['z-statistics', 'the z-statistics'],
  ['Training', 'the training charts'],
] as const) {
  test(`${what} are exported as lines, as pixels and as numbers`, async ({ app, folderWith }) => {
    const { page } = app;
    await app.command('Open example: Two spirals');
    await app.command('One step');
    await expect(status(page)).toContainText('Step 1 ');
    await app.command(`Show ${panel}`);
    const folder = folderWith();
    for (const [format, starts] of [
      ['SVG', '<?xml'],
      ['PNG', '\u0089PNG'],
      ['CSV', 'step,'],
    ] as const) {
      const file = path.join(folder, `chart.${format}`);
      const saved = await app.nextSaveFile(file);
      await page.getByRole('button', { name: `Export ${what}` }).click();
      await page.getByRole('dialog').getByRole('option', { name: format }).click();
      await saved();
      expect(readFileSync(file, 'latin1').slice(0, starts.length)).toBe(starts);
    }
  });
}

test('a file that someone else has written is not saved over without a question', async ({ app, folderWith }) => {
  test.skip(app.hostKind === 'page', 'without file access a page cannot see what a file holds');
  const { page } = app;
  const example = readFileSync(new URL('../../examples/iris.json', import.meta.url), 'utf8');
  const file = path.join(folderWith({ 'mine.json': example }), 'mine.json');
  const { writeFileSync } = await import('node:fs');
  await app.nextOpenFile(file);
  await app.command('Open…');
  await expect(title(page)).toHaveText('Iris');
  await app.command('Add node: Dense');
  const theirs = example.replace('"Iris"', '"Theirs"');
  writeFileSync(file, theirs);
  await app.command('Save');
  const dialog = page.getByRole('dialog', { name: /has changed on disk/ });
  await dialog.getByRole('button', { name: 'Load from disk' }).click();
  await expect(title(page)).toHaveText('Theirs');
  expect(readFileSync(file, 'utf8')).toBe(theirs);
  await app.command('Undo: revert to saved');
  await expect(title(page)).toHaveText('Iris');
  await app.command('Save');
  await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')).name).toBe('Iris');
});
