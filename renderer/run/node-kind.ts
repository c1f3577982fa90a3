/** What a node's card shows of the run: decided by what its type says of itself, not by its name. */
import { type GraphNode, nodeRegistry } from '../../engine';

export type NodeKind = 'probe' | 'loss' | 'metric' | 'data' | 'optimizer' | 'none';

export function nodeKind(node: GraphNode | undefined, probed: boolean): NodeKind {
  if (!node) return 'none';
  if (probed) return 'probe';
  const definition = nodeRegistry.get(node.type);
  if (definition?.role) return definition.role;
  return definition?.probe ? 'probe' : 'none';
}
