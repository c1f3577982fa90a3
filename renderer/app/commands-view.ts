import { fitView, zoomIn, zoomOut, zoomTo } from '../canvas/viewport';
import { texts } from '../texts';
import type { Command } from './command';
import { openDialog } from './dialog-store';
import { setTheme, shownTheme, showTab, type Tab, type Theme, useLayout } from './layout';

const names = texts.commands;

const TABS: readonly (readonly [Tab, string, string])[] = [
  ['training', names.showTraining, 'Alt+1'],
  ['statistics', names.showStatistics, 'Alt+2'],
  ['problems', names.showProblems, 'Alt+3'],
  ['data', names.showData, 'Alt+4'],
  ['runs', names.showRuns, 'Alt+5'],
];

export function viewCommands(): Command[] {
  const { theme, tab } = useLayout.getState();
  return [
    {
      id: 'view.commands',
      title: names.palette,
      group: 'view',
      keys: ['F1', 'Mod+Shift+P'],
      inFields: true,
      menu: true,
      run: () => openDialog({ kind: 'commands' }),
    },
    {
      id: 'view.fit',
      title: names.fit,
      group: 'view',
      keys: ['Mod+0'],
      inFields: true,
      menu: true,
      separated: true,
      run: () => fitView(),
    },
    {
      id: 'view.zoomIn',
      title: names.zoomIn,
      group: 'view',
      keys: ['Mod+=', 'Mod++'],
      inFields: true,
      menu: true,
      run: zoomIn,
    },
    {
      id: 'view.zoomOut',
      title: names.zoomOut,
      group: 'view',
      keys: ['Mod+-'],
      inFields: true,
      menu: true,
      run: zoomOut,
    },
    {
      id: 'view.zoomActual',
      title: names.zoomActual,
      group: 'view',
      keys: ['Mod+1'],
      menu: true,
      run: () => zoomTo(1),
    },
    ...TABS.map(
      ([id, title, key], place): Command => ({
        id: `view.${id}`,
        title,
        group: 'view',
        keys: [key],
        menu: true,
        separated: place === 0,
        checked: () => tab === id,
        run: () => showTab(id),
      }),
    ),
    {
      id: 'view.inspector',
      title: names.toggleInspector,
      group: 'view',
      keys: ['Mod+I'],
      menu: true,
      run: () => useLayout.setState(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
    },
    {
      id: 'view.toggleTheme',
      title: names.toggleTheme,
      group: 'view',
      menu: true,
      separated: true,
      keywords: 'dark light colours',
      run: () => setTheme(shownTheme(theme) === 'dark' ? 'light' : 'dark'),
    },
    ...(['dark', 'light', 'system'] satisfies Theme[]).map(
      (id): Command => ({
        id: `view.theme.${id}`,
        title: names.theme[id],
        group: 'view',
        menu: true,
        checked: () => theme === id,
        run: () => setTheme(id),
      }),
    ),
  ];
}

export function helpCommands(): Command[] {
  return [
    {
      id: 'help.shortcuts',
      title: names.shortcuts,
      group: 'help',
      keys: ['?'],
      menu: true,
      run: () => openDialog({ kind: 'shortcuts' }),
    },
    { id: 'help.about', title: names.about, group: 'help', menu: true, run: () => openDialog({ kind: 'about' }) },
  ];
}
