/**
 * The open graphs. One is on show: its document is in the document's store, its run in the run's. The others wait here,
 * each with its history, selection, place of the view, file and data; their runs go on.
 */
import { create } from 'zustand';
import { canvasView } from '../canvas/viewport';
import { select, selectedEdges, selectedNodes } from '../document/selection';
import { type DocumentState, freshState, isDirty, showDocument, useDocument } from '../document/store';
import { closeRun, showRun } from '../run/store';

/** A document that is not on show. */
export interface Parked {
  readonly state: DocumentState;
  readonly nodeIds: readonly string[];
  readonly edgeIds: readonly string[];
}

export interface Tab {
  readonly id: string;
  /** Null: it is on show. */
  readonly parked: Parked | null;
}

/** `crypto.randomUUID` is missing in pages without a secure address. */
const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const firstId = newId();

export const useTabs = create<{ tabs: readonly Tab[]; active: string }>()(() => ({
  tabs: [{ id: firstId, parked: null }],
  active: firstId,
}));

showRun(firstId);

/** How many closed graphs can be opened again. */
const REMEMBERED = 10;
const closed: Parked[] = [];

export const activeTab = (): string => useTabs.getState().active;
export const hasClosed = (): boolean => closed.length > 0;

const findTab = (id: string): Tab | undefined => useTabs.getState().tabs.find((tab) => tab.id === id);

/** The document of a tab, on show or not. */
export const stateOf = (tab: Tab): DocumentState => tab.parked?.state ?? useDocument.getState();

const parkShown = (): Parked => ({
  state: { ...useDocument.getState(), view: canvasView() },
  nodeIds: selectedNodes(),
  edgeIds: selectedEdges(),
});

/** Puts the documents away and the one of `id` on show. */
export function activate(id: string): void {
  const { tabs, active } = useTabs.getState();
  const next = findTab(id)?.parked;
  if (!next) return;
  const before = parkShown();
  useTabs.setState({
    active: id,
    tabs: tabs.map((tab) =>
      tab.id === id ? { id, parked: null } : tab.id === active ? { id: active, parked: before } : tab,
    ),
  });
  showRun(id);
  showDocument(next.state);
  select(next.nodeIds, next.edgeIds);
}

/** Adds a tab at the end; it is not shown yet. */
export function addTab(state: DocumentState, id = newId()): string {
  const tab: Tab = { id, parked: { state, nodeIds: [], edgeIds: [] } };
  useTabs.setState(({ tabs }) => ({ tabs: [...tabs, tab] }));
  return id;
}

/** Puts other tabs in the place of all, as a restart does. */
export function replaceTabs(states: readonly { id: string; state: DocumentState }[], active: string): void {
  const shown = states.find(({ id }) => id === active) ?? states[0];
  if (!shown) return;
  closeRun(activeTab());
  useTabs.setState({
    active: shown.id,
    tabs: states.map(({ id, state }) => ({ id, parked: id === shown.id ? null : { state, nodeIds: [], edgeIds: [] } })),
  });
  showRun(shown.id);
  showDocument(shown.state);
  select([]);
}

/** Changes a document that is not on show, or the one that is, without a step of history. */
export function updateTab(id: string, change: Partial<DocumentState>): void {
  if (id === activeTab()) useDocument.setState(change);
  else
    useTabs.setState(({ tabs }) => ({
      tabs: tabs.map((tab) =>
        tab.id === id && tab.parked
          ? { id, parked: { ...tab.parked, state: { ...tab.parked.state, ...change } } }
          : tab,
      ),
    }));
}

/** Closes a tab and ends its run, whether it is saved or not. `empty` takes the place of the last one. */
export function removeTab(id: string, empty: () => DocumentState): void {
  const tab = findTab(id);
  if (!tab) return;
  const { tabs, active } = useTabs.getState();
  closed.push(tab.parked ?? parkShown());
  closed.splice(0, closed.length - REMEMBERED);
  if (id === active) {
    const place = tabs.indexOf(tab);
    activate(tabs[place + 1]?.id ?? tabs[place - 1]?.id ?? addTab(empty()));
  }
  useTabs.setState(({ tabs: left }) => ({ tabs: left.filter((other) => other.id !== id) }));
  closeRun(id);
}

/** Opens the graph that was closed last once more, with its history; its run starts anew. */
export function reopenClosed(): DocumentState | null {
  const parked = closed.pop();
  if (!parked) return null;
  const id = addTab({ ...parked.state, opened: freshState(parked.state.document).opened });
  activate(id);
  return parked.state;
}

export function moveTab(id: string, place: number): void {
  const { tabs } = useTabs.getState();
  const from = tabs.findIndex((tab) => tab.id === id);
  const to = Math.max(0, Math.min(tabs.length - 1, place));
  if (from < 0 || from === to) return;
  useTabs.setState({ tabs: tabs.toSpliced(from, 1).toSpliced(to, 0, tabs[from] as Tab) });
}

/** Shows the tab so many places to the right of the one on show, around the end. */
export function goBy(places: number): void {
  const { tabs, active } = useTabs.getState();
  const from = tabs.findIndex(({ id }) => id === active);
  const next = tabs[(((from + places) % tabs.length) + tabs.length) % tabs.length];
  if (next) activate(next.id);
}

export function moveShownBy(places: number): void {
  const { tabs, active } = useTabs.getState();
  moveTab(active, tabs.findIndex(({ id }) => id === active) + places);
}

export const dirtyTabs = (): Tab[] => useTabs.getState().tabs.filter((tab) => isDirty(stateOf(tab)));
