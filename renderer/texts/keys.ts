/** Texts of the history and of the keyboard shortcuts. */
import { count } from './count';

export const historyTexts = {
  title: 'History',
  start: (name: string): string => `Opened “${name}”`,
  now: 'now',
  ahead: 'undone',
  help: 'Choose a step to go back or forward to it. Nothing is lost until you change something there.',
  empty: 'Nothing has been changed yet.',
} as const;

export const keyTexts = {
  title: 'Keyboard shortcuts',
  search: 'Search shortcuts',
  change: (title: string): string => `Change the key of ${title}`,
  add: 'Add a key',
  press: 'Press the new key…',
  pressHelp: 'Escape cancels, Backspace takes the key away.',
  recording: (title: string): string => `New key of ${title}`,
  taken: (key: string, title: string): string => `${key} is “${title}”.`,
  take: 'Take it from there',
  keep: 'Leave it',
  kept: (key: string): string => `The browser keeps ${key} for itself.`,
  plain: 'Letters and digits need Ctrl or Alt, so that typing stays typing.',
  fixed: (key: string): string => `${key} belongs to the fields and lists.`,
  reset: (title: string): string => `Reset the key of ${title}`,
  resetAll: 'Reset all keys',
  changed: (n: number): string => `${count(n, 'key')} changed`,
  mouse: 'With the mouse',
} as const;
