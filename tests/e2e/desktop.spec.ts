/** What the page may and may not do on the desktop. */
import { contract } from '../../bridge/contract';
import { expect, test } from './app';

const functions = [
  ...Object.entries(contract)
    .filter(([, channel]) => channel.direction === 'request')
    .map(([name]) => name),
  'on',
].sort();

test('the page sees exactly the functions of the contract and nothing of the machine', async ({ app }) => {
  const seen = await app.page.evaluate(() => ({
    functions: Object.keys((window as unknown as { zlens: object }).zlens).sort(),
    machine: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', '__dirname'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ functions, machine: [] });
});

test('the window never leaves the page', async ({ app }) => {
  const before = app.page.url();
  await app.page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await app.page.waitForTimeout(300);
  expect(app.page.url()).toBe(before);
});

test('the page opens no second window', async ({ app }) => {
  const opened = await app.page.evaluate(() => window.open('https://example.com/') === null);
  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  // Long enough for a window to come; the stand-in's browser shows one for a moment before it is closed.
  await app.page.waitForTimeout(300);
  expect(opened).toBe(true);
  await expect.poll(() => app.electronApp?.windows().length).toBe(1);
});

test('only https addresses reach the browser of the user', async ({ app }) => {
  await app.electronApp?.evaluate(({ shell }) => {
    const asked: string[] = [];
    Reflect.set(globalThis, 'askedOutside', asked);
    shell.openExternal = async (address) => {
      asked.push(address);
    };
  });
  const answers = await app.page.evaluate(async () => {
    const { zlens } = window as unknown as {
      zlens: { openExternal(r: { url: string }): Promise<{ opened: boolean }> };
    };
    const urls = [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'http://example.com',
      'https://u:p@example.com',
      'smb://x',
    ];
    const refused = await Promise.all(urls.map((url) => zlens.openExternal({ url })));
    return [...refused, await zlens.openExternal({ url: 'https://example.com/paper' })].map(({ opened }) => opened);
  });
  expect(answers).toEqual([false, false, false, false, false, true]);
  const asked = await app.electronApp?.evaluate(() => Reflect.get(globalThis, 'askedOutside') as string[]);
  expect(asked).toEqual(['https://example.com/paper']);
});
