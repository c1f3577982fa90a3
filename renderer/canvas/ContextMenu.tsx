/** The menu at the pointer: commands for what lies under it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { findCommand, isEnabled, shownKey } from '../app/commands';
import { selectedNodes } from '../document/selection';
import { texts } from '../texts';
import { closeContextMenu, type OpenMenu, useContextMenu } from './context-menu';
import { focusNode } from './viewport';

export function ContextMenu() {
  const open = useContextMenu((state) => state.open);
  return open ? <Menu key={`${open.x} ${open.y}`} menu={open} /> : null;
}

const MARGIN = 8;

function Menu({ menu }: { menu: OpenMenu }) {
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: menu.x, top: menu.y });
  const close = (giveBack: boolean) => {
    closeContextMenu();
    if (giveBack) focusNode(selectedNodes()[0] ?? null);
  };
  useLayoutEffect(() => {
    const box = panel.current?.getBoundingClientRect();
    if (!box) return;
    setPlace({
      left: Math.max(MARGIN, Math.min(menu.x, innerWidth - box.width - MARGIN)),
      top: Math.max(MARGIN, Math.min(menu.y, innerHeight - box.height - MARGIN)),
    });
    panel.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true });
  }, [menu]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!panel.current?.contains(event.target as Element)) closeContextMenu();
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, []);
  const move = (step: number) => {
    const items = [...(panel.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
  const commands = menu.commands.map((id) => (id === null ? null : findCommand(id)));
  return (
    <div
      ref={panel}
      className="menu context-menu"
      role="menu"
      aria-label={texts.canvas.contextMenu}
      style={place}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else if (event.key === 'Escape' || event.key === 'Tab') close(true);
        else {
          event.stopPropagation();
          return;
        }
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {commands.map((command, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name.
        if (!command) return <hr key={`line ${index}`} />;
        const enabled = isEnabled(command);
        return (
          <button
            key={command.id}
            type="button"
            role="menuitem"
            className="menu-item"
            tabIndex={-1}
            aria-disabled={!enabled}
            onPointerEnter={(event) => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => {
              if (!enabled) return;
              close(true);
              setTimeout(() => void command.run());
            }}
          >
            <span className="menu-title">{command.title}</span>
            <span className="key">{shownKey(command)}</span>
          </button>
        );
      })}
    </div>
  );
}
