/** What the metrics of a graph are called. */
import { nodeRegistry } from '../../engine';
import { findNode } from '../document/lookup';
import { currentDocument } from '../document/store';
import { useRun } from './store';

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The title of a metric node, such as `Accuracy`. */
export function metricTitle(nodeId: string): string {
  const type = (
    useRun.getState().document?.nodes.find((node) => node.id === nodeId) ?? findNode(currentDocument(), nodeId)
  )?.type;
  return (type !== undefined && nodeRegistry.get(type)?.title) || nodeId;
}

/** The same within a sentence: `accuracy`. */
export const metricWord = (nodeId: string): string => lowerFirst(metricTitle(nodeId));

/** Metrics that are a share of rows or pairs: their axis goes from 0 to 1. */
const SHARES: ReadonlySet<string> = new Set(['accuracy', 'precision', 'recall', 'f1', 'auc']);

export function isShareMetric(nodeId: string): boolean {
  const nodes = useRun.getState().document?.nodes ?? currentDocument().nodes;
  return SHARES.has(nodes.find((node) => node.id === nodeId)?.type ?? '');
}
