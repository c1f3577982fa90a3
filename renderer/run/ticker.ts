/**
 * One clock for all that is drawn live. Whoever brings new data calls `invalidate`; everything registered is then drawn
 * at most 20 times a second (twice with reduced motion), within a budget a frame, and nothing at all while nothing changes.
 */

interface Entry {
  draw(): void;
  /** Milliseconds between two calls, where it wants fewer than the clock allows. */
  interval: number;
  dirty: boolean;
  last: number;
}

const FRAME = 50;
const REDUCED = 500;
/** Milliseconds of drawing a frame; what does not fit waits for the next one. */
const BUDGET = 10;

const entries = new Set<Entry>();
let pending: { frame: number | null; timer: number } | null = null;

const reducedMotion = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : null;

/** Registers a drawing function; it is drawn on every change until the returned function is called. */
export function onTick(draw: () => void, interval = 0): () => void {
  const entry: Entry = { draw, interval, dirty: false, last: 0 };
  entries.add(entry);
  return () => entries.delete(entry);
}

/** Something changed. `now`: state changes are shown in the next frame, however little time has passed. */
export function invalidate(now = false): void {
  for (const entry of entries) {
    entry.dirty = true;
    if (now) entry.last = 0;
  }
  schedule(0);
}

function schedule(delay: number): void {
  if (entries.size === 0) return;
  if (pending !== null) {
    if (pending.frame !== null || delay > 0) return;
    clearTimeout(pending.timer);
  }
  // A hidden page gets no animation frames, but what it says in words should still be true.
  if (delay === 0 && !document.hidden) pending = { frame: requestAnimationFrame(frame), timer: 0 };
  else pending = { frame: null, timer: window.setTimeout(frame, Math.max(delay, document.hidden ? FRAME : 0)) };
}

function frame(): void {
  pending = null;
  const started = performance.now();
  const least = reducedMotion?.matches ? REDUCED : FRAME;
  let wait = Number.POSITIVE_INFINITY;
  for (const entry of [...entries]) {
    if (!entry.dirty || !entries.has(entry)) continue;
    const now = performance.now();
    const due = entry.last + Math.max(least, entry.interval);
    if (entry.last > 0 && now < due) wait = Math.min(wait, due - now);
    else if (now - started > BUDGET) wait = 0;
    else {
      // Those drawn go to the end, so that a full frame is followed by the ones it left out.
      entries.delete(entry);
      entries.add(entry);
      entry.dirty = false;
      entry.last = now;
      entry.draw();
    }
  }
  if (Number.isFinite(wait)) schedule(wait);
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    // An animation frame asked for by a page that is now hidden would never come.
    if (pending?.frame != null) cancelAnimationFrame(pending.frame);
    else if (pending) clearTimeout(pending.timer);
    pending = null;
    invalidate();
  });
}
