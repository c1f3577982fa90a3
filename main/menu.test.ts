import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { isAccelerator, menuTemplate } from './menu';

const menus = [
  {
    id: 'file',
    label: 'File',
    items: [
      { commandId: 'file.save', label: 'Save', accelerator: 'CmdOrCtrl+S' },
      { separator: true as const },
      { commandId: 'file.odd', label: 'Odd', accelerator: 'Hyper+Banana' },
    ],
  },
  { id: 'edit', label: 'Edit', items: [{ commandId: 'edit.copy', label: 'Copy', accelerator: 'CmdOrCtrl+C' }] },
  { id: 'help', label: 'Hilfe', items: [{ commandId: 'help.about', label: 'About' }] },
];

function build(platform: NodeJS.Platform) {
  const runCommand = vi.fn();
  const page = { undo: vi.fn(), redo: vi.fn(), cut: vi.fn(), copy: vi.fn(), paste: vi.fn(), selectAll: vi.fn() };
  const template = menuTemplate(menus, { platform, runCommand, page: () => page });
  const item = (id: string) =>
    template
      .flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []))
      .find((candidate) => candidate.id === id) as MenuItemConstructorOptions;
  const click = (id: string, byKey: boolean) =>
    item(id).click?.({} as never, undefined as never, { triggeredByAccelerator: byKey } as never);
  return { template, item, click, runCommand, page };
}

test('an item runs its command', () => {
  const { click, runCommand } = build('linux');
  click('file.save', false);
  expect(runCommand).toHaveBeenCalledWith('file.save');
});

test('a key that the system does not know is left out instead of breaking the menu', () => {
  const { item } = build('linux');
  expect(item('file.save').accelerator).toBe('CmdOrCtrl+S');
  expect(item('file.odd').accelerator).toBeUndefined();
});

test('accelerators are told from other texts', () => {
  for (const good of ['F1', 'CmdOrCtrl+Shift+P', 'Ctrl++', 'Delete', 'Ctrl+0', 'Alt+Left', 'Ctrl+/']) {
    expect(isAccelerator(good), good).toBe(true);
  }
  for (const bad of ['', 'Ctrl+', 'Foo+S', 'F25', 'Ctrl+Nope']) expect(isAccelerator(bad), bad).toBe(false);
});

test('outside macOS the page handles the keys', () => {
  expect(build('win32').item('file.save').registerAccelerator).toBe(false);
  expect(build('darwin').item('file.save').registerAccelerator).toBe(true);
});

test('a copy key that the page left alone copies the text in the field', () => {
  const { click, page, runCommand } = build('darwin');
  click('edit.copy', true);
  expect(page.copy).toHaveBeenCalledOnce();
  expect(runCommand).not.toHaveBeenCalled();
  click('edit.copy', false);
  expect(runCommand).toHaveBeenCalledWith('edit.copy');
});

test('macOS gets its own menus around ours, with Help last, whatever it is called', () => {
  const labels = build('darwin').template.map((menu) => menu.label ?? menu.role);
  expect(labels).toEqual(['appMenu', 'File', 'Edit', 'Window', 'Hilfe']);
  expect(build('linux').template.map((menu) => menu.label)).toEqual(['File', 'Edit', 'Hilfe']);
});
