/**
 * Undo and redo as named steps. A step holds the document as it was before; documents are immutable and share what did
 * not change, so a step costs only its difference. Changes with the same key join one step until it is sealed: typing
 * in one field, or one drag, is one step.
 */

export interface Step<T> {
  /** What was done, such as "connect dense_1 → bn_1". */
  name: string;
  /** The state that undoing brings back (in `future`: that redoing brings back). */
  state: T;
  key: string | null;
  time: number;
}

export interface History<T> {
  past: readonly Step<T>[];
  future: readonly Step<T>[];
}

export const emptyHistory = <T>(): History<T> => ({ past: [], future: [] });

/** More steps than a person takes in a day; the oldest fall off. */
const LIMIT = 2000;
/** A pause this long ends a step even when the same thing goes on: a person who types again means something new. */
const PAUSE_MS = 1500;
/** Keys that begin so are held by the pointer: their step lasts until it is sealed, however long the hand rests. */
const HELD = /^(drag|scrub) /;

/** Remembers `before`, the state that a change named `name` has just replaced. */
export function record<T>(history: History<T>, before: T, name: string, key: string | null, time: number): History<T> {
  const last = history.past.at(-1);
  if (last && key !== null && last.key === key && (time - last.time < PAUSE_MS || HELD.test(key))) {
    return { past: [...history.past.slice(0, -1), { ...last, name, time }], future: [] };
  }
  return { past: [...history.past, { name, state: before, key, time }].slice(-LIMIT), future: [] };
}

/** Ends the newest step: the next change begins another, whatever its key. */
export function seal<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (!last || last.key === null) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, key: null }] };
}

/** Takes the newest step back; null when there is none. */
export function undo<T>(history: History<T>, now: T): { history: History<T>; state: T; name: string } | null {
  const last = history.past.at(-1);
  if (!last) return null;
  return {
    history: { past: history.past.slice(0, -1), future: [...history.future, { ...last, state: now, key: null }] },
    state: last.state,
    name: last.name,
  };
}

/** Does the step that was taken back last again; null when there is none. */
export function redo<T>(history: History<T>, now: T): { history: History<T>; state: T; name: string } | null {
  const next = history.future.at(-1);
  if (!next) return null;
  return {
    history: { past: [...history.past, { ...next, state: now, key: null }], future: history.future.slice(0, -1) },
    state: next.state,
    name: next.name,
  };
}

/** Takes steps back (below 0) or does them again, one after another, as far as there are any. */
export function travel<T>(history: History<T>, now: T, steps: number): { history: History<T>; state: T } {
  let at = { history, state: now };
  for (let left = Math.abs(steps); left > 0; left--) {
    const next = steps < 0 ? undo(at.history, at.state) : redo(at.history, at.state);
    if (!next) break;
    at = next;
  }
  return at;
}
