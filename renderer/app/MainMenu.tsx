/** The menu under the mark: the same commands as in the desktop's menus, for the page and for small windows. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { texts } from '../texts';
import { Icon, Logo } from '../ui/icons';
import type { Command, CommandGroup } from './command';
import { commandsOf, isEnabled, shownKey } from './commands';
import { MENUS } from './menu';
import './main-menu.css';

export function MainMenu() {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!place.current?.contains(event.target as Element)) setOpen(false);
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="main-menu" ref={place}>
      <button
        ref={button}
        type="button"
        className="main-menu-button"
        aria-label={texts.menu.main}
        title={texts.menu.main}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <Logo />
      </button>
      {open && <Menu close={close} />}
    </div>
  );
}

const itemsOf = (menu: Element | null): HTMLElement[] =>
  menu ? [...menu.querySelectorAll<HTMLElement>(':scope > div > [role^="menuitem"]')] : [];

function move(menu: Element | null, step: number | 'first' | 'last'): void {
  const items = itemsOf(menu);
  const now = items.indexOf(document.activeElement as HTMLElement);
  const next = step === 'first' ? 0 : step === 'last' ? items.length - 1 : (now + step + items.length) % items.length;
  items[next]?.focus();
}

const STEPS: Record<string, number | 'first' | 'last'> = { ArrowDown: 1, ArrowUp: -1, Home: 'first', End: 'last' };

function Menu({ close }: { close(): void }) {
  const [shown, setShown] = useState<CommandGroup | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => move(list.current, 'first'), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move((event.target as Element).closest('[role="menu"]'), step);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (shown === null) close();
      else {
        list.current?.querySelector<HTMLElement>(`[data-group="${shown}"]`)?.focus();
        setShown(null);
      }
    } else if (event.key === 'ArrowLeft' && shown !== null) {
      event.preventDefault();
      list.current?.querySelector<HTMLElement>(`[data-group="${shown}"]`)?.focus();
      setShown(null);
    } else if (event.key === 'Tab') close();
    event.stopPropagation();
  };
  return (
    <div className="menu" role="menu" aria-label={texts.menu.main} ref={list} onKeyDown={onKeyDown}>
      {MENUS.map((group) => (
        <div key={group} role="none">
          <button
            type="button"
            role="menuitem"
            className="menu-item"
            tabIndex={-1}
            aria-haspopup="menu"
            aria-expanded={shown === group}
            data-group={group}
            onPointerEnter={() => setShown(group)}
            onClick={() => setShown(group)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowRight') return;
              event.preventDefault();
              event.stopPropagation();
              setShown(group);
            }}
          >
            {texts.menu[group]}
            <Icon name="right" size={12} />
          </button>
          {shown === group && <Submenu group={group} close={close} />}
        </div>
      ))}
    </div>
  );
}

function Submenu({ group, close }: { group: CommandGroup; close(): void }) {
  const list = useRef<HTMLDivElement>(null);
  const commands = commandsOf(group).filter((command) => command.menu);
  useEffect(() => {
    // Opened by the keyboard, the focus goes in; the pointer takes it along as it moves.
    if (document.activeElement?.matches(':focus-visible')) move(list.current, 'first');
  }, []);
  const choose = (command: Command) => {
    if (!isEnabled(command)) return;
    close();
    setTimeout(() => void command.run());
  };
  return (
    <div className="menu submenu" role="menu" aria-label={texts.menu[group]} ref={list}>
      {commands.map((command) => {
        const checked = command.checked?.();
        return (
          <div key={command.id} role="none" className={command.separated ? 'separated' : undefined}>
            {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: only the role that has a state is given one. */}
            <button
              type="button"
              role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={checked}
              className="menu-item"
              tabIndex={-1}
              aria-disabled={!isEnabled(command)}
              onPointerEnter={(event) => event.currentTarget.focus({ preventScroll: true })}
              onClick={() => choose(command)}
            >
              <span className="menu-check">{checked && <Icon name="check" size={14} />}</span>
              <span className="menu-title">{command.title}</span>
              <span className="key">{shownKey(command)}</span>
            </button>
          </div>
        );
      })}
    </div>
  );
}
