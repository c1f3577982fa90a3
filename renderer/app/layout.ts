/** Sizes and states of the frame, remembered on this machine; not part of any document. */
import { create } from 'zustand';

/** The panels of the dock, in the order of their tabs. */
export const TABS = ['training', 'statistics', 'data', 'runs', 'problems'] as const;
export type Tab = (typeof TABS)[number];
export type Theme = 'dark' | 'light' | 'system';

export interface Layout {
  tab: Tab;
  /** Null: the height that suits the window. */
  dockHeight: number | null;
  theme: Theme;
  /** Categories of the palette that are folded. */
  folded: readonly string[];
  /** Whether what is dragged on the canvas keeps to the grid. */
  snap: boolean;
  /** Whether the inspector lies over a window that is too narrow for it. */
  inspectorOpen: boolean;
}

const KEY = 'zlens.layout';
const DEFAULTS: Layout = {
  tab: 'statistics',
  dockHeight: null,
  theme: 'system',
  snap: true,
  folded: ['loss', 'training', 'maths'],
  inspectorOpen: false,
};

const isTab = (value: unknown): value is Tab => TABS.some((tab) => tab === value);
const isTheme = (value: unknown): value is Theme => value === 'dark' || value === 'light' || value === 'system';

/** What was remembered, as far as it still makes sense. */
export function parseLayout(text: string | null): Layout {
  let found: unknown = null;
  try {
    found = JSON.parse(text ?? 'null');
  } catch {
    return DEFAULTS;
  }
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const { tab, dockHeight, theme, folded, snap } = found as Record<string, unknown>;
  return {
    ...DEFAULTS,
    ...(isTab(tab) && { tab }),
    ...(typeof dockHeight === 'number' && Number.isFinite(dockHeight) && { dockHeight }),
    ...(isTheme(theme) && { theme }),
    ...(typeof snap === 'boolean' && { snap }),
    ...(Array.isArray(folded) && { folded: folded.filter((entry) => typeof entry === 'string') }),
  };
}

const storage = (): Storage | null => (typeof localStorage === 'undefined' ? null : localStorage);

export const useLayout = create<Layout>()(() => parseLayout(storage()?.getItem(KEY) ?? null));

useLayout.subscribe((layout) => storage()?.setItem(KEY, JSON.stringify(layout)));

export function showTab(tab: Tab): void {
  useLayout.setState({ tab });
}

export const DOCK_MIN = 120;
/** The dock takes at most this share of the window. */
export const DOCK_SHARE = 0.7;

export function setDockHeight(height: number, windowHeight: number): void {
  const most = Math.max(DOCK_MIN, Math.floor(windowHeight * DOCK_SHARE));
  useLayout.setState({ dockHeight: Math.round(Math.min(most, Math.max(DOCK_MIN, height))) });
}

export function toggleFolded(category: string): void {
  useLayout.setState(({ folded }) => ({
    folded: folded.includes(category) ? folded.filter((entry) => entry !== category) : [...folded, category],
  }));
}

export function toggleSnap(): void {
  useLayout.setState(({ snap }) => ({ snap: !snap }));
}

export function setTheme(theme: Theme): void {
  useLayout.setState({ theme });
}

/** The theme on show. */
export const shownTheme = (theme: Theme): 'dark' | 'light' =>
  theme === 'system' ? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark') : theme;

/** Writes the theme to the page, now and whenever it changes. */
export function startTheme(): void {
  const apply = (): void => {
    document.documentElement.dataset.theme = shownTheme(useLayout.getState().theme);
  };
  apply();
  useLayout.subscribe((layout, before) => {
    if (layout.theme !== before.theme) apply();
  });
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', apply);
}
