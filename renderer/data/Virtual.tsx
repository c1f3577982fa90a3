import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

interface Props {
  count: number;
  /** Height of one row in pixels. */
  rowHeight: number;
  /** The least width of a cell where several stand in a row; without, each takes a row. */
  cellWidth?: number;
  label: string;
  className?: string;
  /** Stands above the rows and stays there. */
  head?: ReactNode;
  cell(index: number): ReactNode;
}

/** Rows drawn before they are scrolled into sight. */
const AHEAD = 3;

/** A long list of which only what is in sight is drawn. */
export function Virtual({ count, rowHeight, cellWidth, label, className, head, cell }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const [view, setView] = useState({ top: 0, height: 0, width: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  const across = cellWidth === undefined ? 1 : Math.max(1, Math.floor(view.width / cellWidth));
  const rows = Math.ceil(count / across);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - AHEAD);
  const last = Math.min(rows, Math.ceil((view.top + view.height) / rowHeight) + AHEAD);
  const cells: ReactNode[] = [];
  for (let index = first * across; index < Math.min(count, last * across); index++) cells.push(cell(index));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys.
    <section ref={scroller} className={`virtual ${className ?? ''}`} tabIndex={0} aria-label={label}>
      {head}
      <div className="virtual-space" style={{ height: rows * rowHeight }}>
        <div
          className="virtual-rows"
          style={{
            transform: `translateY(${first * rowHeight}px)`,
            gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`,
            gridAutoRows: rowHeight,
          }}
        >
          {cells}
        </div>
      </div>
    </section>
  );
}
