import { isDirty, useDocument } from '../document/store';
import { examples } from '../examples';
import { exportGraphPng, exportGraphSvg } from '../export/graph';
import { texts } from '../texts';
import type { Command } from './command';
import { openDialog } from './dialog-store';
import { isPage } from './environment';
import { useRecent } from './recent';
import {
  closeTab,
  newGraph,
  open,
  openExample,
  openRecent,
  reopen,
  reopenClosedTab,
  revert,
  save,
  saveAll,
  saveAs,
} from './session';
import { activate, dirtyTabs, goBy, hasClosed, moveShownBy, stateOf, useTabs } from './tabs';

const names = texts.commands;
const words = texts.files;

/** How many recent files stand in the menu itself. */
const RECENT_IN_MENU = 5;

function chooseExample(): void {
  openDialog({
    kind: 'choose',
    title: texts.dialogs.examples,
    search: texts.dialogs.searchExamples,
    empty: texts.dialogs.noMatch,
    items: examples.map(({ id, title }) => ({ id, title, detail: id, icon: 'file' })),
    choose: (id) => void openExample(id),
  });
}

function chooseTab(): void {
  openDialog({
    kind: 'choose',
    title: words.tabs.chooseTitle,
    search: words.tabs.chooseSearch,
    empty: texts.dialogs.noMatch,
    items: useTabs.getState().tabs.map((tab) => {
      const state = stateOf(tab);
      return { id: tab.id, title: state.document.name, detail: state.file.name ?? '', icon: 'file' };
    }),
    choose: activate,
  });
}

const hasSaved = (): boolean => {
  const state = useDocument.getState();
  return isDirty(state) && (state.saved !== null || state.file.id !== null);
};
const several = (): boolean => useTabs.getState().tabs.length > 1;

function tabCommands(): Command[] {
  const command = (id: string, title: string, run: () => void | Promise<void>, more: Partial<Command>): Command => ({
    id: `file.${id}`,
    title,
    group: 'file',
    inFields: true,
    run,
    ...more,
  });
  const { commands } = words;
  return [
    command('close', commands.close, () => closeTab(), {
      keys: ['Mod+W'],
      pageKeys: ['Alt+W'],
      menu: true,
      separated: true,
    }),
    command('reopenClosed', commands.reopen, reopenClosedTab, {
      keys: ['Mod+Shift+T'],
      pageKeys: ['Alt+Shift+T'],
      enabled: hasClosed,
    }),
    command('nextTab', commands.next, () => goBy(1), {
      keys: ['Ctrl+Tab', 'Ctrl+PageDown'],
      pageKeys: ['Alt+PageDown'],
      enabled: several,
    }),
    command('previousTab', commands.previous, () => goBy(-1), {
      keys: ['Ctrl+Shift+Tab', 'Ctrl+PageUp'],
      pageKeys: ['Alt+PageUp'],
      enabled: several,
    }),
    command('moveTabRight', commands.moveRight, () => moveShownBy(1), {
      keys: ['Alt+Shift+PageDown'],
      enabled: several,
    }),
    command('moveTabLeft', commands.moveLeft, () => moveShownBy(-1), {
      keys: ['Alt+Shift+PageUp'],
      enabled: several,
    }),
    command('chooseTab', commands.choose, chooseTab, { enabled: several, keywords: 'tab switch' }),
  ];
}

function recentCommands(): Command[] {
  return useRecent
    .getState()
    .files.slice(0, RECENT_IN_MENU)
    .map(
      ({ fileId, name, folder }, place): Command => ({
        id: `file.recent.${place + 1}`,
        title: words.commands.recent(name),
        group: 'file',
        menu: true,
        separated: place === 0,
        keywords: `recent ${folder ?? ''}`,
        run: () => reopen(fileId),
      }),
    );
}

export function fileCommands(): Command[] {
  return [
    {
      id: 'file.new',
      title: names.new,
      group: 'file',
      keys: ['Mod+N', 'Mod+T'],
      pageKeys: ['Alt+N'],
      inFields: true,
      menu: true,
      run: newGraph,
    },
    {
      id: 'file.open',
      title: names.open,
      group: 'file',
      keys: ['Mod+O'],
      inFields: true,
      menu: true,
      separated: true,
      run: open,
    },
    {
      id: 'file.openRecent',
      title: names.openRecent,
      group: 'file',
      keys: ['Mod+Shift+O'],
      inFields: true,
      menu: true,
      run: openRecent,
    },
    {
      id: 'file.example',
      title: names.example,
      group: 'file',
      menu: true,
      keywords: 'sample lesson',
      run: chooseExample,
    },
    {
      id: 'file.save',
      title: names.save,
      group: 'file',
      keys: ['Mod+S'],
      inFields: true,
      menu: true,
      separated: true,
      run: async () => {
        await save();
      },
    },
    {
      id: 'file.saveAs',
      title: names.saveAs,
      group: 'file',
      keys: ['Mod+Shift+S'],
      inFields: true,
      menu: true,
      run: async () => {
        await saveAs();
      },
    },
    {
      id: 'file.saveAll',
      title: words.commands.saveAll,
      group: 'file',
      enabled: () => dirtyTabs().length > 0,
      run: saveAll,
    },
    {
      id: 'file.compare',
      title: words.commands.compare,
      group: 'file',
      menu: true,
      keywords: 'diff changes difference',
      enabled: hasSaved,
      run: () => openDialog({ kind: 'compare' }),
    },
    {
      id: 'file.revert',
      title: words.commands.revert,
      group: 'file',
      menu: true,
      keywords: 'discard changes reload',
      enabled: hasSaved,
      run: async () => {
        await revert();
      },
    },
    // A link leads to the page that it was made by; a desktop has none.
    ...(isPage()
      ? [
          {
            id: 'file.share',
            title: words.commands.share,
            group: 'file',
            menu: true,
            separated: true,
            keywords: 'url send copy',
            run: () => openDialog({ kind: 'share' }),
          } satisfies Command,
        ]
      : []),
    {
      id: 'file.exportSvg',
      title: words.commands.exportSvg,
      group: 'file',
      menu: true,
      separated: !isPage(),
      keywords: 'picture image vector',
      run: exportGraphSvg,
    },
    {
      id: 'file.exportPng',
      title: words.commands.exportPng,
      group: 'file',
      menu: true,
      keywords: 'picture image',
      run: exportGraphPng,
    },
    ...tabCommands(),
    ...recentCommands(),
    ...examples.map(
      ({ id, title }): Command => ({
        id: `example.open.${id}`,
        title: names.openExample(title),
        group: 'file',
        keywords: `example ${id}`,
        run: () => {
          openExample(id);
        },
      }),
    ),
  ];
}
