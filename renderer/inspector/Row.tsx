import type { ReactNode } from 'react';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { type Scrub, useScrub } from './use-scrub';

/** A label beside its field, the help under both, and a button back to the default where it was left. */
export function Row({
  label,
  htmlFor,
  help,
  helpId,
  reset,
  resetTitle,
  scrub,
  live = false,
  wide = false,
  below,
  children,
}: {
  label: string;
  htmlFor?: string;
  help?: string;
  helpId?: string;
  reset?: (() => void) | null;
  resetTitle?: string;
  /** Of a number: dragging the label changes it. */
  scrub?: Scrub | undefined;
  /** Takes effect while the graph runs. */
  live?: boolean;
  /** The field needs the whole width: it stands under its label. */
  wide?: boolean;
  /** What is drawn under both, above the help. */
  below?: ReactNode;
  children: ReactNode;
}) {
  const handlers = useScrub(scrub);
  const scrubs = 'onPointerDown' in handlers;
  return (
    <div className="row" data-wide={wide || undefined}>
      <div className="row-label">
        <label htmlFor={htmlFor} title={scrubs ? texts.inspector.scrub : undefined} {...handlers}>
          {label}
        </label>
        {reset && (
          <button type="button" className="row-reset" aria-label={resetTitle} title={resetTitle} onClick={reset}>
            <Icon name="revert" size={12} />
          </button>
        )}
      </div>
      <div className="row-field">{children}</div>
      {below && <div className="row-below">{below}</div>}
      {help && (
        <p className="help row-help" id={helpId}>
          {live && (
            <span className="row-live" title={texts.inspector.live}>
              {texts.inspector.liveMark}
            </span>
          )}
          {help}
        </p>
      )}
    </div>
  );
}
