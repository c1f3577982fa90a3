/**
 * Keys as commands write them: `Mod+Shift+P`, `F2`, `ArrowLeft`. Mod is Cmd on a Mac and Ctrl elsewhere. Letters are
 * matched by what they type, so that they are where the keyboard says they are.
 */

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

interface Parsed {
  key: string;
  mod: boolean;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
}

function parse(keys: string): Parsed {
  const parts = keys.split('+').map((part) => part || '+');
  const key = parts.at(-1) ?? '';
  return {
    key,
    mod: parts.includes('Mod'),
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
  };
}

export function matches(keys: string, press: KeyPress, mac: boolean): boolean {
  const wanted = parse(keys);
  const ctrl = wanted.ctrl || (wanted.mod && !mac);
  const meta = wanted.mod && mac;
  if (press.ctrlKey !== ctrl || press.metaKey !== meta || press.altKey !== wanted.alt) return false;
  const pressed = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  // A sign that needs Shift on this keyboard ("+", "?") says so by itself.
  const isSign = wanted.key.length === 1 && !/[A-Z0-9]/.test(wanted.key);
  if (!isSign && press.shiftKey !== wanted.shift) return false;
  return pressed === wanted.key;
}

const MAC_SIGNS: Record<string, string> = { Mod: '⌘', Ctrl: '⌃', Shift: '⇧', Alt: '⌥' };
const NAMES: Record<string, string> = {
  Mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
  ' ': 'Space',
};
const MAC_NAMES: Record<string, string> = { ...NAMES, Backspace: '⌫', Delete: '⌦', Enter: '↩' };

/** As it is shown to people: `Ctrl+Shift+P`, or `⇧⌘P` on a Mac. */
export function showKeys(keys: string, mac: boolean): string {
  const { key, mod, ctrl, shift, alt } = parse(keys);
  const modifiers = [
    ...(ctrl ? ['Ctrl'] : []),
    ...(alt ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
    ...(mod ? ['Mod'] : []),
  ];
  if (mac) return modifiers.map((name) => MAC_SIGNS[name]).join('') + (MAC_NAMES[key] ?? key);
  const order = [...(mod ? ['Ctrl'] : []), ...modifiers.filter((name) => name !== 'Mod')];
  return [...order, NAMES[key] ?? key].join('+');
}

const ACCELERATORS: Record<string, string> = {
  Mod: 'CmdOrCtrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
  '+': 'Plus',
};

/** As native menus want it. */
export const accelerator = (keys: string): string =>
  keys
    .split('+')
    .map((part) => part || '+')
    .filter((part, place, all) => !(part === '+' && all[place - 1] === '+'))
    .map((part) => ACCELERATORS[part] ?? part)
    .join('+');
