import { expect, test } from 'vitest';
import { accelerator, KEPT_BY_BROWSERS, type KeyPress, keysOfPress, keysRefused, matches, showKeys } from './keys';

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

test('a press is written as commands write it, and means itself again', () => {
  const cases: [KeyPress, boolean, string][] = [
    [press('p', { ctrlKey: true, shiftKey: true }), false, 'Mod+Shift+P'],
    [press('p', { metaKey: true }), true, 'Mod+P'],
    [press('p', { ctrlKey: true }), true, 'Ctrl+P'],
    [press('+', { ctrlKey: true, shiftKey: true }), false, 'Mod++'],
    [press('?', { shiftKey: true }), false, '?'],
    [press('F2'), false, 'F2'],
    [press('ArrowLeft', { altKey: true }), false, 'Alt+ArrowLeft'],
    [press('ñ', { altKey: true, code: 'KeyN' }), true, 'Alt+N'],
  ];
  for (const [pressed, mac, keys] of cases) {
    expect(keysOfPress(pressed, mac)).toBe(keys);
    expect(matches(keys, pressed, mac), keys).toBe(true);
  }
});

test('a modifier alone is no key yet, nor is the key of the system', () => {
  for (const key of ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'])
    expect(keysOfPress(press(key), false)).toBeNull();
  expect(keysOfPress(press('e', { metaKey: true }), false)).toBeNull();
});

test('keys that controls, typing or the browser need cannot be given away', () => {
  expect(keysRefused('Enter', {}, false)).toBe('controls');
  expect(keysRefused('Shift+Tab', {}, false)).toBe('controls');
  expect(keysRefused('A', { inFields: true }, false)).toBe('typing');
  expect(keysRefused('?', { inFields: true }, false)).toBe('typing');
  expect(keysRefused('A', {}, false)).toBeNull();
  expect(keysRefused('Mod+A', { inFields: true }, false)).toBeNull();
  for (const keys of KEPT_BY_BROWSERS) {
    expect(keysRefused(keys, {}, true)).toBe('browser');
    expect(keysRefused(keys, {}, false)).toBeNull();
  }
});
