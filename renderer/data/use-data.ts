import { useEffect, useMemo, useState } from 'react';
import {
  type DataDescription,
  type DataNeed,
  type DescribedSplit,
  type Diagnostic,
  dataNeeds,
  type GraphDocument,
  type GraphNode,
} from '../../engine';
import { useSelection } from '../document/selection';
import { useDocument } from '../document/store';
import { askAboutData } from '../run/store';
import type { PageFiles } from '../worker/page-files';
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

/** What the worker needs to find the rows of a node. */
export interface DataSource {
  need: DataNeed;
  files: PageFiles;
}

export interface Summary {
  /** Null where the data cannot be read. */
  description: DataDescription | null;
  source: DataSource | null;
  diagnostics: readonly Diagnostic[];
}

/** A node's data in numbers; what was read stays on show while something new is read. Null: nothing was read yet. */
export function useSummary(node: GraphNode | null, split: DescribedSplit): Summary | null {
  const [read, setRead] = useState<(Summary & { id: string }) | null>(null);
  const files = useDocument((state) => state.files);
  const seed = useDocument((state) => state.document.seed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a document with the same data gives the same rows.
  useEffect(() => {
    if (!node) return;
    let gone = false;
    const { document } = useDocument.getState();
    void summarize({ ...document, nodes: [node], edges: [] }, files, split).then((found) => {
      if (!gone && found) setRead({ ...found, id: node.id });
    });
    return () => {
      gone = true;
    };
  }, [node?.id, node?.data, seed, files, split]);
  return node && read?.id === node.id ? read : null;
}

async function summarize(document: GraphDocument, files: PageFiles, split: DescribedSplit): Promise<Summary | null> {
  const { needs, diagnostics } = dataNeeds(document, files);
  const [need] = needs;
  if (!need) return { description: null, source: null, diagnostics };
  const reply = await askAboutData({ kind: 'summarizeData', need, files, split });
  if (!reply) return null;
  if (!reply.ok) return { description: null, source: null, diagnostics: reply.diagnostics };
  if (reply.kind !== 'dataSummary') return null;
  return { description: reply.summary, source: { need, files }, diagnostics: reply.diagnostics };
}

export const rowsIn = ({ rows, trainRows, testRows }: DataDescription, split: DescribedSplit): number =>
  split === 'all' ? rows : split === 'train' ? trainRows : testRows;
