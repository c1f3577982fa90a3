/** What axe finds in the views of Training, Data and Runs, and in the wizard for tables: nothing serious, in both themes. */
import path from 'node:path';
import { expect, test } from './app';
import { findings } from './axe';

const TABLE = `id,length,kind\n${Array.from({ length: 20 }, (_, i) => `${i},${i / 2},${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;

for (const theme of ['Dark theme', 'Light theme']) {
  test(`axe finds nothing serious in runs, classes, schedule and data in the ${theme.toLowerCase()}`, async ({
    app,
    folderWith,
  }) => {
    const { page } = app;
    const status = page.getByRole('status', { name: 'Run status' });
    await expect(status).toContainText('Step');
    await app.command(theme);
    await app.command('Open example: Iris');
    await expect(status).toContainText('Step 0 of 600');
    await page.getByRole('tab', { name: 'Training' }).click();
    await page.getByRole('radio', { name: 'Schedule' }).check();
    await page.getByRole('switch', { name: 'Stop early' }).click();
    await expect(page.getByText('not compiled yet')).toHaveCount(0);
    await app.command('Run');
    await expect(page.getByRole('banner').getByRole('button', { name: 'Run again' })).toBeVisible();
    expect(await findings(app)).toEqual([]);
    await page.getByRole('radio', { name: 'Classes' }).check();
    await expect(page.getByRole('region', { name: 'Confusion matrix' })).toBeVisible();
    expect(await findings(app)).toEqual([]);
    await page.getByRole('tab', { name: 'Runs' }).click();
    await page.getByRole('region', { name: 'Kept runs' }).getByRole('button').first().click();
    await expect(page.getByRole('textbox', { name: /^Name of Run/ })).toBeVisible();
    expect(await findings(app)).toEqual([]);
    await page.getByRole('tab', { name: 'Data' }).click();
    for (const view of ['Columns', 'Rows', 'Shift']) {
      await page.getByRole('region', { name: 'Data', exact: true }).getByRole('radio', { name: view }).check();
    }
    expect(await findings(app)).toEqual([]);
    const file = path.join(folderWith({ 'table.csv': TABLE }), 'table.csv');
    await app.nextOpenFile(file);
    await page.getByRole('button', { name: 'Open a CSV…' }).click();
    await expect(page.getByRole('dialog', { name: 'Open table.csv' })).toBeVisible();
    expect(await findings(app)).toEqual([]);
  });
}
