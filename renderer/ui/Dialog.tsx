import { type ReactNode, useEffect, useId, useRef } from 'react';
import { texts } from '../texts';
import { Icon } from './icons';
import './dialog.css';

interface Props {
  title: string;
  /** Called once when it closes by Escape, the cross or a click beside it. */
  close(): void;
  children: ReactNode;
  /** `list`: near the top, without a heading to be seen. `side`: at the edge, so that the graph can be seen change. */
  look?: 'box' | 'list' | 'side' | 'wide';
  footer?: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, close, children, look = 'box', footer }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog || dialog.open) return;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && document.activeElement === document.body)
        before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape comes as "cancel"; the click is on the backdrop.
    <dialog
      ref={element}
      className={`dialog ${look}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div className="dialog-inner">
        <header className={look === 'list' ? 'visually-hidden' : 'dialog-head'}>
          <h2 id={id}>{title}</h2>
          {look !== 'list' && (
            <button type="button" className="button small icon-only" aria-label={texts.dialogs.close} onClick={close}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
        {footer && <footer className="dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}
