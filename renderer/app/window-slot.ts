/**
 * Several windows of a page share one store. Each takes a slot that no other living window has, and keeps its tabs under
 * it; a lock of the browser goes with its window however that ends. The desktop has one window and the first slot.
 */

const SLOTS = 8;
const KEY = 'zlens.slot';
/** The page that is being reloaded may still hold its slot for a moment. */
const RELOAD_MS = 1000;

const lockName = (slot: number): string => `zlens-window-${slot}`;

/** Holds the lock until the window is gone. False: another window has it. */
function hold(slot: number, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(lockName(slot), options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

export async function takeSlot(): Promise<number> {
  if (!('locks' in navigator)) return 1;
  const before = Number(sessionStorage.getItem(KEY));
  if (before >= 1 && before <= SLOTS && (await hold(before, { signal: AbortSignal.timeout(RELOAD_MS) }))) return before;
  for (let slot = 1; slot <= SLOTS; slot++) {
    if (!(await hold(slot, { ifAvailable: true }))) continue;
    sessionStorage.setItem(KEY, String(slot));
    return slot;
  }
  // More windows than slots: the last ones share, and the newest draft stays.
  return SLOTS;
}

/** Does something for each slot whose window is gone, while no other window can take it. */
export async function forOrphans(own: number, work: (slot: number) => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return;
  for (let slot = 1; slot <= SLOTS; slot++) {
    if (slot === own) continue;
    await navigator.locks.request(lockName(slot), { ifAvailable: true }, (lock) => (lock ? work(slot) : undefined));
  }
}
