/** The kept runs as the interface sees them: the list, and those that are drawn beside the running one. */
import { create } from 'zustand';
import { watchRuns } from '../run/store';
import { invalidate } from '../run/ticker';
import { DatabaseRunStore } from './database-store';
import { RunKeeper } from './keeper';
import type { KeptRun, RunSummary } from './kept-run';
import { MemoryRunStore, type RunStore } from './run-store';

/** Runs that are drawn beside the running one. */
export const MOST_SHOWN = 4;

interface RunsView {
  list: readonly RunSummary[];
  /** Ids of the runs in the charts, each at its own place (and so in its own colour); null: the place is free. */
  places: readonly (string | null)[];
  /** Those of them that are read. */
  read: Readonly<Record<string, KeptRun>>;
  /** The running one is left out of the charts. */
  currentHidden: boolean;
  /** Names that were given to runs which are not written yet. */
  names: Readonly<Record<string, string>>;
}

export const useKeptRuns = create<RunsView>()(() => ({
  list: [],
  places: new Array(MOST_SHOWN).fill(null),
  read: {},
  currentHidden: false,
  names: {},
}));

const store: RunStore = typeof indexedDB === 'undefined' ? new MemoryRunStore() : new DatabaseRunStore();

const listed = (list: readonly RunSummary[]): void => useKeptRuns.setState({ list });

const keeper = new RunKeeper({
  store,
  now: Date.now,
  nameOf: (id) => nameOf(id),
  changed: listed,
});

const nameOf = (id: string): string => {
  const { names, list } = useKeptRuns.getState();
  return names[id] ?? list.find((run) => run.id === id)?.name ?? '';
};

async function refresh(): Promise<void> {
  try {
    listed(await store.list());
  } catch {
    // Without a database there is no history.
  }
}

/** Keeps runs from now on; the function that comes back ends it. */
export function startKeepingRuns(): () => void {
  const stop = watchRuns((session, view) => keeper.see(session, view));
  const leave = (): void => keeper.saveAll();
  addEventListener('pagehide', leave);
  void refresh();
  return () => {
    stop();
    removeEventListener('pagehide', leave);
  };
}

export const readRun = (id: string): Promise<KeptRun | null> => store.read(id);

/** Draws a kept run in the charts, or takes it out. Where all places are taken, the first one is given up. */
export async function toggleShown(id: string): Promise<void> {
  const { places } = useKeptRuns.getState();
  if (places.includes(id)) {
    useKeptRuns.setState({ places: places.map((other) => (other === id ? null : other)) });
  } else {
    const place = Math.max(0, places.indexOf(null));
    useKeptRuns.setState({ places: places.map((other, i) => (i === place ? id : other)) });
    const run = await store.read(id);
    if (run) useKeptRuns.setState(({ read }) => ({ read: { ...read, [id]: run } }));
  }
  invalidate(true);
}

export function toggleCurrent(): void {
  useKeptRuns.setState(({ currentHidden }) => ({ currentHidden: !currentHidden }));
  invalidate(true);
}

/** Gives a run a name; an empty one takes it away. */
export async function renameRun(id: string, name: string): Promise<void> {
  useKeptRuns.setState(({ names }) => ({ names: { ...names, [id]: name } }));
  await keeper.settled();
  const run = await store.read(id);
  if (run) await store.write({ ...run, name });
  await refresh();
}

export async function removeRuns(ids: readonly string[]): Promise<void> {
  useKeptRuns.setState(({ places }) => ({ places: places.map((id) => (id !== null && ids.includes(id) ? null : id)) }));
  await keeper.settled();
  for (const id of ids) await store.remove(id);
  await refresh();
  invalidate(true);
}
