/**
 * The step that all charts show together: the one under the pointer, one moved to with the arrow keys, or, with null, the
 * newest. A click pins it, Esc returns to the newest.
 */
import { create } from 'zustand';
import { runHistory } from './store';
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

/** Steps that the cursor can stand on. */
const stops = (): Float64Array => runHistory().loss.steps;

/** The step nearest to a place on the axis that has values, or null before the first. */
export function nearestStep(step: number): number | null {
  const row = runHistory().loss.nearest(step);
  return row < 0 ? null : (stops()[row] as number);
}

/** Moves by rows of the history. */
function move(rows: number): void {
  const steps = stops();
  if (steps.length === 0) return;
  const now = cursorStep();
  const row = now === null ? steps.length - 1 : runHistory().loss.nearest(now);
  const next = Math.min(steps.length - 1, Math.max(0, row + rows));
  show(steps[next] as number, true);
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

/** Arrow keys move the cursor, with Shift by ten; Home, End, Esc. Other keys pass on. */
export function cursorKeys(event: KeyEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const size = event.shiftKey ? 10 : 1;
  if (event.key === 'ArrowLeft') move(-size);
  else if (event.key === 'ArrowRight') move(size);
  else if (event.key === 'Home') move(Number.NEGATIVE_INFINITY);
  else if (event.key === 'End') move(Number.POSITIVE_INFINITY);
  else if (event.key === 'Escape' && cursorStep() !== null) followRun();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
