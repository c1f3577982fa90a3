/** Which parts of the form a person opened or closed, by their headings; as long as the window lives. */
import { create } from 'zustand';

export const useFolds = create<{ open: Readonly<Record<string, boolean>> }>()(() => ({ open: {} }));
