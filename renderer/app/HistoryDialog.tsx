/** All steps of the document, those that were undone too; choosing one goes there. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { travelBy, useDocument } from '../document/store';
import { texts } from '../texts';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/icons';
import { closeDialog } from './dialog-store';
import './history-dialog.css';

const words = texts.history;

const clock = (time: number): string =>
  new Date(time).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });

/** Steps that one press of Page up or Page down goes. */
const PAGE = 10;

export function HistoryDialog() {
  const { past, future } = useDocument((state) => state.history);
  const name = useDocument((state) => state.document.name);
  const list = useRef<HTMLDivElement>(null);
  const now = past.length;
  const [active, setActive] = useState(now);
  const steps = [...past, ...[...future].reverse()];

  useEffect(() => {
    list.current?.querySelector(`[data-place="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (place: number) => {
    setActive(place);
    travelBy(place - now);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + PAGE,
      PageUp: active - PAGE,
      Home: 0,
      End: steps.length,
    };
    const next = to[event.key];
    if (next !== undefined) setActive(Math.max(0, Math.min(steps.length, next)));
    else if (event.key === 'Enter' || event.key === ' ') choose(active);
    else return;
    event.preventDefault();
  };
  const option = (place: number, title: string, time: number | null) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its options.
    <div
      key={place}
      id={`history-${place}`}
      role="option"
      tabIndex={-1}
      className="history-step"
      aria-selected={place === now}
      data-active={place === active || undefined}
      data-undone={place > now || undefined}
      data-place={place}
      onClick={() => choose(place)}
    >
      <span className="history-mark">{place === now && <Icon name="check" size={14} />}</span>
      <span className="history-name">{title}</span>
      <span className="number quiet">
        {place > now ? words.ahead : place === now ? words.now : time !== null && clock(time)}
      </span>
    </div>
  );
  return (
    <Dialog title={words.title} close={closeDialog} look="side">
      <p className="help history-help">{steps.length === 0 ? words.empty : words.help}</p>
      <div
        ref={list}
        className="history-list"
        role="listbox"
        tabIndex={0}
        data-first
        aria-label={words.title}
        aria-activedescendant={`history-${active}`}
        onKeyDown={onKeyDown}
      >
        {option(0, words.start(name), null)}
        {steps.map((step, place) => option(place + 1, step.name, step.time))}
      </div>
    </Dialog>
  );
}
