/** A table that the user picks, and the wizard that says how it is read. */
import { create } from 'zustand';
import { nodeRegistry, withDefaults } from '../../engine';
import { cardPlace, viewCenter } from '../canvas/viewport';
import { addNode } from '../document/actions';
import { setData } from '../document/edits';
import { findNode } from '../document/lookup';
import { addDataFile, currentDocument, edit } from '../document/store';
import { beginningOf, type PickedData, pickTable } from '../host/data-picker';
import { dataTexts } from '../texts/data';
import type { PageFile } from '../worker/page-files';

export interface ChosenTable {
  name: string;
  file: PageFile;
  /** Its beginning. */
  text: string;
  /** The dataset node that is to read it; null: a new one. */
  nodeId: string | null;
}

export const useTableWizard = create<{ table: ChosenTable | null }>()(() => ({ table: null }));

/** More than the preview looks at, so that it cuts between records itself. */
const BEGINNING_BYTES = 2 ** 22 + 4;

export async function openWizard({ name, file }: PickedData, nodeId: string | null): Promise<void> {
  const text = await beginningOf(file, BEGINNING_BYTES);
  useTableWizard.setState({ table: { name, file, text, nodeId } });
}

export const closeWizard = (): void => useTableWizard.setState({ table: null });

/** Lets the user pick a table, and opens the wizard for it. */
export async function chooseTable(nodeId: string | null): Promise<void> {
  const picked = await pickTable();
  if (picked) await openWizard(picked, nodeId);
}

/** Lets a dataset node read the table with these settings, as one step; makes the node if there is none. */
export function readTable({ name, file, nodeId }: ChosenTable, settings: Readonly<Record<string, unknown>>): void {
  addDataFile(name, file);
  const all = { ...settings, source: 'csv', path: name };
  const node = nodeId === null ? undefined : findNode(currentDocument(), nodeId);
  if (node) {
    const specs = nodeRegistry.get(node.type)?.parameters ?? {};
    const data = { ...withDefaults(specs, node.data), ...all };
    edit(dataTexts.wizard.undo(node.id), (document) => setData(document, node.id, data));
  } else {
    addNode('dataset', cardPlace(viewCenter()), (document, id) => {
      const added = findNode(document, id);
      return setData(document, id, { ...added?.data, ...all });
    });
  }
}
