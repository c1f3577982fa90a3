/** Selecting, copying, aligning, laying out, and frames, by mouse and by keyboard. */
import type { Page } from '@playwright/test';
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

const chosen = (page: Page) => graph(page).locator('.react-flow__node.selected');
const note = (page: Page) => graph(page).getByRole('group', { name: 'Comment comment_1', exact: true });

test('a box adds to the selection, and so do clicks with Shift', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Optimizer optimizer').click();
  const first = await boxOf(node(page, 'Dataset data'));
  await page.keyboard.down('Shift');
  await drag(
    page,
    { x: first.x - 10, y: first.y - 10 },
    { x: first.x + first.width + 8, y: first.y + first.height / 2 },
  );
  await page.keyboard.up('Shift');
  await expect(chosen(page)).toHaveCount(2);
  await node(page, 'Dense dense_1').click({ modifiers: ['Shift'] });
  await expect(chosen(page)).toHaveCount(3);
  await node(page, 'Dense dense_1').click({ modifiers: ['Shift'] });
  await expect(chosen(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(chosen(page)).toHaveCount(0);
});

test('keys select what feeds a node, what it feeds, and all of its kind', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  await node(page, 'Batch norm bn_1').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('u');
  await expect(chosen(page)).toHaveCount(3);
  await node(page, 'Batch norm bn_1').click();
  await page.keyboard.press('k');
  await expect(chosen(page)).toHaveCount(3);
  await node(page, 'Softmax softmax').click();
  await page.keyboard.press('d');
  await expect(chosen(page)).toHaveCount(4);
});

test('what is copied is a graph file, and comes back from the clipboard with its wires', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  await node(page, 'Dense dense_1').click();
  await node(page, 'Batch norm bn_1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(wire(page, 'Wire from dense_5 z to bn_4 x')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(node(page, 'Dense dense_5')).toHaveCount(0);
  await node(page, 'Dense dense_1').click();
  await page.keyboard.press('Control+Shift+d');
  await expect(wire(page, 'Wire from data features to dense_5 x')).toHaveCount(1);
  expect(await undoTitle(page)).toContain('duplicate 1 node with wires');
  await page.keyboard.press('Control+x');
  await expect(node(page, 'Dense dense_5')).toHaveCount(0);
  await expect(node(page, 'Dataset data')).toBeFocused();
});

test('a text that is no graph is refused when it is pasted', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  const before = await graph(page).locator('.react-flow__node').count();
  const paste = (text: string) =>
    page.evaluate((content) => {
      const data = new DataTransfer();
      data.setData('text/plain', content);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    }, text);
  await paste('hello');
  await expect(page.getByText('The clipboard holds no Zlens nodes.')).toBeVisible();
  await paste(`${'['.repeat(100_000)}`);
  await expect(graph(page).locator('.react-flow__node')).toHaveCount(before);
});

test('selected nodes are aligned and distributed, each as one step', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  const names = ['Dataset data', 'Dense dense_1', 'Tanh act_1'];
  await drag(page, await headOf(node(page, 'Dense dense_1')), await offset(page, 'Dense dense_1', 24, 40));
  for (const [place, name] of names.entries()) {
    await node(page, name).click({ modifiers: place === 0 ? [] : ['Shift'], position: { x: 40, y: 12 } });
  }
  await app.command('Align top edges');
  const tops = await Promise.all(names.map(async (name) => Math.round((await boxOf(node(page, name))).y)));
  await expect.poll(async () => new Set(await topsOf(page, names)).size, { message: String(tops) }).toBe(1);
  expect(await undoTitle(page)).toContain('align 3 nodes top');
  await app.command('Distribute horizontally');
  await expect
    .poll(async () => {
      const boxes = await Promise.all(names.map((name) => boxOf(node(page, name))));
      const [a, b, c] = boxes.map(({ x }) => x) as [number, number, number];
      return Math.abs(b - a - (c - b));
    })
    .toBeLessThan(3);
});

const topsOf = (page: Page, names: readonly string[]): Promise<number[]> =>
  Promise.all(names.map(async (name) => Math.round((await boxOf(node(page, name))).y)));

async function offset(page: Page, name: string, dx: number, dy: number): Promise<{ x: number; y: number }> {
  const { x, y } = await headOf(node(page, name));
  return { x: x + dx, y: y + dy };
}

test('the graph is laid out from left to right and from top to bottom, each undone at once', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  const before = await topsOf(page, ['Dense dense_1', 'Dense dense_2']);
  await page.mouse.click((await emptyPlace(page)).x, (await emptyPlace(page)).y);
  await page.keyboard.press('l');
  await expect.poll(async () => new Set(await topsOf(page, ['Dense dense_1', 'Dense dense_2'])).size).toBe(1);
  await page.keyboard.press('Shift+L');
  await expect
    .poll(async () => {
      const [first, second] = await topsOf(page, ['Dense dense_1', 'Dense dense_2']);
      return (second as number) - (first as number);
    })
    .toBeGreaterThan(20);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+0');
  await expect.poll(() => topsOf(page, ['Dense dense_1', 'Dense dense_2'])).toEqual(before);
});

