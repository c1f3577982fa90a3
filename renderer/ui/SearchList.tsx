/** A search box over a list of choices, worked by the keyboard without leaving the box. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { texts } from '../texts';
import { Icon } from './icons';
import { searchItems } from './search';
import './search-list.css';

export interface SearchItem {
  id: string;
  title: string;
  /** Shown at the right, quietly: a key, a category, a reason. */
  detail?: string;
  keywords?: string;
  icon?: string;
  disabled?: boolean;
}

interface Props {
  items: readonly SearchItem[];
  label: string;
  placeholder: string;
  empty: string;
  choose(item: SearchItem): void;
  footer?: ReactNode;
}

export function SearchList({ items, label, placeholder, empty, choose, footer }: Props) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const found = useMemo(() => searchItems(items, query, (item) => item), [items, query]);
  const current = Math.min(active, found.length - 1);

  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector(`[data-place="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = 8;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      const next = current + step;
      const wraps = Math.abs(step) === 1;
      setActive(wraps ? (next + found.length) % found.length : Math.max(0, Math.min(found.length - 1, next)));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const item = found[current];
      if (item && !item.disabled) choose(item);
    }
  };

  return (
    <div className="search-list">
      <label className="search-box">
        <Icon name="search" size={14} />
        <input
          ref={box}
          type="search"
          value={query}
          placeholder={placeholder}
          aria-label={label}
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${current}` : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div className="search-results" ref={list}>
        <div id={`${id}-list`} role="listbox" aria-label={label}>
          {found.map((item, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the search box handles the keys of its list.
            <div
              key={item.id}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              className="search-option"
              aria-selected={place === current}
              aria-disabled={item.disabled || undefined}
              data-place={place}
              onMouseMove={() => place !== current && setActive(place)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => !item.disabled && choose(item)}
            >
              {item.icon && <Icon name={item.icon} />}
              <span className="search-title">{item.title}</span>
              {item.detail && <span className="search-detail">{item.detail}</span>}
            </div>
          ))}
        </div>
        {found.length === 0 && <p className="search-empty">{query === '' ? empty : texts.dialogs.noMatch}</p>}
      </div>
      <div className="visually-hidden" aria-live="polite">
        {texts.dialogs.results(found.length)}
      </div>
      {footer}
    </div>
  );
}
