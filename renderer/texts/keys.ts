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
  mouse: 'On the canvas',
  gestures: [
    ['Drag from port to port', 'Connect'],
    ['Drag from a port to empty space', 'Add a node that fits, and connect it'],
    ['Click a port, then another', 'Connect'],
    ['Double-click on the canvas, or Space', 'Add a node'],
    ['Drop a node on a wire', 'Insert it'],
    ['Double-click on a wire', 'Bend it there'],
    ['Enter on a card in focus', 'Select it'],
    ['Ctrl, Shift or ⌘ and click', 'Add to the selection'],
    ['Shift and drag on the canvas', 'Select what lies in the box'],
    ['Drag on the canvas', 'Move the view'],
    ['Wheel', 'Zoom'],
    ['Right click', 'Menu of what is there'],
    ['Drag the label of a number', 'Change the number'],
    ['Drag a file onto the window', 'Open it'],
  ] as readonly (readonly [string, string])[],
} as const;