test('a frame is made, named in place, folded, moved with what is in it, and taken away', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await node(page, 'Tanh act_1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await expect(page.getByRole('textbox', { name: 'Title of the frame' })).toBeFocused();
  await page.keyboard.type('First layer');
  await page.keyboard.press('Enter');
  const frame = node(page, 'Group group_1');
  await expect(frame).toContainText('First layer');
  const inner = await boxOf(node(page, 'Dense dense_1'));
  const head = await boxOf(frame);
  await drag(page, { x: head.x + head.width / 2, y: head.y + 10 }, { x: head.x + head.width / 2, y: head.y + 50 });
  await expect.poll(async () => (await boxOf(node(page, 'Dense dense_1'))).y).toBeGreaterThan(inner.y + 25);
  await page.keyboard.press('Alt+Enter');
  await expect(node(page, 'Dense dense_1')).toHaveCount(0);
  await expect(wire(page, 'Wire from data features to dense_1 x')).toHaveCount(1);
  await page.keyboard.press('Alt+Enter');
  await expect(node(page, 'Dense dense_1')).toHaveCount(1);
  await page.keyboard.press('Control+Shift+g');
  await expect(frame).toHaveCount(0);
  await expect(node(page, 'Dense dense_1')).toHaveCount(1);
});

test('a node is dragged into a frame and out again', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Escape');
  await app.command('Add node: Dropout');
  const added = node(page, 'Dropout dropout_1');
  await settled(added);
  const frame = await boxOf(node(page, 'Group group_1'));
  await drag(page, await headOf(added), { x: frame.x + frame.width / 2, y: frame.y + 30 });
  expect(await undoTitle(page)).toContain('put dropout_1 into group_1');
  const grown = await boxOf(node(page, 'Group group_1'));
  const place = await emptyPlace(page);
  await drag(page, await headOf(added), place);
  expect(await undoTitle(page)).toContain('take dropout_1 out');
  await expect.poll(async () => (await boxOf(node(page, 'Group group_1'))).width).toBeLessThanOrEqual(grown.width);
});

test('a selection becomes a subgraph with ports of its own, trains the same, and is unpacked', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click();
  await node(page, 'Tanh act_1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Alt+g');
  await page.keyboard.type('Hidden');
  await page.keyboard.press('Enter');
  await expect(node(page, 'Subgraph subgraph_1')).toContainText('Hidden');
  await expect(wire(page, 'Wire from data features to subgraph_1 x')).toHaveCount(1);
  await expect(wire(page, 'Wire from subgraph_1 y to dense_2 x')).toHaveCount(1);
  await expect(page.getByRole('contentinfo')).toContainText('Compiled');
  await node(page, 'Subgraph subgraph_1').dblclick({ position: { x: 60, y: 60 } });
  await expect(node(page, 'Dense dense_1')).toBeVisible();
  await node(page, 'Subgraph subgraph_1').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Shift+g');
  await expect(wire(page, 'Wire from data features to dense_1 x')).toHaveCount(1);
  await expect(wire(page, 'Wire from act_1 y to dense_2 x')).toHaveCount(1);
});

test('a note is written and sized in place', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await app.command('Add node: Comment');
  await (await settled(note(page))).dblclick();
  await page.keyboard.type('Twelve turns');
  await page.keyboard.press('Control+Enter');
  await expect(note(page)).toContainText('Twelve turns');
  await expect(note(page)).toBeFocused();
  const box = await boxOf(note(page));
  const corner = await middleOf(note(page).locator('.note-resize'));
  await drag(page, corner, { x: corner.x + 40, y: corner.y + 24 });
  await expect.poll(async () => (await boxOf(note(page))).width).toBeGreaterThan(box.width + 20);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => Math.round((await boxOf(note(page))).width)).toBe(Math.round(box.width));
});

test('the menu at the pointer offers what can be done there, by mouse and by keys', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Two spirals');
  await node(page, 'Dense dense_1').click({ button: 'right' });
  const menu = page.getByRole('menu', { name: 'Actions' });
  await menu.getByRole('menuitem', { name: /^Bypass/ }).click();
  await expect(node(page, 'Dense dense_1').getByRole('img', { name: /Bypassed/ })).toBeVisible();
  await node(page, 'Dense dense_2').focus();
  await page.keyboard.press('Shift+F10');
  await expect(menu).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(node(page, 'Dense dense_2')).toBeFocused();
});

test('the view shows the selection, the whole graph, or a node that is looked for', async ({ app }) => {
  const { page } = app;
  await openExample(app, 'Digits with batch norm');
  const whole = await boxOf(node(page, 'Softmax softmax'));
  await node(page, 'Dense dense_1').click();
  await page.keyboard.press('f');
  await expect.poll(async () => (await boxOf(node(page, 'Dense dense_1'))).width).toBeGreaterThan(whole.width + 10);
  await page.keyboard.press('Control+0');
  await expect.poll(async () => (await boxOf(node(page, 'Softmax softmax'))).x).toBeCloseTo(whole.x, 0);
  await page.keyboard.press('Control+f');
  await page.getByRole('dialog').getByRole('searchbox').fill('optimizer');
  await page.keyboard.press('Enter');
  await expect(node(page, 'Optimizer optimizer')).toBeFocused();
});
