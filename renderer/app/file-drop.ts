/** Files dropped on the window: a graph is opened in a tab, data are offered to a dataset node. */
import { useEffect, useState } from 'react';
import { cardPlace, viewCenter } from '../canvas/viewport';
import { openWizard } from '../data/choose-table';
import { addNode } from '../document/actions';
import { addDataFile, currentDocument, edit, NO_FILE } from '../document/store';
import { holdFile } from '../host/data-picker';
import { texts } from '../texts';
import type { PageFile } from '../worker/page-files';
import { openDialog, toast } from './dialog-store';
import { openText, showMessage } from './session';

const words = texts.files.data;

type Source = 'csv' | 'npz';

function sourceOf(name: string): Source | null {
  if (/\.(csv|tsv|txt)$/i.test(name)) return 'csv';
  return /\.npz$/i.test(name) ? 'npz' : null;
}

/** Takes whatever was dropped, one file after another. */
export async function takeFiles(files: readonly File[], place = viewCenter()): Promise<void> {
  for (const file of files) {
    const source = sourceOf(file.name);
    if (source) offerData(file.name, source, await holdFile(file), place);
    else if (/\.json$/i.test(file.name)) openText(await file.text(), file.name, { ...NO_FILE, name: file.name });
    else showMessage(words.wrong(file.name), words.wrongText);
  }
}

const NEW = 'new';
const OLD = 'node ';

/** Asks which dataset node reads the file from now on, or makes one. */
function offerData(name: string, source: Source, data: PageFile, place: { x: number; y: number }): void {
  const nodes = currentDocument().nodes.filter(({ type }) => type === 'dataset');
  openDialog({
    kind: 'choose',
    title: words.title(name),
    search: words.search,
    empty: words.none,
    items: [
      ...nodes.map(({ id, data: { path } }) => ({
        id: `${OLD}${id}`,
        title: words.into(id),
        icon: 'dataset',
        detail: words.instead(String(path ?? '')),
      })),
      { id: NEW, title: words.fresh, icon: 'plus' },
    ],
    choose: (chosen) => {
      if (source === 'csv') {
        // How a table is read is seen and said first.
        void openWizard({ name, file: data }, chosen === NEW ? null : chosen.slice(OLD.length));
        return;
      }
      addDataFile(name, data);
      const settings = { source, path: name };
      if (chosen === NEW) {
        addNode('dataset', cardPlace(place), (document, id) => withData(document, id, settings));
      } else {
        const id = chosen.slice(OLD.length);
        edit(texts.files.undo.dropData(id), (document) => withData(document, id, settings));
      }
      toast(words.added(name));
    },
  });
}

const withData = (
  document: ReturnType<typeof currentDocument>,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): ReturnType<typeof currentDocument> => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === id ? { ...node, data: { ...node.data, ...settings } } : node)),
});

/** Lets files be dropped anywhere on the window. */
export function useFileDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(false);
      const onGraph = event.target instanceof Element && event.target.closest('.graph') !== null;
      const place = onGraph ? { x: event.clientX, y: event.clientY } : undefined;
      void takeFiles([...(event.dataTransfer?.files ?? [])], place);
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
