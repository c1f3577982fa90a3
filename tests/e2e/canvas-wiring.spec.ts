/** Adding nodes and drawing wires, by mouse and by keyboard. */
import { expect, test } from './app';
import {
  boxOf,
  drag,
  emptyPlace,
  graph,
  headOf,
  middleOf,
  node,
  openExample,
  port,
  settled,
  undoTitle,
  wire,
} from './canvas';

test.beforeEach(({ app }) => {
  app.page.setDefaultTimeout(10_000);
});

test.afterEach(({ app }) => {
  expect(app.errors).toEqual([]);
});

test('a wire dropped on empty space opens the search for what fits, and wires the choice', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  await drag(page, await middleOf(port(page, 'dense_1 output z')), await emptyPlace(page));
  const search = page.getByRole('dialog', { name: 'Nodes that fit dense_1 z' });
  await expect(search.getByRole('option', { name: /Dataset/ })).toHaveCount(0);
  await search.getByRole('searchbox').fill('activation');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Wire from dense_1 z to act_1 x')).toHaveCount(1);
  expect(await undoTitle(page)).toContain('Undo: add Activation');
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'Wire from dense_1 z to act_1 x')).toHaveCount(0);
});

test('double-click, a tap of Space and the key for what follows a node open the search', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  const { x, y } = await emptyPlace(page);
  await page.mouse.dblclick(x, y);
  await expect(page.getByRole('dialog', { name: 'Add a node' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.click(x, y);
  await page.keyboard.press(' ');
  await expect(page.getByRole('dialog', { name: 'Add a node' })).toBeVisible();
  await page.keyboard.press('Escape');
  await node(page, 'Dense dense_1').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Shift+a');
  const search = page.getByRole('dialog', { name: 'Nodes that fit dense_1 z' });
  await search.getByRole('searchbox').fill('dropout');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Wire from dense_1 z to dropout_1 x')).toHaveCount(1);
  await expect(node(page, 'Dropout dropout_1')).toBeFocused();
});

test('ports that fit show a tick while a wire is dragged, and clicks on two ports draw one', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await app.command('Add node: Dropout');
  // The checker knows it.
  await expect(node(page, 'Dropout dropout_1').getByRole('button', { name: /^Problem/ })).toBeVisible();
  const from = port(page, 'act_1 output y');
  const to = port(page, 'dropout_1 input x');
  await app.command('Fit view');
  await settled(from);
  await drag(page, await middleOf(from), await middleOf(port(page, 'dense_2 input x')), true);
  await expect(to.locator('.port-tick')).toHaveCount(1);
  await page.mouse.move(0, 0);
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await from.click();
  await to.click();
  await expect(wire(page, 'Wire from act_1 y to dropout_1 x')).toHaveCount(1);
});

test('a node dropped on a wire is led through it, and the neighbours make room', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_2').click();
  const before = await boxOf(node(page, 'Dense dense_2'));
  await page.getByRole('button', { name: 'Add Dropout' }).dragTo(graph(page), {
    targetPosition: await relative(page, 'Wire from act_1 y to dense_2 x'),
  });
  await expect(wire(page, 'Wire from act_1 y to dropout_1 x')).toHaveCount(1);
  await expect(wire(page, 'Wire from dropout_1 y to dense_2 x')).toHaveCount(1);
  await expect.poll(async () => (await boxOf(node(page, 'Dense dense_2'))).x).toBeGreaterThan(before.x + 20);
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'Wire from act_1 y to dense_2 x')).toHaveCount(1);
  await expect(node(page, 'Dropout dropout_1')).toHaveCount(0);
});

/** The middle of a wire, from the corner of the canvas. */
async function relative(page: import('@playwright/test').Page, name: string): Promise<{ x: number; y: number }> {
  const at = await middleOf(wire(page, name).locator('.wire'));
  const corner = await boxOf(graph(page));
  return { x: at.x - corner.x, y: at.y - corner.y };
}

test('a node is deleted with its wires led past it, and the focus goes to what fed it', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  await node(page, 'Batch norm bn_1').click();
  await page.keyboard.press('Control+Delete');
  await expect(wire(page, 'Wire from dense_1 z to act_1 x')).toHaveCount(1);
  await expect(node(page, 'Dense dense_1')).toBeFocused();
  await node(page, 'Sigmoid act_1').click();
  await page.keyboard.press('Delete');
  await expect(node(page, 'Dense dense_1')).toBeFocused();
});

test('a node takes another type and keeps its wires', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  await node(page, 'Batch norm bn_1').click();
  await app.command('Replace with…');
  await page.getByRole('dialog').getByRole('searchbox').fill('layer norm');
  await page.keyboard.press('Enter');
  await expect(node(page, 'Layer norm bn_1')).toBeFocused();
  await expect(wire(page, 'Wire from dense_1 z to bn_1 x')).toHaveCount(1);
  await expect(wire(page, 'Wire from bn_1 y to act_1 x')).toHaveCount(1);
  expect(await undoTitle(page)).toContain('replace bn_1 with Layer norm');
});

test('bypassing and freezing are switched by keys and marked on the card', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  const card = node(page, 'Batch norm bn_1');
  await card.click();
  await page.keyboard.press('Control+b');
  await expect(card.getByRole('img', { name: /Bypassed/ })).toBeVisible();
  await page.keyboard.press('Control+b');
  await expect(card.getByRole('img', { name: /Bypassed/ })).toHaveCount(0);
  await page.keyboard.press('Control+Shift+f');
  await expect(card.getByRole('img', { name: /Frozen/ })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card.getByRole('img', { name: /Frozen/ })).toHaveCount(0);
});

test('a wire is led through points: added, dragged, pushed by keys, removed', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  const bent = wire(page, 'Wire from act_1 y to dense_2 x');
  const { x, y } = await middleOf(bent.locator('.wire'));
  await page.mouse.dblclick(x, y);
  const point = page.getByRole('button', { name: 'Point 1 of the Wire from act_1 y to dense_2 x' });
  await expect(point).toHaveCount(1);
  const place = await middleOf(point);
  await drag(page, place, { x: place.x, y: place.y + 80 });
  await expect.poll(async () => (await middleOf(point)).y).toBeGreaterThan(place.y + 60);
  expect(await undoTitle(page)).toContain('lead a wire through a point');
  await point.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await middleOf(point)).x).toBeGreaterThan(place.x + 2);
  await page.keyboard.press('Delete');
  await expect(point).toHaveCount(0);
  await expect(bent).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(point).toHaveCount(1);
  await app.command('Remove points of wire');
  await expect(point).toHaveCount(0);
});

test('a wire that is drawn and given up leaves the head of the card where it was', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Softmax on four blobs');
  const before = await headOf(node(page, 'Dense dense_1'));
  await drag(page, await middleOf(port(page, 'dense_1 output z')), await emptyPlace(page));
  await page.keyboard.press('Escape');
  await expect(node(page, 'Dense dense_1')).toBeFocused();
  expect(await headOf(node(page, 'Dense dense_1'))).toEqual(before);
});
