import { useReducer, useRef } from 'react';
import type { DataRow, DescribedSplit } from '../../engine';
import { askAboutData } from '../run/store';
import type { DataSource } from './use-data';

/** Rows that are asked for at once, and how many such pages are kept. */
const PAGE = 50;
const KEPT_PAGES = 40;

interface Pages {
  key: string;
  files: DataSource['files'];
  /** Null: asked for. */
  rows: Map<number, readonly DataRow[] | null>;
}

/**
 * The rows of a split by their place in it, read page by page where the data lie. A row that is not there yet is
 * undefined, and is drawn when it has come; those of the settings before stand in for it.
 */
export function useDataRows(
  { need, files }: DataSource,
  split: DescribedSplit,
  shifted: boolean,
): (index: number) => DataRow | undefined {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const pages = useRef<Pages>({ key: '', files, rows: new Map() });
  const before = useRef<Pages['rows']>(new Map());
  const { shift, ...others } = need.settings;
  // Another shift leaves the old rows standing until the new ones are there.
  const same = JSON.stringify([need.nodeId, need.seed, others, split, shifted]);
  const key = `${same} ${shifted ? JSON.stringify(shift) : ''}`;
  if (pages.current.key !== key || pages.current.files !== files) {
    before.current = pages.current.key.startsWith(`${same} `) ? pages.current.rows : new Map();
    pages.current = { key, files, rows: new Map() };
  }
  const { current } = pages;

  const request = async (page: number): Promise<void> => {
    if (pages.current !== current || current.rows.has(page)) return;
    current.rows.set(page, null);
    for (const oldest of current.rows.keys()) {
      if (current.rows.size <= KEPT_PAGES) break;
      current.rows.delete(oldest);
    }
    const wanted = { split, from: page * PAGE, count: PAGE, shifted };
    const reply = await askAboutData({ kind: 'dataRows', need, files, ...wanted });
    if (reply?.ok && reply.kind === 'dataRows') current.rows.set(page, reply.rows);
    if (pages.current === current) redraw();
  };

  return (index) => {
    const page = Math.floor(index / PAGE);
    const rows = current.rows.get(page);
    // Not while something is drawn.
    if (rows === undefined) queueMicrotask(() => void request(page));
    return (rows ?? before.current.get(page))?.[index - page * PAGE];
  };
}
