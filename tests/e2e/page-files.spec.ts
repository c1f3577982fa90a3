/** Files in a browser: with File System Access (a private file system stands for the user's disk), and without it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app';

test('the page has no functions of the desktop', async ({ app }) => {
  expect(await app.page.evaluate(() => 'zlens' in window)).toBe(false);
});

test('a graph is opened with an input and saved as a download where a browser has nothing better', async ({
  app,
  folderWith,
}) => {
  const example = readFileSync(new URL('../../examples/hello-graph.json', import.meta.url), 'utf8');
  const folder = folderWith({ 'mine.json': example });
  await app.nextOpenFile(path.join(folder, 'mine.json'));
  await app.command('Open…');
  await expect(app.page).toHaveTitle(/mine/);
  const saved = await app.nextSaveFile(path.join(folder, 'copy.json'));
  await app.command('Save as…');
  await saved();
  expect(JSON.parse(readFileSync(path.join(folder, 'copy.json'), 'utf8'))).toEqual(JSON.parse(example));
});

/** A file of the page's own private file system, as if the user had picked it on the disk. */
async function pickFromPrivateFiles(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    async ([fileName, content]) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle(fileName, { create: true });
      const stream = await handle.createWritable();
      await stream.write(content);
      await stream.close();
      Reflect.set(window, 'showOpenFilePicker', async () => [handle]);
    },
    [name, text] as const,
  );
}

test('with file access a graph is saved in place, and found again after a reload', async ({ app }) => {
  const { page } = app;
  const example = readFileSync(new URL('../../examples/hello-graph.json', import.meta.url), 'utf8');
  await pickFromPrivateFiles(page, 'private.json', example);
  await app.command('Open…');
  await expect(page).toHaveTitle(/private/);
  await app.command('Save');
  const stored = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle('private.json')).getFile()).text();
  });
  expect(JSON.parse(stored)).toEqual(JSON.parse(example));
  await page.reload();
  await app.command('Open recent');
  await page.getByRole('dialog').getByText('private.json').click();
  await expect(page).toHaveTitle(/private/);
});

/** Drops a file on the window, as from the desktop. */
const drop = (page: Page, name: string, text: string): Promise<void> =>
  page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], fileName));
      for (const kind of ['dragover', 'drop']) {
        const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('main')?.dispatchEvent(event);
      }
    },
    [name, text] as const,
  );

test('a graph dropped on the window is opened; what is none is refused with what to do instead', async ({ app }) => {
  const { page } = app;
  const title = page.getByRole('heading', { level: 1 });
  await drop(page, 'hello.json', readFileSync(new URL('../../examples/hello-graph.json', import.meta.url), 'utf8'));
  await expect(title).toHaveText('Hello graph');
  const refused = async (name: string, text: string, reason: RegExp): Promise<void> => {
    await drop(page, name, text);
    await expect(page.getByRole('dialog')).toContainText(reason);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await refused('broken.json', '{"format": "zlens-graph", "nodes": [', /line 1, column 37/);
  await refused('new.json', '{"format": "zlens-graph", "version": 99, "nodes": []}', /version 99/);
  await refused('rows.csv', 'a,b\n1,2\n', /Dataset node/);
  await expect(title).toHaveText('Hello graph');
});
