import { examples } from '../examples';
import { texts } from '../texts';
import type { Command } from './command';
import { openDialog } from './dialog-store';
import { newGraph, open, openExample, openRecent, save, saveAs } from './session';

const names = texts.commands;

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

export function fileCommands(): Command[] {
  return [
    {
      id: 'file.new',
      title: names.new,
      group: 'file',
      keys: ['Mod+N'],
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
    ...examples.map(
      ({ id, title }): Command => ({
        id: `example.open.${id}`,
        title: names.openExample(title),
        group: 'file',
        keywords: `example ${id}`,
        run: async () => {
          await openExample(id);
        },
      }),
    ),
  ];
}
