import { useSyncExternalStore } from 'react';

const narrow = typeof matchMedia === 'function' ? matchMedia('(max-width: 1199px)') : null;

function subscribe(changed: () => void): () => void {
  narrow?.addEventListener('change', changed);
  return () => narrow?.removeEventListener('change', changed);
}

/** Whether the window takes the compact form. */
export const useCompact = (): boolean => useSyncExternalStore(subscribe, () => narrow?.matches ?? false);
