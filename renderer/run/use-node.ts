import type { GraphNode } from '../../engine';
import { findNode } from '../document/lookup';
import { useDocument } from '../document/store';
import { type NodeKind, nodeKind } from './node-kind';
import { useRun } from './store';

/** A node of the document and what its card shows of the run. Renders anew only when the node itself changes. */
export function useNode(nodeId: string): { node: GraphNode | undefined; kind: NodeKind } {
  const node = useDocument((state) => findNode(state.document, nodeId));
  const probed = useRun((view) => view.info?.probes.some((probe) => probe.nodeId === nodeId) ?? false);
  return { node, kind: nodeKind(node, probed) };
}
