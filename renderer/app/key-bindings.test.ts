import { afterEach, expect, test, vi } from 'vitest';
import { commandFor, findCommand, holderOf, keysOf, shownKey } from './commands';
import { bindKeys, parseBindings, resetKeys } from './key-bindings';

vi.mock('../host', () => ({ host: { on: () => () => undefined } }));

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, shiftKey: false, altKey: false });
const keys = (id: string): readonly string[] => {
  const command = findCommand(id);
  return command ? keysOf(command) : [];
};

afterEach(resetKeys);

test('a command listens to the key it was given, and no longer to its own', () => {
  bindKeys({ 'view.zoomIn': ['Mod+J'] });
  expect(keys('view.zoomIn')).toEqual(['Mod+J']);
  expect(commandFor(press('j', true), false, true)?.id).toBe('view.zoomIn');
  expect(commandFor(press('=', true), false, true)).toBeUndefined();
  expect(shownKey(findCommand('view.zoomIn'))).toBe('Ctrl+J');
  bindKeys({ 'view.zoomIn': null });
  expect(commandFor(press('=', true), false, true)?.id).toBe('view.zoomIn');
});

test('a command without a key has none', () => {
  bindKeys({ 'view.zoomIn': [] });
  expect(keys('view.zoomIn')).toEqual([]);
  expect(shownKey(findCommand('view.zoomIn'))).toBe('');
});

test('who has a key is known', () => {
  expect(holderOf('Mod+S', 'file.open')?.id).toBe('file.save');
  expect(holderOf('Mod+S', 'file.save')).toBeUndefined();
});

test('what is remembered is read as far as it makes sense', () => {
  expect(parseBindings('{"view.fit":["Mod+J"],"edit.undo":[],"a":7,"b":["x",3]}').keys).toEqual({
    'view.fit': ['Mod+J'],
    'edit.undo': [],
  });
  for (const text of [null, '', '{', '[]', '7', 'null']) expect(parseBindings(text).keys).toEqual({});
});
