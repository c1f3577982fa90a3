/**
 * The one registry of commands. Menus, buttons, keys and the command list all read it, so that every action has one
 * name, one key and one place where it is done.
 */

import type { Command, CommandGroup } from './command';
import { arrangeCommands } from './commands-arrange';
import { editCommands } from './commands-edit';
import { fileCommands } from './commands-file';
import { nodeCommands } from './commands-node';
import { runCommands } from './commands-run';
import { trainingCommands } from './commands-training';
import { helpCommands, viewCommands } from './commands-view';
import { isMac, isPage } from './environment';
import { useKeyBindings } from './key-bindings';
import { type KeyPress, matches, showKeys } from './keys';

/** All commands of this moment: some depend on the document, such as the fixes of its problems. */
export function allCommands(): Command[] {
  return [
    ...fileCommands(),
    ...editCommands(),
    ...nodeCommands(),
    ...arrangeCommands(),
    ...runCommands(),
    ...trainingCommands(),
    ...viewCommands(),
    ...helpCommands(),
  ];
}

export const commandsOf = (group: CommandGroup): Command[] =>
  allCommands().filter((command) => command.group === group);

export const isEnabled = (command: Command): boolean => command.enabled?.() ?? true;

/** The keys that a command comes with in this edition: a browser keeps some for itself. */
export const ownKeysOf = (command: Command, page: boolean = isPage()): readonly string[] =>
  (page ? command.pageKeys : undefined) ?? command.keys ?? [];

/** The keys of a command in this edition: its own, or those it was given instead. */
export const keysOf = (command: Command, page: boolean = isPage()): readonly string[] =>
  useKeyBindings.getState().keys[command.id] ?? ownKeysOf(command, page);

/** The other command that has these keys. */
export const holderOf = (keys: string, id: string): Command | undefined =>
  allCommands().find((command) => command.id !== id && keysOf(command).includes(keys));

/** The first key of a command as it is shown; empty when it has none. */
export function shownKey(command: Command | undefined): string {
  const [first] = command ? keysOf(command) : [];
  return first ? showKeys(first, isMac()) : '';
}

export const findCommand = (id: string): Command | undefined => allCommands().find((command) => command.id === id);

export function runCommand(id: string): void {
  const command = findCommand(id);
  if (command && isEnabled(command)) void command.run();
}

/** "Title (key)" for tooltips. */
export function tooltip(id: string): string {
  const command = findCommand(id);
  const key = shownKey(command);
  return command ? (key ? `${command.title} (${key})` : command.title) : '';
}

/** The enabled command that a key press means, if any. */
export function commandFor(press: KeyPress, inField: boolean, onCanvas: boolean): Command | undefined {
  return allCommands().find(
    (command) =>
      (!inField || command.inFields) &&
      (!command.canvasOnly || onCanvas) &&
      keysOf(command).some((keys) => matches(keys, press, isMac())) &&
      isEnabled(command),
  );
}
