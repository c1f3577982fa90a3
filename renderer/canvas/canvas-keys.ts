/** Plain keys of the canvas: Enter selects the card in focus; a tap of Space, or Tab after a click, searches nodes. */
import { openAddSearch, useAddSearch, useDialog } from '../app/dialog-store';
import { select, selectedNodes } from '../document/selection';
import { stopConnecting } from './connecting';
import { pointerPlace, viewCenter } from './viewport';

/** Space held longer pans. */
const TAP_MS = 250;

const cardOf = (target: EventTarget | null): string | null =>
  target instanceof Element && target.classList.contains('react-flow__node')
    ? ((target as HTMLElement).dataset.id ?? null)
    : null;

const search = (): void => openAddSearch({ ...(pointerPlace() ?? viewCenter()), from: null });

const busy = (): boolean => useAddSearch.getState().open !== null || useDialog.getState().open !== null;

/** Listens to these keys; the function that comes back ends it. */
export function startCanvasKeys(): () => void {
  let spaceAt = 0;
  const down = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') stopConnecting();
    if (busy() || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    const nowhere = target === document.body || (target instanceof Element && target.classList.contains('graph'));
    const card = cardOf(target);
    if (event.key === 'Enter' && card !== null) {
      event.preventDefault();
      const chosen = selectedNodes();
      if (!event.shiftKey) select([card]);
      else select(chosen.includes(card) ? chosen.filter((id) => id !== card) : [...chosen, card]);
    } else if (event.key === ' ' && (nowhere || card !== null) && !event.repeat) {
      spaceAt = performance.now();
    } else if (event.key === 'Tab' && nowhere && !event.shiftKey && pointerPlace() !== null) {
      // Only right after a click on the empty canvas: from anywhere else Tab goes on to the next control.
      event.preventDefault();
      search();
    }
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || spaceAt === 0) return;
    const held = performance.now() - spaceAt;
    spaceAt = 0;
    if (held > TAP_MS || busy()) return;
    event.preventDefault();
    search();
  };
  const pressed = (): void => {
    spaceAt = 0;
  };
  addEventListener('keydown', down);
  addEventListener('keyup', up);
  addEventListener('pointerdown', pressed, true);
  return () => {
    removeEventListener('keydown', down);
    removeEventListener('keyup', up);
    removeEventListener('pointerdown', pressed, true);
  };
}
