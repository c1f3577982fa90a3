/** Files in a browser: with File System Access (a private file system stands for the user's disk), and without it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app';

test('the page has no functions of the desktop', async ({ app }) => {
  expect(await app.page.evaluate(() => 'zlens' in window)).toBe(false);
});

test('a graph is opened with an input and saved as a download where a browser has nothing better', async ({ app }) => {
  const example = readFileSync(new URL('../../examples/hello-graph.json', import.meta.url), 'utf8');
  const folder = mkdtempSync(path.join(tmpdir(), 'zlens-page-'));
  writeFileSync(path.join(folder, 'mine.json'), example);
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
