/**
 * The step that all charts show together: the one under the pointer, one moved to with the arrow keys, or, with null, the
 * newest. A click pins it, Esc returns to the newest.
 */
import { create } from 'zustand';
import { invalidate } from './ticker';

interface StepCursor {
  step: number | null;
  pinned: boolean;
}

export const useCursor = create<StepCursor>()(() => ({ step: null, pinned: false }));

export const cursorStep = (): number | null => useCursor.getState().step;

function show(step: number | null, pinned: boolean): void {
  const now = useCursor.getState();
  if (now.step === step && now.pinned === pinned) return;
  useCursor.setState({ step, pinned });
  invalidate(true);
}

/** The pointer is over this step; a pinned step stays. */
export function hoverStep(step: number | null): void {
  if (!useCursor.getState().pinned) show(step, false);
}

/** Pins this step; the pinned one again unpins it. */
export function pinStep(step: number): void {
  const now = useCursor.getState();
  if (now.pinned && now.step === step) show(step, false);
  else show(step, true);
}

/** Back to the newest step. */
export const followRun = (): void => show(null, false);

/** Which of the ascending `stops` is nearest, or −1 when there are none. */
export function nearestStop(stops: ArrayLike<number>, step: number): number {
  let best = -1;
  for (let place = 0; place < stops.length; place++) {
    if (best < 0 || Math.abs((stops[place] as number) - step) <= Math.abs((stops[best] as number) - step)) best = place;
  }
  return best;
}

function move(stops: ArrayLike<number>, by: number): void {
  if (stops.length === 0) return;
  const now = cursorStep();
  const from = now === null ? stops.length - 1 : nearestStop(stops, now);
  show(stops[Math.min(stops.length - 1, Math.max(0, from + by))] as number, true);
}

interface KeyEvent {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  preventDefault(): void;
  stopPropagation(): void;
}

/**
 * Arrow keys move the cursor, with Shift by ten; Home, End, Esc. Other keys pass on.
 *
 * @param stops the steps that the cursor can stand on
 */
export function cursorKeys(event: KeyEvent, stops: ArrayLike<number>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const size = event.shiftKey ? 10 : 1;
  if (event.key === 'ArrowLeft') move(stops, -size);
  else if (event.key === 'ArrowRight') move(stops, size);
  else if (event.key === 'Home') move(stops, Number.NEGATIVE_INFINITY);
  else if (event.key === 'End') move(stops, Number.POSITIVE_INFINITY);
  else if (event.key === 'Escape' && cursorStep() !== null) followRun();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
