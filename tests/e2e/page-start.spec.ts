/** `npm start` where there is no desktop. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from './app';

test.use({ firstStart: true });

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the same interface is served at a printed address until it is stopped', async ({ openBrowser }) => {
  const parameters = ['scripts/start.mjs', '--page', '--port', '0', '--no-open'];
  const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(line.toString())?.[0] ?? '';
    const { browser } = await openBrowser();
    const page = await browser.newPage();
    await page.goto(address);
    await expect(page.getByRole('region', { name: 'Graph' })).toBeVisible();
    await page.close();
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    if (process.platform !== 'win32') expect(code).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  } finally {
    child.kill();
  }
});
