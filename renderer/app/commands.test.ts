import { beforeAll, expect, test, vi } from 'vitest';
import { newDocument, nodeRegistry, parseDocument } from '../../engine';
import { select, selectedNodes } from '../document/selection';
import { currentDocument, loadDocument, useDocument } from '../document/store';
import { examples, findExample } from '../examples';
import { allCommands, commandFor, keysOf, runCommand } from './commands';
import type { KeyPress } from './keys';
import { menuTemplate } from './menu';

vi.mock('../host', () => ({ host: { on: () => () => undefined } }));

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

beforeAll(() => {
  const parsed = parseDocument(findExample('iris')?.text ?? '');
  if (parsed.ok) loadDocument(parsed.value);
});

test('every command has an id and a title of its own', () => {
  const commands = allCommands();
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
});

test('no key means two commands, in the desktop or on the page', () => {
  for (const page of [false, true]) {
    const keys = allCommands().flatMap((command) => keysOf(command, page));
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
  }
});

test('the page edition uses no key that browsers keep for themselves', () => {
  const kept = ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Q', 'Mod+M', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W', 'Mod+Tab'];
  const keys = allCommands().flatMap((command) => keysOf(command, true));
  expect(keys.filter((key) => kept.includes(key))).toEqual([]);
});

test('every node type can be added and every example opened by a command', () => {
  const ids = new Set(allCommands().map(({ id }) => id));
  for (const type of nodeRegistry.keys()) expect(ids).toContain(`node.add.${type}`);
  for (const { id } of examples) expect(ids).toContain(`example.open.${id}`);
});

test('keys of the graph are dead in text fields, and no key there means deleting', () => {
  select(['dense_1']);
  for (const key of ['Delete', 'Backspace', 'ArrowLeft', '?', 'Escape']) {
    expect(commandFor(press(key), true, true)).toBeUndefined();
  }
  for (const key of ['z', 'y', 'c', 'x', 'v', 'a', 'd']) {
    expect(commandFor(press(key, { ctrlKey: true }), true, true)).toBeUndefined();
  }
  expect(commandFor(press('s', { ctrlKey: true }), true, false)?.id).toBe('file.save');
});

test('deleting needs a selection, and arrows move it on the canvas only', () => {
  select([]);
  expect(commandFor(press('Delete'), false, true)).toBeUndefined();
  select(['dense_1']);
  expect(commandFor(press('Delete'), false, true)?.id).toBe('edit.delete');
  expect(commandFor(press('ArrowLeft'), false, true)?.id).toBe('edit.move.left');
  expect(commandFor(press('ArrowLeft'), false, false)).toBeUndefined();
});

test('the menu names what would be undone', () => {
  loadDocument(newDocument('Test'));
  runCommand('edit.selectAll');
  expect(selectedNodes()).toEqual([]);
  useDocument.setState((state) => ({
    history: { ...state.history, past: [{ name: 'add Dense', state: currentDocument(), key: null, time: 0 }] },
  }));
  expect(allCommands().find(({ id }) => id === 'edit.undo')?.title).toBe('Undo: add Dense');
});

test('the menus hold each command once, with accelerators that Electron understands', () => {
  const items = menuTemplate().flatMap((menu) => menu.items);
  const ids = items.flatMap((item) => ('commandId' in item ? [item.commandId] : []));
  expect(new Set(ids).size).toBe(ids.length);
  for (const item of items) {
    if (!('accelerator' in item) || item.accelerator === undefined) continue;
    expect(item.accelerator).toMatch(
      /^((CmdOrCtrl|Alt|Shift)\+)*([A-Z0-9]|F\d+|Plus|[=\-,.]|Delete|Backspace|Enter|Space|Escape|Up|Down|Left|Right)$/,
    );
  }
});
