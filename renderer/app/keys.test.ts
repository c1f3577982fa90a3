import { expect, test } from 'vitest';
import { accelerator, type KeyPress, matches, showKeys } from './keys';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

test('takes Ctrl for Mod, and Cmd on a Mac', () => {
  expect(matches('Mod+S', press('s', { ctrlKey: true }), false)).toBe(true);
  expect(matches('Mod+S', press('s', { metaKey: true }), false)).toBe(false);
  expect(matches('Mod+S', press('s', { metaKey: true }), true)).toBe(true);
  expect(matches('Mod+S', press('s', { ctrlKey: true }), true)).toBe(false);
});

test('tells Shift and Alt apart', () => {
  expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
  expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  expect(matches('Delete', press('Delete', { altKey: true }), false)).toBe(false);
});

test('takes signs with or without Shift', () => {
  expect(matches('Mod++', press('+', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  expect(matches('Mod++', press('+', { ctrlKey: true }), false)).toBe(true);
  expect(matches('Mod+=', press('=', { ctrlKey: true }), false)).toBe(true);
});

test('shows keys the way each system writes them', () => {
  expect(showKeys('Mod+Shift+P', false)).toBe('Ctrl+Shift+P');
  expect(showKeys('Mod+Shift+P', true)).toBe('⇧⌘P');
  expect(showKeys('Shift+ArrowLeft', false)).toBe('Shift+←');
  expect(showKeys('Mod++', false)).toBe('Ctrl++');
});

test('writes accelerators for native menus', () => {
  expect(accelerator('Mod+Shift+Z')).toBe('CmdOrCtrl+Shift+Z');
  expect(accelerator('Mod++')).toBe('CmdOrCtrl+Plus');
  expect(accelerator('F1')).toBe('F1');
});
