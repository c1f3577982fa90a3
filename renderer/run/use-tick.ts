import { useEffect, useLayoutEffect, useRef } from 'react';
import { invalidate, onTick } from './ticker';

/** Calls `draw` on mount, after every render, and whenever the clock says that something live has changed. */
export function useTick(draw: () => void, interval = 0): void {
  const newest = useRef(draw);
  useLayoutEffect(() => {
    newest.current = draw;
    draw();
  });
  useEffect(() => {
    const end = onTick(() => newest.current(), interval);
    // What changed between the first drawing and the registration.
    invalidate();
    return end;
  }, [interval]);
}
