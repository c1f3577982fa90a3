/** The native menus, made of the page's commands: the page says what there is, this file adds what each system expects. */
import type { MenuItemConstructorOptions, WebContents } from 'electron';
import type { MenuTemplate } from '../bridge/contract';
import { texts } from './texts';

/** Commands that mean something of their own in a text field. */
const editing = {
  'edit.undo': 'undo',
  'edit.redo': 'redo',
  'edit.cut': 'cut',
  'edit.copy': 'copy',
  'edit.paste': 'paste',
  'edit.selectAll': 'selectAll',
} as const;

const modifiers = /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/;
const keys =
  /^([\x21-\x7e]|F([1-9]|1\d|2[0-4])|Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc)$/;

/** Electron throws at one it does not know; a key that is not shown is better than no menu. */
export function isAccelerator(text: string): boolean {
  const parts = text.endsWith('++') ? [...text.slice(0, -2).split('+'), 'Plus'] : text.split('+');
  const key = parts.pop();
  return key !== undefined && keys.test(key) && parts.every((part) => modifiers.test(part));
}

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly runCommand: (commandId: string) => void;
  /** The page that a text field of ours is in. */
  readonly page: () => Pick<WebContents, (typeof editing)[keyof typeof editing]> | null;
}

export function menuTemplate(menus: MenuTemplate, options: MenuOptions): MenuItemConstructorOptions[] {
  const ours = menus.map(
    (menu): MenuItemConstructorOptions => ({
      id: `menu.${menu.id}`,
      label: menu.label,
      // macOS puts its search for menu items there.
      ...(menu.id === 'help' && options.platform === 'darwin' && { role: 'help' as const }),
      submenu: menu.items.map((item) => menuItem(item, options)),
    }),
  );
  if (options.platform !== 'darwin') return ours;
  const last = menus.at(-1)?.id === 'help' ? ours.length - 1 : ours.length;
  const window: MenuItemConstructorOptions = { label: texts.window, role: 'windowMenu' };
  return [{ role: 'appMenu' }, ...ours.slice(0, last), window, ...ours.slice(last)];
}

function menuItem(item: MenuTemplate[number]['items'][number], options: MenuOptions): MenuItemConstructorOptions {
  if ('separator' in item) return { type: 'separator' };
  const { commandId, label, accelerator, enabled, checked } = item;
  const textRole = Object.hasOwn(editing, commandId) ? editing[commandId as keyof typeof editing] : null;
  return {
    id: commandId,
    label,
    ...(enabled === undefined ? {} : { enabled }),
    ...(checked === undefined ? {} : { type: 'checkbox', checked }),
    ...(accelerator !== undefined && isAccelerator(accelerator) ? { accelerator } : {}),
    // The page handles its keys itself, since it knows when a text field has the focus. macOS asks the page first and
    // comes here only with what the page left alone, which is just such a text field.
    registerAccelerator: options.platform === 'darwin',
    click: (_item, _window, event) => {
      const page = options.page();
      if (textRole !== null && page !== null && event.triggeredByAccelerator === true) page[textRole]();
      else options.runCommand(commandId);
    },
  };
}
