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

/** A question with a few answers. Closing it answers null. */
export interface Question<T extends string> {
  title: string;
  text: string;
  answers: readonly { id: T; title: string }[];
  /** The answer that Enter gives. */
  first: T;
}

export type OpenDialog =
  | { kind: 'commands' }
  | Chooser
  | { kind: 'shortcuts' }
  | { kind: 'history' }
  | { kind: 'about' }
  | { kind: 'ask'; question: Question<string>; answer(answer: string | null): void }
  | { kind: 'compare' }
  | { kind: 'share' }
  | { kind: 'message'; title: string; text: string; diagnostics: readonly Diagnostic[] };

export const useDialog = create<{ open: OpenDialog | null }>()(() => ({ open: null }));

export function openDialog(dialog: OpenDialog): void {
  const { open } = useDialog.getState();
  useDialog.setState({ open: dialog });
  if (open?.kind === 'ask') open.answer(null);
}

export function closeDialog(): void {
  const { open } = useDialog.getState();
  useDialog.setState({ open: null });
  if (open?.kind === 'ask') open.answer(null);
}

export function ask<T extends string>(question: Question<T>): Promise<T | null> {
  return new Promise((resolve) => {
    openDialog({
      kind: 'ask',
      question,
      answer: (answer) => {
        resolve(answer as T | null);
        const { open } = useDialog.getState();
        if (open?.kind === 'ask' && open.question === question) useDialog.setState({ open: null });
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
