import { useState } from 'react';
import { runHistory } from './store';
import { useTick } from './use-tick';

/** Whether the run on show has had a step. Renders anew only when that changes. */
export function useHasData(): boolean {
  const [hasData, setHasData] = useState(() => !runHistory().empty);
  useTick(() => setHasData(!runHistory().empty));
  return hasData;
}
