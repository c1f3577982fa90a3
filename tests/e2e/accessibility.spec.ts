/** What axe finds in every panel, in both themes: nothing serious. */
import { expect, test } from './app';
import { findings } from './axe';

test.use({ firstStart: true });

test('axe finds nothing serious in the tabs and in what files ask', async ({ app }) => {
  const { page } = app;
  await app.command('Open example: Iris');
  await app.command('Add node: Dense');
  await app.command('Open example: Two spirals');
  await app.command('Add node: Dense');
  await expect(page.getByRole('tablist', { name: 'Open graphs' }).getByRole('tab')).toHaveCount(2);
  expect(await findings(app)).toEqual([]);
  const questions = ['Compare with saved…', 'Close graph', ...(app.hostKind === 'page' ? ['Share as link…'] : [])];
  for (const question of questions) {
    await app.command(question);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await findings(app)).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

for (const theme of ['Dark theme', 'Light theme']) {
  test(`axe finds nothing serious in the ${theme.toLowerCase()}`, async ({ app }) => {
    const { page } = app;
    await expect(page.getByRole('status', { name: 'Run status' })).toContainText('loss');
    await app.command(theme);
    for (const panel of ['Training', 'z-statistics', 'Problems']) {
      await app.command(`Show ${panel}`);
      await expect(page.getByRole('region', { name: panel })).toBeVisible();
      expect(await findings(app)).toEqual([]);
    }
    await page.getByRole('group', { name: 'Optimizer optimizer' }).click();
    await expect(
      page.getByRole('region', { name: 'Inspector' }).getByRole('heading', { name: 'Optimizer' }),
    ).toBeVisible();
    expect(await findings(app)).toEqual([]);
    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await findings(app)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const command of ['History…', 'Keyboard shortcuts']) {
      await app.command(command);
      await expect(page.getByRole('dialog', { name: command.replace('…', '') })).toBeVisible();
      expect(await findings(app)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
}
