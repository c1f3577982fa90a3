/** What only a page has: links that hold a graph, several windows over one store, data in the browser's database. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';

const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
const tabs = (page: Page): Locator => page.getByRole('tablist', { name: 'Open graphs' }).getByRole('tab');
const node = (page: Page, name: RegExp): Locator =>
  page.getByRole('region', { name: 'Graph' }).getByRole('group', { name });

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

/** Drops a file on the window, as from the desktop. */
const drop = (page: Page, name: string, bytes: readonly number[]): Promise<void> =>
  page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(content)], fileName));
      for (const kind of ['dragover', 'drop']) {
        const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('main')?.dispatchEvent(event);
      }
    },
    [name, bytes] as const,
  );

test('a link opens as a copy that stands still, and leaves the address', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Two spirals');
  await expect(title(page)).toHaveText('Two spirals');
  await app.command('Add node: Dropout');
  await app.command('Share as link…');
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(/#graph=1\./);
  const link = await field.inputValue();
  await expect(page.getByRole('dialog')).toContainText(`${link.length.toLocaleString('en')} characters`);

  const other = await page.context().newPage();
  await other.goto(link);
  await expect(title(other)).toHaveText('Two spirals');
  await expect(node(other, /^Dropout /)).toBeVisible();
  expect(new URL(other.url()).hash).toBe('');
  await expect(other.getByRole('status', { name: 'Run status' })).not.toContainText('loss');
  await other.close();
  // In a window with work in it, it comes into a tab beside that.
  await page.keyboard.press('Escape');
  await page.evaluate((address) => {
    location.hash = new URL(address).hash;
  }, link);
  await expect(tabs(page)).toHaveText(['Two spirals', 'Two spirals']);
  await expect(tabs(page).last()).toHaveAttribute('aria-selected', 'true');
});

test('a link that was cut off is refused with what to do, and nothing is lost', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Iris');
  await expect(title(page)).toHaveText('Iris');
  await page.evaluate(() => {
    location.hash = '#graph=1.q1ZKyy_KTSxRslJQ';
  });
  await expect(page.getByRole('dialog')).toContainText('cut off');
  await page.keyboard.press('Escape');
  await expect(title(page)).toHaveText('Iris');
});

test('a reload brings back all tabs, and the one that was on show', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Iris');
  await app.command('Add node: Dropout');
  await app.command('Open example: Two spirals');
  await app.command('Add node: Comment');
  await tabs(page).first().click();
  await expect(title(page)).toHaveText('Iris');
  await page.waitForTimeout(1200);
  await page.reload();
  await expect(tabs(page)).toHaveText(['Iris', 'Two spirals']);
  await expect(title(page)).toHaveText('Iris');
  await expect(node(page, /^Dropout /)).toBeVisible();
});

test('two windows keep their own tabs, and what a closed one left unsaved comes to the next start', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Iris');
  await app.command('Add node: Dropout');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(title(other)).toHaveText('Digits with batch norm');
  await other.keyboard.press('F1');
  const list = other.getByRole('dialog');
  await list.getByRole('searchbox').fill('Add node: Dense');
  await list.getByRole('option').first().click();
  await expect(node(other, /^Dense dense_5$/)).toHaveCount(1);
  await other.waitForTimeout(1200);
  await other.close({ runBeforeUnload: false });
  await page.reload();
  await expect(tabs(page)).toHaveText(['Iris', 'Digits with batch norm']);
  await page.reload();
  await expect(tabs(page)).toHaveText(['Iris', 'Digits with batch norm']);
});

test('dropped data become a dataset, and are found again after a reload', async ({ app }) => {
  const { page } = app;
  const rows = Array.from({ length: 40 }, (_, row) => `${row / 10},${(row * 7) % 5},${row % 2 ? 'a' : 'b'}`);
  await app.command('New graph');
  await drop(page, 'rows.csv', [...Buffer.from(`x,y,kind\n${rows.join('\n')}\n`)]);
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /New Dataset node/ })
    .click();
  await page.getByRole('dialog', { name: 'Open rows.csv' }).getByRole('button', { name: 'Use this table' }).click();
  await expect(node(page, /^Dataset /)).toContainText('40 rows');
  await page.waitForTimeout(1200);
  await page.reload();
  await expect(node(page, /^Dataset /)).toContainText('40 rows');
});

test('dropped data take the place of what a dataset node read, in one step', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Iris');
  await expect(title(page)).toHaveText('Iris');
  const table = 'a,b,label\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n';
  await drop(page, 'small.csv', [...Buffer.from(table)]);
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /Dataset node data/ })
    .click();
  await page.getByRole('dialog', { name: 'Open small.csv' }).getByRole('button', { name: 'Use this table' }).click();
  await expect(node(page, /^Dataset /)).toContainText('4 rows');
  await page.getByRole('region', { name: 'Graph' }).click({ position: { x: 8, y: 8 } });
  await page.keyboard.press('Control+z');
  await expect(node(page, /^Dataset /)).toContainText('150 rows');
});

test('what is neither graph nor data is refused by name', async ({ app }) => {
  const { page } = app;
  await drop(page, 'photo.bmp', [0x42, 0x4d]);
  await expect(page.getByRole('dialog')).toContainText('photo.bmp');
  await expect(page.getByRole('dialog')).toContainText('.npz');
  await page.keyboard.press('Escape');
});

test('with file access, a file that changed on disk is shown as it is, and never saved over unasked', async ({
  app,
}) => {
  const { page } = app;
  const example = readFileSync(new URL('../../examples/iris.json', import.meta.url), 'utf8');
  const write = (text: string) =>
    page.evaluate(async (content) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('mine.json', { create: true });
      const stream = await handle.createWritable();
      await stream.write(content);
      await stream.close();
      Reflect.set(window, 'showOpenFilePicker', async () => [handle]);
    }, text);
  await write(example);
  await app.command('Open…');
  await expect(title(page)).toHaveText('Iris');
  await app.command('Add node: Dropout');
  await write(example.replace('"Iris"', '"Theirs"'));
  await app.command('Save');
  const dialog = page.getByRole('dialog', { name: /has changed on disk/ });
  await dialog.getByRole('button', { name: 'Load from disk' }).click();
  await expect(title(page)).toHaveText('Theirs');
  await page.waitForTimeout(1200);
  await write(example.replace('"Iris"', '"Later still"'));
  await page.reload();
  await expect(title(page)).toHaveText('Later still');
});
