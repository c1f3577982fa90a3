/** What a crash, or closing the window, leaves: all that was open, as it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type LaunchedDesktop, launchDesktop, test } from './app';

const example = readFileSync(new URL('../../examples/iris.json', import.meta.url), 'utf8');

let folder: string | null = null;
test.beforeEach(({ missing }) => {
  test.skip(missing !== null, missing ?? '');
  folder = mkdtempSync(path.join(tmpdir(), 'zlens-recovery-'));
});
test.afterEach(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folder = null;
});

/** A place in the folder of this test. */
const inFolder = (name: string): string => path.join(folder ?? '', name);

/** Ends the main process as a crash does. Electron's windows go with it; the stand-in's browser has to be ended too. */
async function crash({ electronApp, hostKind }: LaunchedDesktop): Promise<void> {
  const main = electronApp.process();
  const children = hostKind === 'stand-in' ? readFileSync(`/proc/${main.pid}/task/${main.pid}/children`, 'utf8') : '';
  const gone = electronApp.waitForEvent('close');
  main.kill('SIGKILL');
  for (const child of children.split(' ').filter(Boolean)) process.kill(Number(child), 'SIGKILL');
  await gone;
}

const userData = (): string => inFolder('user');

test('killed a moment after a change, it comes back with the change, and nothing is saved over', async ({
  hostKind,
}) => {
  const file = inFolder('mine.json');
  writeFileSync(file, example);
  const first = await launchDesktop(hostKind, userData());
  await first.nextOpenFile(file);
  await first.command('Open…');
  await expect(first.page.getByRole('heading', { level: 1 })).toHaveText('Iris');
  await first.command('Add node: Dropout');
  await expect(first.page.getByRole('group', { name: /^Dropout / })).toBeVisible();
  // The bound is what is promised of a crash at any moment.
  await first.page.waitForTimeout(1500);
  await crash(first);
  expect(readFileSync(file, 'utf8')).toBe(example);

  // Someone else writes the file before the next start.
  const theirs = example.replace('"Iris"', '"Theirs"');
  writeFileSync(file, theirs);
  const second = await launchDesktop(hostKind, userData());
  try {
    await expect(second.page.getByRole('heading', { level: 1 })).toHaveText('Iris');
    await expect(second.page.getByRole('group', { name: /^Dropout / })).toBeVisible();
    await expect(second.page.getByRole('log').last()).toContainText('has changed on disk');
    await second.command('Save');
    await expect(second.page.getByRole('dialog', { name: /has changed on disk/ })).toBeVisible();
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    await second.page.getByRole('dialog').getByRole('button', { name: 'Overwrite' }).click();
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('dropout');
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(theirs);
  } finally {
    await second.electronApp.close();
  }
});

test('closing a window asks nothing, since the next start brings everything back', async ({ hostKind }) => {
  const first = await launchDesktop(hostKind, userData());
  await first.command('Open example: Iris');
  await expect(first.page.getByRole('heading', { level: 1 })).toHaveText('Iris');
  await first.command('Add node: Dropout');
  await first.command('Open example: Two spirals');
  await expect(first.page.getByRole('heading', { level: 1 })).toHaveText('Two spirals');
  await first.electronApp.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.reject(new Error('asked'));
  });
  const closed = first.electronApp.waitForEvent('close');
  await first.electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closed;

  const second = await launchDesktop(hostKind, userData());
  try {
    const tabs = second.page.getByRole('tablist', { name: 'Open graphs' }).getByRole('tab');
    await expect(tabs).toHaveText(['Iris', 'Two spirals']);
    await expect(tabs.last()).toHaveAttribute('aria-selected', 'true');
    await tabs.first().click();
    await expect(second.page.getByRole('group', { name: /^Dropout / })).toBeVisible();
  } finally {
    await second.electronApp.close();
  }
});
