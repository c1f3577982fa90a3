/** Words for what tests do on the canvas. */
import type { Locator, Page } from '@playwright/test';
import { expect, type ZlensApp } from './app';

export const graph = (page: Page): Locator => page.getByRole('region', { name: 'Graph' });
export const node = (page: Page, name: string): Locator => graph(page).getByRole('group', { name, exact: true });
export const port = (page: Page, name: string): Locator => graph(page).getByRole('button', { name, exact: true });
export const wire = (page: Page, name: string): Locator => graph(page).getByRole('img', { name, exact: true });

/** Opens an example and waits until nothing of the first one is left. */
export async function openExample(app: ZlensApp, title: string): Promise<void> {
  await expect(app.page.getByRole('status', { name: 'Run status' })).toContainText('Step');
  await app.command(`Open example: ${title}`);
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText(title);
}

export interface Place {
  x: number;
  y: number;
}

export async function boxOf(locator: Locator): Promise<Place & { width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not visible.');
  return box;
}

export async function middleOf(locator: Locator): Promise<Place> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where something lies once it lies still: the view may still be on its way there. */
export async function settled(locator: Locator): Promise<Locator> {
  let before = '';
  await expect
    .poll(async () => {
      const now = JSON.stringify(await boxOf(locator));
      const still = now === before;
      before = now;
      return still;
    })
    .toBe(true);
  return locator;
}

/** Drags from a place of the page to another, with the button held at the end if `hold`. */
export async function drag(page: Page, from: Place, to: Place, hold = false): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + (to.x - from.x) / 2, from.y + (to.y - from.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  if (!hold) await page.mouse.up();
}

/** The place of a card's head, by which it is dragged. */
export async function headOf(locator: Locator): Promise<Place> {
  const { x, y, width } = await boxOf(locator);
  return { x: x + width / 2, y: y + 8 };
}

/** A place of the canvas where nothing lies: under the graph, in its lower right corner. */
export async function emptyPlace(page: Page): Promise<Place> {
  const { x, y, width, height } = await boxOf(graph(page));
  return { x: x + width - 60, y: y + height - 40 };
}

/** The names of the steps that can be undone, the newest first, as far as the title of the command tells. */
export async function undoTitle(page: Page): Promise<string> {
  await page.keyboard.press('F1');
  const list = page.getByRole('dialog');
  await list.getByRole('searchbox').fill('Undo');
  const title = (await list.getByRole('option', { name: /^Undo/ }).first().textContent()) ?? '';
  // The first Escape would only clear the box.
  await list.getByRole('searchbox').fill('');
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  return title;
}
