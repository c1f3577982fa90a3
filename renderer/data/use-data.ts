import { useEffect, useMemo, useState } from 'react';
import {
  type DataDescription,
  type DescribedSplit,
  type Diagnostic,
  describeData,
  type GraphNode,
  isError,
  type PreparedData,
} from '../../engine';
import { readData } from '../document/data';
import { useSelection } from '../document/selection';
import { useDocument } from '../document/store';
import { useDataSettings } from './settings';

/** All dataset nodes, and the one on show: the selected one, else the one that was chosen, else the first. */
export function useDataset(): { nodes: readonly GraphNode[]; node: GraphNode | null } {
  const all = useDocument((state) => state.document.nodes);
  const chosen = useDataSettings((settings) => settings.nodeId);
  const selected = useSelection((selection) => selection.nodeIds);
  return useMemo(() => {
    const nodes = all.filter(({ type }) => type === 'dataset');
    const node =
      nodes.find(({ id }) => selected.length === 1 && id === selected[0]) ?? nodes.find(({ id }) => id === chosen);
    return { nodes, node: node ?? nodes[0] ?? null };
  }, [all, chosen, selected]);
}

export interface ReadData {
  data: PreparedData | null;
  diagnostics: readonly Diagnostic[];
}

/** The data of a node; what was read stays on show while something new is read. Null: nothing was read yet. */
export function useReadData(node: GraphNode | null): ReadData | null {
  const [read, setRead] = useState<(ReadData & { id: string }) | null>(null);
  const files = useDocument((state) => state.files);
  const seed = useDocument((state) => state.document.seed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a document with the same data gives the same rows.
  useEffect(() => {
    if (!node) return;
    let gone = false;
    const { document } = useDocument.getState();
    void readData({ document, files }, node.id).then((found) => {
      if (!gone) setRead({ ...found, id: node.id });
    });
    return () => {
      gone = true;
    };
  }, [node?.id, node?.data, seed, files]);
  if (!node || read?.id !== node.id) return null;
  return { data: read.diagnostics.some(isError) ? null : read.data, diagnostics: read.diagnostics };
}

export function useDescription(data: PreparedData | null, split: DescribedSplit): DataDescription | null {
  return useMemo(() => (data ? describeData(data, split) : null), [data, split]);
}
