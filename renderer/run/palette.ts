/** The theme's colours for canvases, read from the custom properties of the page and read again when the theme changes. */
import { invalidate } from './ticker';

const NAMES = [
  'panel',
  'sunken',
  'selected-row',
  'line',
  'line-2',
  'edge',
  'ink',
  'ink-2',
  'ink-3',
  'run',
  'moving',
  'batch',
  'update',
  'warn',
  'bad',
  'accent-ink',
  'mono',
  'sans',
  'band-outer',
  'band-inner',
] as const;

export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

let current: Palette | null = null;
let version = 0;

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Palette;
}

export function palette(): Palette {
  current ??= read();
  return current;
}

/** Changes with the theme; whoever draws compares it. */
export const paletteVersion = (): number => version;

function forget(): void {
  current = null;
  version++;
  invalidate(true);
}

if (typeof document !== 'undefined') {
  new MutationObserver(forget).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'class', 'style'],
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', forget);
}
