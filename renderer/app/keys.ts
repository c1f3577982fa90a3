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
  /** Where the key lies: what Alt types instead of a letter differs between systems. */
  code?: string;
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

/** The letter or digit on a key. */
const ON_KEY = /^(?:Key|Digit)([A-Z0-9])$/;

/** What a press types, without modifiers: with Alt a Mac types signs instead of letters, so the key itself is asked. */
function pressedKey({ key, code, altKey }: KeyPress): string {
  const onKey = altKey ? ON_KEY.exec(code ?? '')?.[1] : undefined;
  return onKey ?? (key.length === 1 ? key.toUpperCase() : key);
}

export function matches(keys: string, press: KeyPress, mac: boolean): boolean {
  const wanted = parse(keys);
  const ctrl = wanted.ctrl || (wanted.mod && !mac);
  const meta = wanted.mod && mac;
  if (press.ctrlKey !== ctrl || press.metaKey !== meta || press.altKey !== wanted.alt) return false;
  const pressed = pressedKey(press);
  // A sign that needs Shift on this keyboard ("+", "?") says so by itself.
  const isSign = wanted.key.length === 1 && !/[A-Z0-9]/.test(wanted.key);
  if (!isSign && press.shiftKey !== wanted.shift) return false;
  return pressed === wanted.key;
}

const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const;

/** A press in the words of commands; null for a modifier alone, and for what is no key of its own. */
export function keysOfPress(press: KeyPress, mac: boolean): string | null {
  const key = pressedKey(press);
  if (/^(Control|Meta|Alt|AltGraph|Shift|CapsLock|Dead|Process|Unidentified|OS)$/.test(key)) return null;
  if (!mac && press.metaKey) return null;
  const isSign = key.length === 1 && !/[A-Z0-9 ]/.test(key);
  const held: Record<(typeof MODIFIERS)[number], boolean> = {
    Mod: mac ? press.metaKey : press.ctrlKey,
    Ctrl: mac && press.ctrlKey,
    Alt: press.altKey,
    Shift: press.shiftKey && !isSign,
  };
  return [...MODIFIERS.filter((name) => held[name]), key].join('+');
}

/** Keys that browsers act on before a page hears of them. */
export const KEPT_BY_BROWSERS: ReadonlySet<string> = new Set([
  'Mod+N',
  'Mod+T',
  'Mod+W',
  'Mod+Q',
  'Mod+M',
  'Mod+Shift+N',
  'Mod+Shift+T',
  'Mod+Shift+W',
  'Mod+Shift+Q',
  'Mod+Tab',
  'Ctrl+Tab',
  'Mod+Shift+Tab',
  'Ctrl+Shift+Tab',
  'Mod+PageUp',
  'Mod+PageDown',
  'Alt+F4',
  'F11',
]);

/** Keys that fields, lists and dialogs need for themselves, so that no command may be given them. */
const OF_CONTROLS = /^(Shift\+)?(Tab|Enter|Escape| |Space|Arrow\w+|Home|End|PageUp|PageDown)$/;

/** Whether a press writes into a text field. */
const types = (keys: string): boolean => /^(Shift\+)?[^+]$|^\+$/.test(keys);

/** Why a command cannot have these keys, whichever other command has them; null where it can. */
export function keysRefused(
  keys: string,
  command: { inFields?: boolean },
  page: boolean,
): 'controls' | 'typing' | 'browser' | null {
  if (OF_CONTROLS.test(keys)) return 'controls';
  if (command.inFields && types(keys)) return 'typing';
  return page && KEPT_BY_BROWSERS.has(keys) ? 'browser' : null;
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
