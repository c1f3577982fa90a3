/** Which dialog is open. One at a time; opening another closes the first. */
import { create } from 'zustand';
import type { Diagnostic } from '../../engine';
import type { PortPlace } from '../document/connections';
import type { SearchItem } from '../ui/SearchList';

/** A list to choose one thing from. */
export interface Chooser {
  kind: 'choose';
  title: string;
  search: string;
  empty: string;
  items: readonly SearchItem[];
  choose(id: string): void;
}

export type UnsavedAnswer = 'save' | 'discard' | 'cancel';

export type OpenDialog =
  | { kind: 'commands' }
  | Chooser
  | { kind: 'shortcuts' }
  | { kind: 'history' }
  | { kind: 'about' }
  | { kind: 'unsaved'; name: string; answer(answer: UnsavedAnswer): void }
  | { kind: 'message'; title: string; text: string; diagnostics: readonly Diagnostic[] };

export const useDialog = create<{ open: OpenDialog | null }>()(() => ({ open: null }));

export function openDialog(dialog: OpenDialog): void {
  const { open } = useDialog.getState();
  useDialog.setState({ open: dialog });
  if (open?.kind === 'unsaved') open.answer('cancel');
}

export function closeDialog(): void {
  const { open } = useDialog.getState();
  useDialog.setState({ open: null });
  if (open?.kind === 'unsaved') open.answer('cancel');
}

/** Asks what to do with unsaved changes. */
export function askUnsaved(name: string): Promise<UnsavedAnswer> {
  return new Promise((resolve) => {
    openDialog({
      kind: 'unsaved',
      name,
      answer: (answer) => {
        resolve(answer);
        if (useDialog.getState().open?.kind === 'unsaved') useDialog.setState({ open: null });
      },
    });
  });
}

/** The search for a node to add: where it opens on the page, and what its wire should come from. */
export interface AddSearch {
  x: number;
  y: number;
  from: PortPlace | null;
}

export const useAddSearch = create<{ open: AddSearch | null }>()(() => ({ open: null }));

export function openAddSearch(search: AddSearch): void {
  useAddSearch.setState({ open: search });
}

export function closeAddSearch(): void {
  useAddSearch.setState({ open: null });
}

/** A short word that goes by itself. */
export const useToast = create<{ text: string; count: number }>()(() => ({ text: '', count: 0 }));

export function toast(text: string): void {
  useToast.setState(({ count }) => ({ text, count: count + 1 }));
}
