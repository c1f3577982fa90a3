/** What is selected on the canvas, by id. It is not part of the document: selecting is not undone. */
import { create } from 'zustand';

export interface Selection {
  nodeIds: readonly string[];
  edgeIds: readonly string[];
}

/** The selection as a hook: `useSelection((selection) => selection.nodeIds)`. */
export const useSelection = create<Selection>()(() => ({ nodeIds: [], edgeIds: [] }));

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, place) => id === b[place]);

/** Selects these and nothing else. */
export function select(nodeIds: readonly string[], edgeIds: readonly string[] = []): void {
  const now = useSelection.getState();
  if (same(now.nodeIds, nodeIds) && same(now.edgeIds, edgeIds)) return;
  useSelection.setState({ nodeIds, edgeIds });
}

export const selectedNodes = (): readonly string[] => useSelection.getState().nodeIds;
export const selectedEdges = (): readonly string[] => useSelection.getState().edgeIds;
