/** The Training panel: runs laid over each other, classes, the schedule, stopping early, and what breaks. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, type ZlensApp } from './app';

const status = (page: Page): Locator => page.getByRole('status', { name: 'Run status' });
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Training', exact: true });
const view = (page: Page, name: string): Locator => panel(page).getByRole('radio', { name, exact: true });

async function openExample(app: ZlensApp, title: string): Promise<void> {
  await expect(status(app.page)).toContainText('Step');
  await app.command(`Open example: ${title}`);
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(status(app.page)).toContainText('Step 0');
  await app.page.getByRole('tab', { name: 'Training' }).click();
}

async function runToEnd({ page }: ZlensApp): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Run( again)?$/ })
    .click();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 20_000 });
}

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('an earlier run is laid over the next one, and each of them can be hidden', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Iris');
  await runToEnd(app);
  await app.command('Reset to the same weights');
  await expect(status(page)).toContainText('Step 0');
  const runs = panel(page).getByRole('region', { name: 'Runs in the charts' });
  const earlier = runs.getByRole('checkbox', { name: /^Show Run \d/ });
  await expect(earlier).toHaveCount(1);
  await earlier.check();
  const chart = panel(page).getByRole('slider', { name: 'Loss over steps' });
  await expect(chart).toBeVisible();
  await runToEnd(app);
  // The same seed makes the same run.
  const values = await runs.locator('.run-row .number').allTextContents();
  expect(values).toHaveLength(2);
  expect(values[0]).toMatch(/^0\.\d{3}$/);
  expect(values[1]).toBe(values[0]);
  await runs.getByRole('checkbox', { name: 'Show This run in the charts' }).uncheck();
  await expect(chart).toBeVisible();
});

test('the classes of the test rows are told apart in a matrix, class by class', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Iris');
  await view(page, 'Classes').check();
  await expect(panel(page)).toContainText('Press Run to see which classes');
  await runToEnd(app);
  const matrix = panel(page).getByRole('region', { name: 'Confusion matrix' });
  await expect(panel(page)).toContainText('30 test rows, step 600');
  const counts = (await matrix.getByRole('cell').allTextContents()).map(Number);
  expect(counts).toHaveLength(9);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  await expect(panel(page).getByRole('region', { name: 'By class' }).getByRole('row')).toHaveCount(4);
});

test('the schedule is drawn before the run, and the speed of a step after it', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Iris');
  await view(page, 'Schedule').check();
  await expect(panel(page).getByRole('img', { name: 'Learning rate of optimizer over steps' })).toBeVisible();
  await expect(panel(page)).toContainText('Press Run to measure the time of a step');
  await page.getByRole('group', { name: 'Optimizer optimizer' }).click();
  await page
    .getByRole('region', { name: 'Inspector' })
    .getByRole('combobox', { name: 'Schedule' })
    .selectOption('cosine');
  await expect(panel(page)).not.toContainText('Constant. Choose a schedule');
  await runToEnd(app);
  await expect(panel(page).getByRole('img', { name: 'Steps a second over steps' })).toBeVisible();
  await expect(panel(page)).toContainText(/a step\s*[\d.,]+ (µs|ms)/);
});

test('a run stops early as the document says, tells why, and undo takes the condition back', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Iris');
  await view(page, 'Schedule').check();
  const stop = panel(page).getByRole('switch', { name: 'Stop early' });
  await stop.click();
  await panel(page).getByRole('radio', { name: 'Each batch' }).check();
  await panel(page).getByRole('combobox', { name: 'Rule' }).selectOption({ label: 'Falls below' });
  await panel(page).getByRole('textbox', { name: 'Bound' }).fill('0.3');
  await expect(page.getByText('not compiled yet')).toHaveCount(0);
  await runToEnd(app);
  await expect(panel(page)).toContainText('Training loss fell below 0.3');
  const step = Number(/Step ([\d,]+)/.exec((await status(page).textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(600);
  for (let step = 0; step < 4; step++) await app.command('Undo');
  await expect(stop).toHaveAttribute('aria-checked', 'false');
});

test('a run that breaks selects the node and says what may have led to it', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await page.getByRole('group', { name: 'Optimizer optimizer' }).click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('textbox', { name: /Learning rate/ }).fill('1e38');
  await inspector.getByRole('textbox', { name: /Learning rate/ }).press('Enter');
  await page.getByRole('tab', { name: 'Problems' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click();
  const why = panel(page).getByRole('region', { name: 'Why it may have happened' });
  await expect(why).toContainText('at step');
  await expect(why).toContainText('The learning rate of optimizer is 1e38');
  const node = ((await why.getByRole('button', { name: /^Go to / }).textContent()) ?? '').replace('Go to ', '');
  await expect(page.getByRole('group', { name: `Dense ${node}` })).toBeFocused();
  await why.getByRole('button', { name: 'Reset' }).click();
  await expect(why).toHaveCount(0);
});
