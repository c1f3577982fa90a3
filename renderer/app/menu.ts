/** The host's menus, made of the commands, and the keys and menu choices that come back. */
import type { MenuTemplate } from '../../bridge/contract';
import { useSelection } from '../document/selection';
import { useDocument } from '../document/store';
import { host } from '../host';
import { useRun } from '../run/store';
import { texts } from '../texts';
import type { Command, CommandGroup } from './command';
import { commandFor, commandsOf, isEnabled, keysOf, runCommand } from './commands';
import { useAddSearch, useDialog } from './dialog-store';
import { isPage } from './environment';
import { useKeyBindings } from './key-bindings';
import { accelerator } from './keys';
import { useLayout } from './layout';
import { useRecent } from './recent';
import { useTabs } from './tabs';

export const MENUS: readonly CommandGroup[] = ['file', 'edit', 'node', 'arrange', 'run', 'view', 'help'];

type Item = MenuTemplate[number]['items'][number];

function itemOf(command: Command): Item {
  const [key] = keysOf(command, false);
  return {
    commandId: command.id,
    label: command.title,
    enabled: isEnabled(command),
    // A single letter or sign would be taken from every text field.
    ...(key !== undefined && key.length > 1 && { accelerator: accelerator(key) }),
    ...(command.checked && { checked: command.checked() }),
  };
}

export function menuTemplate(): MenuTemplate {
  return MENUS.map((group) => ({
    id: group,
    label: texts.menu[group],
    items: commandsOf(group)
      .filter((command) => command.menu)
      .flatMap((command): Item[] => [...(command.separated ? [{ separator: true } as const] : []), itemOf(command)]),
  }));
}

/** Keeps the host's menus up to date. */
export function startMenus(): () => void {
  let sent = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    timer = undefined;
    const template = menuTemplate();
    const text = JSON.stringify(template);
    if (text === sent) return;
    sent = text;
    void host.setMenu(template);
  };
  const schedule = (): void => {
    timer ??= setTimeout(send, 150);
  };
  const stops = [
    useDocument.subscribe(schedule),
    useSelection.subscribe(schedule),
    useLayout.subscribe(schedule),
    useRecent.subscribe(schedule),
    useTabs.subscribe(schedule),
    useKeyBindings.subscribe(schedule),
    useRun.subscribe((now, before) => {
      if (now.state !== before.state || now.info !== before.info || now.speed !== before.speed) schedule();
    }),
    host.on('menuCommand', ({ commandId }) => chooseFromMenu(commandId)),
  ];
  schedule();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** What is typed into: there keys write. */
const FIELD = 'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, [contenteditable="true"]';

const fieldWithFocus = (): Element | null => document.activeElement?.closest(FIELD) ?? null;

const FIELD_COMMANDS: Record<string, string> = {
  'edit.undo': 'undo',
  'edit.redo': 'redo',
  'edit.cut': 'cut',
  'edit.copy': 'copy',
  'edit.paste': 'paste',
  'edit.delete': 'delete',
  'edit.selectAll': 'selectAll',
};

/** A menu's key reaches us even from a text field: there it edits the text, not the graph. */
function chooseFromMenu(id: string): void {
  const inField = FIELD_COMMANDS[id];
  if (inField !== undefined && fieldWithFocus()) {
    document.execCommand(inField);
    return;
  }
  if (useDialog.getState().open === null) runCommand(id);
}

/** Controls that use plain keys themselves: Enter and Space press them, arrows move in them. */
const CONTROL =
  'button, a, input, summary, [role="tab"], [role="slider"], [role="separator"], [role="option"], [role="menuitem"]';
/** A list that drops down finds its entries by their first letters as well. */
const LIST = 'select, [role="listbox"]';

/** Listens to keys; the function that comes back ends it. */
export function startKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    if (useDialog.getState().open !== null || useAddSearch.getState().open !== null) return;
    const target = event.target instanceof Element ? event.target : null;
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    const plain = bare && !/^(F\d+|[^ ])$/.test(event.key);
    if (plain && target?.closest(CONTROL) && !target.closest('.graph')) return;
    if (bare && !/^F\d+$/.test(event.key) && target?.closest(LIST)) return;
    const onCanvas = target === document.body || target?.closest('.graph') != null;
    const command = commandFor(event, fieldWithFocus() !== null, onCanvas);
    if (!command) return;
    if (command.byBrowser && isPage() && /^[cxv]$/i.test(event.key)) return;
    event.preventDefault();
    void command.run();
  };
  addEventListener('keydown', onKeyDown);
  return () => removeEventListener('keydown', onKeyDown);
}
